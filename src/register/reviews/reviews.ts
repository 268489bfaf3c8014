/** Reviews in the register: the campaign, its due date, its reminders and its counts. Never a judgement. */

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { AccountType, Actor, Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { proposals, reviews } from '../schema.ts'

/** Why a review opened: how many contributors were counted, and where counting stopped. */
export interface ReviewScope {
  /** Distinct non-bot commit authors of 12 months; null where nobody counted. */
  readonly contributors: number | null
  /** Counting stops here. */
  readonly countedTo: number
  readonly because: 'contributors' | 'asked'
}

export interface Review {
  readonly id: string
  readonly orgId: Id
  /** `2026-Q4`. */
  readonly quarter: string
  readonly openedAt: Instant
  readonly openedBy: Actor
  readonly dueAt: Instant
  readonly closedAt: Instant | null
  /** The audit whose verdicts it froze. */
  readonly auditId: string
  readonly scope: ReviewScope
  readonly reminders: number
  readonly remindedAt: Instant | null
}

/** How many proposals of a review stand where. */
export type ReviewCounts = { readonly proposed: number } & Readonly<Record<ProposalStatus, number>>

/** The organisation's running review, or null. */
export async function findOpenReview(register: Register, orgId: Id): Promise<Review | null> {
  const [row] = await register
    .select()
    .from(reviews)
    .where(and(eq(reviews.orgId, orgId), isNull(reviews.closedAt)))
  return row === undefined ? null : toReview(row)
}

export async function findReview(register: Register, id: string): Promise<Review | null> {
  const [row] = await register.select().from(reviews).where(eq(reviews.id, id))
  return row === undefined ? null : toReview(row)
}

/** The quarter of the organisation's newest review, running or closed; null where there was none. */
export async function findNewestQuarter(register: Register, orgId: Id): Promise<string | null> {
  const [row] = await register
    .select({ quarter: reviews.quarter })
    .from(reviews)
    .where(eq(reviews.orgId, orgId))
    .orderBy(desc(reviews.openedAt))
    .limit(1)
  return row?.quarter ?? null
}

/** The change that opens a review; changes nothing while another one runs. */
export function openReviewStatement(register: Register, review: Review): Statement {
  return register
    .insert(reviews)
    .values({ ...review, openedBy: JSON.stringify(review.openedBy), scope: JSON.stringify(review.scope) })
    .onConflictDoNothing()
}

/** The change that closes a running review. */
export function closeReviewStatement(register: Register, id: string, now: Instant): Statement {
  return register
    .update(reviews)
    .set({ closedAt: now })
    .where(and(eq(reviews.id, id), isNull(reviews.closedAt)))
}

/** The change that counts a reminder; changes nothing where another run has counted the same one. */
export function reminderStatement(register: Register, review: Review, now: Instant): Statement {
  return register
    .update(reviews)
    .set({ reminders: review.reminders + 1, remindedAt: now })
    .where(and(eq(reviews.id, review.id), eq(reviews.reminders, review.reminders), isNull(reviews.closedAt)))
}

/** How many proposals of the review stand where. */
export async function findReviewCounts(register: Register, reviewId: string): Promise<ReviewCounts> {
  const rows = await register
    .select({ status: proposals.status, n: sql<number>`count(*)` })
    .from(proposals)
    .where(eq(proposals.reviewId, reviewId))
    .groupBy(proposals.status)
  const counts = {
    proposed: 0,
    open: 0,
    needs_second: 0,
    decided: 0,
    running: 0,
    done: 0,
    failed: 0,
    kept: 0,
    stale: 0,
    carried_over: 0,
    withdrawn: 0,
  }
  for (const { status, n } of rows) {
    counts.proposed += n
    // The cast: freezing and the moves of a proposal write only these words.
    counts[status as ProposalStatus] += n
  }
  return counts
}

/** Newest commits of accounts since `since`, as the register remembers them: who counts as a contributor is policy's. */
export async function findCommitAuthors(
  register: Register,
  orgId: Id,
  since: Instant,
): Promise<readonly { readonly id: Id; readonly type: AccountType; readonly at: Instant }[]> {
  return register.all<{ id: Id; type: AccountType; at: Instant }>(sql`
    select a.account_id as id, accounts.type as type, max(a.at) as at from activity a
    join accounts on accounts.id = a.account_id
    where a.org_id = ${orgId} and a.kind = 'commit' and julianday(a.at) >= julianday(${since})
    group by a.account_id`)
}

function toReview(row: typeof reviews.$inferSelect): Review {
  // The casts: openingOf is the only writer of both columns.
  return {
    ...row,
    openedBy: JSON.parse(row.openedBy) as Actor,
    scope: JSON.parse(row.scope) as ReviewScope,
  }
}
