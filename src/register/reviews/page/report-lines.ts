/** The questions of a review one by one with their answers and ends, for the owners' edition of its report; and the notices. */

import { and, eq, lt, sql } from 'drizzle-orm'
import { isBefore } from '../../../policy/calendar.ts'
import type { Actor, DecisionKind, Instant, LowerRole, Power, Subject } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { answers, decisions, notices, proposals, revocations } from '../../schema.ts'

/** One question, with names and reasons: for owners alone. */
export interface ReportLine {
  readonly proposal: string
  readonly subject: Subject
  readonly power: Power
  readonly lastActiveAt: Instant | null
  readonly answers: readonly {
    readonly decision: DecisionKind
    readonly role: LowerRole | null
    readonly until: Instant | null
    readonly by: Actor
    readonly reason: string
    readonly at: Instant
  }[]
  /** When it was proven to be carried out; null where it was not by then. */
  readonly carriedOutAt: Instant | null
}

/** How many were told about the questions and how they answered, by the moment. */
export interface ReportNotices {
  readonly sent: number
  readonly unreachable: number
  readonly seen: number
  readonly answers: number
}

/** As of the moment, in the review's order. */
export async function findReportLines(
  register: Register,
  reviewId: string,
  asOf: Instant,
): Promise<readonly ReportLine[]> {
  const [asked, votes] = await Promise.all([
    register
      .select({
        proposal: proposals.id,
        subject: proposals.subject,
        power: proposals.power,
        lastActiveAt: proposals.lastActiveAt,
        carriedOutAt: revocations.finishedAt,
      })
      .from(proposals)
      .leftJoin(
        revocations,
        and(
          eq(revocations.id, proposals.id),
          eq(revocations.verified, true),
          eq(revocations.rehearsal, false),
        ),
      )
      .where(and(eq(proposals.reviewId, reviewId), lt(proposals.openedAt, asOf)))
      .orderBy(sql`${proposals.riskScore} desc`, proposals.id),
    register
      .select({
        proposal: decisions.proposalId,
        decision: decisions.decision,
        role: decisions.role,
        until: decisions.until,
        by: decisions.by,
        reason: decisions.reason,
        at: decisions.at,
        endedAt: decisions.endedAt,
      })
      .from(decisions)
      .innerJoin(proposals, eq(proposals.id, decisions.proposalId))
      .where(and(eq(proposals.reviewId, reviewId), lt(decisions.at, asOf)))
      .orderBy(decisions.at, decisions.id),
  ])
  const standing = votes.filter(({ endedAt }) => endedAt === null || !isBefore(endedAt, asOf))
  const of = Map.groupBy(standing, ({ proposal }) => proposal)
  return asked.map(({ carriedOutAt, ...line }) => ({
    ...line,
    answers: (of.get(line.proposal) ?? []).map(({ proposal: _, endedAt: __, ...answer }) => answer),
    carriedOutAt: carriedOutAt !== null && isBefore(carriedOutAt, asOf) ? carriedOutAt : null,
  }))
}

/** Of the review's questions, by the moment. */
export async function countReportNotices(
  register: Register,
  reviewId: string,
  asOf: Instant,
): Promise<ReportNotices> {
  const [[told], [answered]] = await Promise.all([
    register
      .select({
        sent: sql<number>`count(distinct case when ${notices.result} = 'sent' then ${notices.proposalId} end)`,
        unreachable: sql<number>`count(distinct case when ${notices.result} = 'unreachable' then ${notices.proposalId} end)`,
        seen: sql<number>`count(distinct case when ${notices.seenAt} < ${asOf} then ${notices.proposalId} end)`,
      })
      .from(notices)
      .innerJoin(proposals, eq(proposals.id, notices.proposalId))
      .where(and(eq(proposals.reviewId, reviewId), lt(notices.at, asOf))),
    register
      .select({ n: sql<number>`count(distinct ${answers.proposalId})` })
      .from(answers)
      .innerJoin(proposals, eq(proposals.id, answers.proposalId))
      .where(and(eq(proposals.reviewId, reviewId), lt(answers.at, asOf))),
  ])
  return { sent: 0, unreachable: 0, seen: 0, ...told, answers: answered?.n ?? 0 }
}
