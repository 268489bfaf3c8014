/** Reviews: opening and closing them, their reminders and their counts. */

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { AccountType, Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { proposals, reviews } from '../schema.ts'

/** One organisation's review of one quarter. */
export type Review = Readonly<typeof reviews.$inferSelect>

/** How many proposals a review has, in all and per status. */
export type StatusCounts = { readonly proposed: number } & Readonly<Record<ProposalStatus, number>>

/** The organisation's open review, or null. */
export async function findOpenReview(register: Register, orgId: Id): Promise<Review | null> {
  const [row] = await register
    .select()
    .from(reviews)
    .where(and(eq(reviews.orgId, orgId), isNull(reviews.closedAt)))
  return row ?? null
}

/** The review with this id, or null. */
export async function findReview(register: Register, id: string): Promise<Review | null> {
  const [row] = await register.select().from(reviews).where(eq(reviews.id, id))
  return row ?? null
}

/** The quarter of the organisation's newest review, open or closed; null when there was none. */
export async function findNewestQuarter(register: Register, orgId: Id): Promise<string | null> {
  const [row] = await register
    .select({ quarter: reviews.quarter })
    .from(reviews)
    .where(eq(reviews.orgId, orgId))
    .orderBy(desc(reviews.openedAt))
    .limit(1)
  return row?.quarter ?? null
}

/** Opens a review; changes nothing while another one is open. */
export function openReviewStatement(register: Register, review: Review): Statement {
  return register.insert(reviews).values(review).onConflictDoNothing()
}

/** Closes an open review. */
export function closeReviewStatement(register: Register, id: string, now: Instant): Statement {
  return register
    .update(reviews)
    .set({ closedAt: now })
    .where(and(eq(reviews.id, id), isNull(reviews.closedAt)))
}

/** Counts a reminder; changes nothing when another run has counted the same one. */
export function reminderStatement(register: Register, review: Review, now: Instant): Statement {
  return register
    .update(reviews)
    .set({ reminders: review.reminders + 1, remindedAt: now })
    .where(and(eq(reviews.id, review.id), eq(reviews.reminders, review.reminders), isNull(reviews.closedAt)))
}

/** The review's proposals, counted per status. */
export async function findReviewCounts(register: Register, reviewId: string): Promise<StatusCounts> {
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
    by_hand: 0,
    kept: 0,
    stale: 0,
    carried_over: 0,
  }
  for (const { status, n } of rows) {
    counts.proposed += n
    counts[status] += n
  }
  return counts
}

/** The accounts with a commit since `since`, and when each last committed. Who counts as a contributor is decided in policy. */
export async function findCommitAuthors(
  register: Register,
  orgId: Id,
  since: Instant,
): Promise<readonly { readonly id: Id; readonly type: AccountType; readonly at: Instant }[]> {
  return register.rows<{ id: Id; type: AccountType; at: Instant }>(sql`
    select a.account_id as id, accounts.type as type, max(a.at) as at from activity a
    join accounts on accounts.id = a.account_id
    where a.org_id = ${orgId} and a.kind = 'commit' and julianday(a.at) >= julianday(${since})
    group by a.account_id`)
}
