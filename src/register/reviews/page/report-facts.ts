/** What the register holds of a review for its evidence report: as of its end, of one under way as of now. */

import { and, eq, gte, lt, max, sql } from 'drizzle-orm'
import { type Question, type ReviewNumbers, reviewNumbers } from '../../../policy/decisions/review-numbers.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import {
  type AuditCounts,
  audits,
  decisions,
  history,
  proposals,
  type ReviewScope,
  reviews,
  revocations,
  staleAccess,
} from '../../schema.ts'

/** Stale access at a moment that was frozen before. */
export interface FrozenNumbers {
  /** `baseline`, or the quarter that it ends. */
  readonly name: string
  readonly at: Instant
  readonly stale: number
  readonly unknown: number
  readonly total: number
}

/** Numbers, dates, codes and hashes: what an erasure, or the age of a text, never changes. */
export interface ReportFacts {
  readonly review: string
  readonly quarter: string
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly closedAt: Instant | null
  readonly scope: ReviewScope
  /** The audit whose verdicts the review froze; null where an earlier version kept none. */
  readonly audit: {
    readonly id: string
    readonly asOf: Instant
    readonly status: (typeof audits.$inferSelect)['status']
    readonly counts: AuditCounts | null
  } | null
  /** Audits that ended while the review ran. */
  readonly auditsSince: { readonly complete: number; readonly partial: number; readonly failed: number }
  readonly numbers: ReviewNumbers
  readonly staleAccess: {
    readonly baseline: FrozenNumbers | null
    readonly newest: FrozenNumbers | null
  }
  /** The entry with which the review was closed, or the newest one; null where there is none. */
  readonly historyHead: { readonly seq: number; readonly hash: string } | null
}

/** Null where the organisation has no such review. */
export async function findReportFacts(
  register: Register,
  orgId: Id,
  reviewId: string,
  now: Instant,
): Promise<ReportFacts | null> {
  const [review] = await register
    .select()
    .from(reviews)
    .where(and(eq(reviews.orgId, orgId), eq(reviews.id, reviewId)))
  if (review === undefined) return null
  const { quarter, openedAt, dueAt, closedAt, scope, auditId } = review
  const asOf = closedAt ?? now
  const [[audit], since, questions, frozen, historyHead] = await Promise.all([
    register
      .select({ id: audits.id, asOf: audits.asOf, status: audits.status, counts: audits.counts })
      .from(audits)
      .where(and(eq(audits.orgId, orgId), eq(audits.id, auditId))),
    register
      .select({ status: audits.status, n: sql<number>`count(*)` })
      .from(audits)
      .where(and(eq(audits.orgId, orgId), gte(audits.finishedAt, openedAt), lt(audits.finishedAt, asOf)))
      .groupBy(audits.status),
    findQuestions(register, reviewId),
    findFrozenBefore(register, orgId, asOf),
    findHead(register, orgId, closedAt),
  ])
  const ended = (status: string) => since.find((each) => each.status === status)?.n ?? 0
  return {
    ...{ review: reviewId, quarter, openedAt, dueAt, closedAt, scope },
    audit: audit ?? null,
    auditsSince: { complete: ended('complete'), partial: ended('partial'), failed: ended('failed') },
    numbers: reviewNumbers(questions, asOf),
    staleAccess: {
      baseline: frozen.find(({ name }) => name === 'baseline') ?? null,
      newest: frozen.findLast(({ name }) => name !== 'baseline') ?? null,
    },
    historyHead,
  }
}

async function findQuestions(register: Register, reviewId: string): Promise<readonly Question[]> {
  const [asked, votes, removals] = await Promise.all([
    register
      .select({
        id: proposals.id,
        power: proposals.power,
        status: proposals.status,
        openedAt: proposals.openedAt,
      })
      .from(proposals)
      .where(eq(proposals.reviewId, reviewId)),
    register
      .select({
        proposalId: decisions.proposalId,
        decision: decisions.decision,
        at: decisions.at,
        confirmedAt: decisions.confirmedAt,
        endedAt: decisions.endedAt,
      })
      .from(decisions)
      .innerJoin(proposals, eq(proposals.id, decisions.proposalId))
      .where(eq(proposals.reviewId, reviewId)),
    register
      .select({
        id: revocations.id,
        at: revocations.finishedAt,
        countedAt: revocations.countedAt,
        rejoinedAt: revocations.rejoinedAt,
        rejoinedHow: revocations.rejoinedHow,
      })
      .from(revocations)
      .innerJoin(proposals, eq(proposals.id, revocations.id))
      .where(
        and(
          eq(proposals.reviewId, reviewId),
          eq(revocations.verified, true),
          eq(revocations.rehearsal, false),
        ),
      ),
  ])
  const votesOf = Map.groupBy(votes, ({ proposalId }) => proposalId)
  const removalOf = new Map(removals.map((removal) => [removal.id, removal]))
  return asked.map(({ id, power, status, openedAt }) => {
    const { at = null, countedAt, ...back } = removalOf.get(id) ?? { rejoinedAt: null, rejoinedHow: null }
    return {
      ...{ power, openedAt, isStale: status === 'stale', votes: votesOf.get(id) ?? [] },
      removal: at === null ? null : { at, byHand: countedAt === null, ...back },
    }
  })
}

/** What audits that had ended by then froze, by the newest way of judging among them; oldest first. */
async function findFrozenBefore(
  register: Register,
  orgId: Id,
  asOf: Instant,
): Promise<readonly FrozenNumbers[]> {
  const rows = await register
    .select({
      version: staleAccess.version,
      name: staleAccess.name,
      at: staleAccess.at,
      stale: staleAccess.stale,
      unknown: staleAccess.unknown,
      total: staleAccess.total,
    })
    .from(staleAccess)
    .innerJoin(audits, eq(audits.id, staleAccess.auditId))
    .where(and(eq(staleAccess.orgId, orgId), sql`${staleAccess.name} <> 'now'`, lt(audits.finishedAt, asOf)))
    .orderBy(staleAccess.at, staleAccess.name)
  const newest = Math.max(...rows.map(({ version }) => version))
  return rows.filter(({ version }) => version === newest).map(({ version: _, ...numbers }) => numbers)
}

async function findHead(
  register: Register,
  orgId: Id,
  closedAt: Instant | null,
): Promise<ReportFacts['historyHead']> {
  const closing =
    closedAt === null
      ? undefined
      : and(eq(history.act, 'review_closed'), sql`julianday(${history.at}) = julianday(${closedAt})`)
  const [found] = await register
    .select({ seq: max(history.seq), hash: history.hash })
    .from(history)
    .where(and(eq(history.orgId, orgId), closing))
  return found === undefined || found.seq === null ? null : { seq: found.seq, hash: found.hash }
}
