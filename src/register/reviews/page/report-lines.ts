/** The questions of a review one by one with their answers and ends, for the owners' edition of its report; and the notices. */

import { sql } from 'drizzle-orm'
import type { Actor, DecisionKind, Instant, LowerRole, Power, Subject } from '../../../policy/words.ts'
import { builtJson, type Register } from '../../open.ts'
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
  // Each row as one text: drizzle takes longer to map hundreds of them than to read them. All as one could be too long for D1.
  const rows = await register.rows<{ line: string }>(sql`
    select json_object('proposal', proposals.id, 'subject', json(proposals.subject), 'power', power,
      'lastActiveAt', last_active_at,
      'answers', (select json_group_array(json_object('decision', decision, 'role', role, 'until', until, 'by', json("by"),
          'reason', reason, 'at', at))
        from (select * from ${decisions} where proposal_id = ${sql.raw('proposals.id')} and at < ${asOf}
          and (ended_at is null or ended_at >= ${asOf}) order by at, id)),
      'carriedOutAt', case when finished_at < ${asOf} then finished_at end) as line
    from proposals left join ${revocations} on revocations.id = proposals.id and verified and not rehearsal
    where proposals.review_id = ${reviewId} and proposals.opened_at < ${asOf}
    order by risk_score desc, proposals.id`)
  return rows.map(({ line }) => builtJson<ReportLine>(line))
}

/** Of the review's questions, by the moment. */
export async function countReportNotices(
  register: Register,
  reviewId: string,
  asOf: Instant,
): Promise<ReportNotices> {
  const [counts] = await register.rows<ReportNotices>(sql`
    select count(distinct case when result = 'sent' then proposal_id end) as sent,
      count(distinct case when result = 'unreachable' then proposal_id end) as unreachable,
      count(distinct case when seen_at < ${asOf} then proposal_id end) as seen,
      (select count(distinct proposal_id) from ${answers} join ${proposals} on proposals.id = proposal_id
        where proposals.review_id = ${reviewId} and answers.at < ${asOf}) as answers
    from ${notices} join ${proposals} on proposals.id = proposal_id
    where proposals.review_id = ${reviewId} and notices.at < ${asOf}`)
  return counts ?? { sent: 0, unreachable: 0, seen: 0, answers: 0 }
}
