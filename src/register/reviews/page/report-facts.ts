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

/** Each kind of them as one text, with how many are like it: hundreds that nobody answered differ in nothing that is counted. */
async function findQuestions(register: Register, reviewId: string): Promise<readonly Question[]> {
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
  return rows.flatMap(({ question, n }) => Array<Question>(n).fill(JSON.parse(question))) // as the query makes it
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
