/** Lists whom a review asks about, with everything that telling them needs, and who asks. */

import { type SQL, sql } from 'drizzle-orm'
import type { Vote } from '../../../policy/decisions/votes.ts'
import type { NoticeFacts } from '../../../policy/people/notices/notice-period.ts'
import { TELLABLE } from '../../../policy/people/notices/record-notice.ts'
import type { Id, Instant, Power, ProposalScope, ProposalStatus, Risk } from '../../../policy/words.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'
import { noticeFactsIn, noticeFactsOf } from './notices.ts'
import { isAnnounced, leaveAt, noticesInQuarter } from './record-notices.ts'

/** Somebody who gets a notice of their own. */
export interface PersonToTell {
  readonly id: string
  readonly account: Id
  readonly login: string
  readonly name: string | null
  readonly status: ProposalStatus
  readonly power: Power
  readonly risk: Risk
  readonly scope: ProposalScope | null
  readonly lastActiveAt: Instant | null
  readonly openedAt: Instant
  readonly facts: NoticeFacts
  /** The standing votes, oldest first. */
  readonly votes: readonly Vote[]
  /** When they last opened their own page after being told; null where they have not. */
  readonly seenAt: Instant | null
  readonly awayUntil: Instant | null
  readonly inQuarter: number
}

/** Who gets a notice of their own in a review, highest risk first. */
export function listPeopleToTell(
  register: Register,
  orgId: Id,
  reviewId: string,
  now: Instant,
  { offset = 0, limit = -1 }: { readonly offset?: number; readonly limit?: number } = {},
): Promise<readonly PersonToTell[]> {
  const where = sql`org_id = ${orgId} and review_id = ${reviewId} and subject ->> 'kind' = 'account'
    and not ${isAnnounced} and status in (select value from ${rowsOf(TELLABLE)})`
  return findPeople(register, where, now, { offset, limit })
}

/** The person of one proposal; null where it is about nobody. */
export async function findPersonToTell(
  register: Register,
  { orgId, proposalId }: { readonly orgId: Id; readonly proposalId: string },
  now: Instant,
): Promise<PersonToTell | null> {
  const where = sql`org_id = ${orgId} and proposals.id = ${proposalId} and subject ->> 'kind' = 'account'`
  const [found] = await findPeople(register, where, now, { offset: 0, limit: 1 })
  return found ?? null
}

async function findPeople(
  register: Register,
  where: SQL,
  now: Instant,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly PersonToTell[]> {
  const account = sql`(subject ->> 'id')`
  const rows = await register.rows<{ person: string; facts: string }>(sql`
    select json_object('id', proposals.id, 'account', ${account}, 'login', coalesce(accounts.login, subject ->> 'login'),
        'name', accounts.name, 'status', status, 'power', power, 'risk', json(risk), 'scope', json(scope),
        'lastActiveAt', last_active_at, 'openedAt', opened_at,
        'votes', (select json_group_array(json_object('id', id, 'by', json("by"), 'decision', decision, 'role', role,
            'until', until, 'at', at, 'confirmedAt', confirmed_at))
          from (select * from decisions where proposal_id = proposals.id and ended_at is null order by at, id)),
        'seenAt', (select max(seen_at) from notices where proposal_id = proposals.id),
        'awayUntil', (${leaveAt(account, sql`org_id`, sql`${now}`)}),
        'inQuarter', (${noticesInQuarter(account, now)})) as person,
      ${noticeFactsOf(sql`proposals`)} as facts
    from proposals left join accounts on accounts.id = subject ->> 'id'
    where ${where} order by risk_score desc, proposals.id limit ${limit} offset ${offset}`)
  return rows.map(({ person, facts }) => ({
    ...builtJson<Omit<PersonToTell, 'facts'>>(person),
    facts: noticeFactsIn(facts),
  }))
}

/** Whether the account of a proposal holds anything in its organisation still. */
const isHere = sql`exists (select 1 from grants where grants.org_id = proposals.org_id and grants.closed_at is null
  and grants.account_id = proposals.subject ->> 'id')`

/** How many an announcement is enough for, and how many of them were told; who holds nothing any more is not counted. */
export async function countAnnounced(
  register: Register,
  orgId: Id,
  reviewId: string,
): Promise<{
  readonly people: number
  readonly told: number
  readonly at: Instant | null
  readonly way: string | null
  /** How many have left and were not told: a tick is theirs too, or their question would wait for it for good. */
  readonly leftUntold: number
}> {
  const [row] = await register.rows<{
    people: number
    told: number
    at: Instant | null
    way: string | null
    leftUntold: number
  }>(sql`
    select count(*) filter (where ${isHere}) as people, count(told.proposal_id) filter (where ${isHere}) as told,
      max(told.at) as at, max(told.way) as way,
      count(*) filter (where told.proposal_id is null and not ${isHere}) as leftUntold
    from proposals left join (select proposal_id, min(at) as at, way from notices where result = 'sent' group by proposal_id)
      as told on told.proposal_id = proposals.id
    where org_id = ${orgId} and review_id = ${reviewId} and subject ->> 'kind' = 'account' and ${isAnnounced}
      and status in (select value from ${rowsOf(TELLABLE)})`)
  return row ?? { people: 0, told: 0, at: null, way: null, leftUntold: 0 }
}

/** The owners by name, as the newest audit has them: they ask. */
export function findAskers(
  register: Register,
  orgId: Id,
): Promise<readonly { readonly id: Id; readonly login: string; readonly name: string | null }[]> {
  return register.rows(sql`
    select accounts.id, accounts.login, accounts.name from grants join accounts on accounts.id = grants.account_id
    where grants.org_id = ${orgId} and grants.closed_at is null and grants.kind = 'organization_role'
      and grants.role = 'admin' and accounts.type = 'User'
    order by accounts.login limit 10`)
}
