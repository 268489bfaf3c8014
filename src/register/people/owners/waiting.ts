/** Finds what waits for one owner in each of their organisations, in one statement for all. */

import { type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../../policy/words.ts'
import { type Register, rowsOf } from '../../open.ts'
import { TWO_OPINIONS } from '../../reviews/page/conditions.ts'
import { isTellable, RULES_ASK } from '../notices/notices.ts'

/** What waits in one organisation. */
export interface WaitingInOrganization {
  readonly orgId: Id
  /** The open review; null where none is open. */
  readonly review: { readonly id: string; readonly quarter: string; readonly dueAt: Instant } | null
  /** The quarter of the newest review, open or closed; null where there was none. */
  readonly newestQuarter: string | null
  /** Questions that nobody has answered; one's own case is left out. */
  readonly toDecide: number
  /** Questions that another owner has answered, and for which one's own answer is still wanted. */
  readonly second: number
  /** People to tell before anything of theirs can be taken back. */
  readonly toTell: number
  /** Changes of the rules that somebody else asked for. */
  readonly ruleChanges: number
  /** Changes of the rules that anybody asked for, oneself among them. */
  readonly allRuleChanges: number
  /** Decided removals that have not ended, and the review whose page shows the first of them. */
  readonly queued: number
  readonly queueOf: string | null
  /** Since when no audit could be finished; null where the newest one that ended was. */
  readonly auditsFailSince: Instant | null
}

/** By organisation. */
export async function findWaiting(
  register: Register,
  account: Id,
  orgIds: readonly Id[],
): Promise<ReadonlyMap<Id, WaitingInOrganization>> {
  const asked = (condition: SQL) => sql`(select count(*) from proposals where proposals.review_id = open_.id
    and not (proposals.subject ->> 'kind' = 'account' and proposals.subject ->> 'id' = ${account}) and ${condition})`
  const rows = await register.rows<Omit<WaitingInOrganization, 'review'> & Flat>(sql`
    select organizations.id as orgId, open_.id as reviewId, open_.quarter as quarter, open_.due_at as dueAt,
      (select quarter from reviews where reviews.org_id = organizations.id order by opened_at desc limit 1) as newestQuarter,
      ${asked(sql`proposals.status = 'open' and not ${TWO_OPINIONS}`)} as toDecide,
      ${asked(sql`(${TWO_OPINIONS} or proposals.status = 'needs_second' and not exists (
        select 1 from decisions where decisions.proposal_id = proposals.id and decisions.ended_at is null
          and decisions.voter = ${`person:${account}`}))`)} as second,
      iif(${RULES_ASK}, (select count(*) from proposals where proposals.org_id = organizations.id and ${isTellable(sql`proposals`)}), 0) as toTell,
      (select count(*) from pending_rules where pending_rules.org_id = organizations.id and ended_at is null
        and pending_rules."by" ->> 'id' is not ${account}) as ruleChanges,
      (select count(*) from pending_rules where pending_rules.org_id = organizations.id and ended_at is null) as allRuleChanges,
      (select count(*) from proposals where proposals.org_id = organizations.id and proposals.status = 'decided') as queued,
      (select review_id from proposals where proposals.org_id = organizations.id and proposals.status = 'decided'
        order by opened_at desc limit 1) as queueOf,
      ${failingSince(sql`organizations.id`)} as auditsFailSince
    from ${rowsOf(orgIds)} as wanted join organizations on organizations.id = wanted.value
    left join reviews as open_ on open_.org_id = organizations.id and open_.closed_at is null`)
  return new Map(
    rows.map(({ reviewId, quarter, dueAt, ...rest }) => [
      rest.orgId,
      {
        ...rest,
        review:
          reviewId === null || quarter === null || dueAt === null ? null : { id: reviewId, quarter, dueAt },
      },
    ]),
  )
}

interface Flat {
  readonly reviewId: string | null
  readonly quarter: string | null
  readonly dueAt: Instant | null
}

/** When the first audit failed of those that failed since one was finished; null where the newest one that ended was. */
export async function findFailingSince(register: Register, orgId: Id): Promise<Instant | null> {
  const [row] = await register.rows<{ since: Instant | null }>(
    sql`select ${failingSince(sql`${orgId}`)} as since`,
  )
  return row?.since ?? null
}

function failingSince(orgId: SQL): SQL {
  return sql`(select min(failing.started_at) from audits as failing where failing.org_id = ${orgId} and failing.status = 'failed'
    and failing.started_at > coalesce((select max(fine.started_at) from audits as fine
      where fine.org_id = ${orgId} and fine.status in ('complete', 'partial')), ''))`
}
