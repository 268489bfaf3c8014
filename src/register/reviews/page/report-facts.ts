/** What the register holds of a review for its evidence report: as of its end, of one under way as of now. */

import { and, eq, sql } from 'drizzle-orm'
import {
  type QuestionInReview,
  type ReviewNumbers,
  reviewNumbers,
} from '../../../policy/decisions/review-numbers.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { builtJson, fromJson, type Register } from '../../open.ts'
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
  const [audit, since, questions, frozen, historyHead] = await Promise.all([
    findAuditOf(register, orgId, auditId),
    register.rows<{ status: string; n: number }>(sql`select status, count(*) as n from ${audits}
      where org_id = ${orgId} and finished_at >= ${openedAt} and finished_at < ${asOf} group by status`),
    findQuestions(register, reviewId),
    findFrozenBefore(register, orgId, asOf),
    findHead(register, orgId, closedAt),
  ])
  const ended = (status: string) => since.find((each) => each.status === status)?.n ?? 0
  return {
    ...{ review: reviewId, quarter, openedAt, dueAt, closedAt, scope },
    audit,
    auditsSince: { complete: ended('complete'), partial: ended('partial'), failed: ended('failed') },
    numbers: reviewNumbers(questions, asOf),
    staleAccess: {
      baseline: frozen.find(({ name }) => name === 'baseline') ?? null,
      newest: frozen.findLast(({ name }) => name !== 'baseline') ?? null,
    },
    historyHead,
  }
}

async function findAuditOf(register: Register, orgId: Id, id: string): Promise<ReportFacts['audit']> {
  const [audit] = await register.rows<{
    readonly asOf: Instant
    readonly status: (typeof audits.$inferSelect)['status']
    readonly counts: string | null
  }>(sql`select as_of as asOf, status, counts from ${audits} where org_id = ${orgId} and id = ${id}`)
  if (audit === undefined) return null
  return { id, ...audit, counts: fromJson(audits.counts, audit.counts) }
}

/**
 * The questions of a review. Equal ones are read once with their number, because hundreds that nobody answered differ in
 * nothing that is counted.
 */
async function findQuestions(register: Register, reviewId: string): Promise<readonly QuestionInReview[]> {
  const rows = await register.rows<{ question: string; n: number }>(sql`
    select count(*) as n, json_object('power', power, 'openedAt', opened_at,
      'isStale', json(case status when 'stale' then 'true' else 'false' end),
      'votes', (select json_group_array(json_object('decision', decision, 'at', at, 'confirmedAt', confirmed_at, 'endedAt', ended_at))
        from (select * from ${decisions} where proposal_id = ${sql.raw('proposals.id')} order by at, id)),
      'removal', (select json_object('at', finished_at, 'byHand', json(case when counted_at is null then 'true' else 'false' end),
          'rejoinedAt', rejoined_at, 'rejoinedHow', rejoined_how)
        from ${revocations} where id = ${sql.raw('proposals.id')} and verified and not rehearsal and finished_at is not null)
      ) as question
    from ${proposals} where review_id = ${reviewId} group by question`)
  return rows.flatMap(({ question, n }) => Array<QuestionInReview>(n).fill(builtJson(question)))
}

/** What audits that had ended by then froze, by the newest way of judging among them; oldest first. */
async function findFrozenBefore(
  register: Register,
  orgId: Id,
  asOf: Instant,
): Promise<readonly FrozenNumbers[]> {
  const rows = await register.rows<FrozenNumbers & { readonly version: number }>(sql`
    select version, name, at, stale, unknown, stale_access.total from ${staleAccess} join ${audits} on audits.id = audit_id
    where stale_access.org_id = ${orgId} and name <> 'now' and finished_at < ${asOf} order by at, name`)
  const newest = Math.max(...rows.map(({ version }) => version))
  return rows.filter(({ version }) => version === newest).map(({ version: _, ...numbers }) => numbers)
}

async function findHead(
  register: Register,
  orgId: Id,
  closedAt: Instant | null,
): Promise<ReportFacts['historyHead']> {
  const closing =
    closedAt === null ? sql`` : sql`and act = 'review_closed' and julianday(at) = julianday(${closedAt})`
  const [found] = await register.rows<{ seq: number | null; hash: string }>(
    sql`select max(seq) as seq, hash from ${history} where org_id = ${orgId} ${closing}`,
  )
  return found === undefined || found.seq === null ? null : { seq: found.seq, hash: found.hash }
}
