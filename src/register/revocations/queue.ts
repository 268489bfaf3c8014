/** Finds what the queue of an organisation is made of: decided proposals that have not ended, and what of the budget is spent. */

import { type SQL, sql } from 'drizzle-orm'
import type { Vote } from '../../policy/decisions/votes.ts'
import { type NoticePeriod, noticePeriod } from '../../policy/people/notices/notice-period.ts'
import type { RuleVersion } from '../../policy/rules/rule-versions.ts'
import type { Actor, Id, Instant, Power, ProposalStatus, Subject } from '../../policy/words.ts'
import { builtJson, fromJson, type Register } from '../open.ts'
import { awayNow } from '../people/leaves.ts'
import { noticeFactsIn, noticeFactsOf } from '../people/notices/notices.ts'
import { ruleVersionsIn, ruleVersionsJson } from '../rules/rule-versions.ts'
import { proposals, type revocations } from '../schema.ts'

/** A proposal in the queue, with the votes that stand, oldest first, and its newest attempt. */
export interface QueueRow {
  readonly id: string
  /** `account:123`; of a question about one grant `grant:account:123:team:7`. */
  readonly subjectKey: string
  readonly reviewId: string
  readonly subject: Subject
  readonly status: ProposalStatus
  readonly privileged: boolean
  readonly power: Power
  readonly rank: number
  readonly openedAt: Instant
  readonly notice: NoticePeriod
  readonly stoppedBy: Actor | null
  readonly stoppedAt: Instant | null
  readonly votes: readonly Vote[]
  readonly attempt: Pick<
    typeof revocations.$inferSelect,
    'status' | 'rehearsal' | 'startedAt' | 'finishedAt' | 'reason'
  > | null
}

/** The queue's rows, and what its days depend on besides. */
export interface StoredQueue extends BudgetState {
  readonly rows: readonly QueueRow[]
  /** Who is away from the organisation, and until when. */
  readonly away: ReadonlyMap<Id, Instant>
  /** The versions of the rules, oldest first. */
  readonly versions: readonly RuleVersion[]
}

/** In one statement, however many there are: one row has what is no proposal. Throws `conflict` where a version cannot be read. */
export async function findQueue(register: Register, orgId: Id, now: Instant): Promise<StoredQueue> {
  const all = await register.rows<Stored & StoredState>(sql`
    select json_object('accounts', ${accountsOf(orgId)}, 'spent', (${spentOf(orgId, now)}), 'away', (${awayNow(orgId, now)})) as state,
      ${ruleVersionsJson(orgId)} as versions, null as id, null as reviewId, null as subject, null as subjectKey, null as status, null as privileged, null as power,
      null as rank, null as openedAt, null as stoppedBy, null as stoppedAt, null as notice, null as votes, null as attempt
    union all select null, null, proposals.id, review_id as reviewId, subject, subject_key as subjectKey, proposals.status, risk ->> 'privileged' as privileged, power,
      risk_score as rank, opened_at as openedAt, stopped_by as stoppedBy, stopped_at as stoppedAt,
      ${noticeFactsOf(sql`proposals`)} as notice,
      (select json_group_array(json_object('id', id, 'by', json(by), 'decision', decision, 'role', role, 'until', until,
          'at', at, 'confirmedAt', confirmed_at))
        from (select * from decisions where proposal_id = proposals.id and ended_at is null order by at, id)) as votes,
      case when revocations.id is not null then json_object('status', revocations.status,
        'rehearsal', json(iif(rehearsal, 'true', 'false')), 'startedAt', started_at, 'finishedAt', finished_at,
        'reason', revocations.reason) end as attempt
    from proposals left join revocations on revocations.id = proposals.id
    where proposals.org_id = ${orgId} and proposals.status in ('decided', 'running', 'failed', 'by_hand')
      and coalesce(revocations.status, '') not in ('restoring', 'restored')`)
  const state = all.find((row) => row.state !== null)
  const { away, ...budget } = builtJson<StateInJson>(state?.state ?? '')
  return {
    ...budget,
    away: new Map(away.map(({ account, until }) => [account, until])),
    versions: ruleVersionsIn(state?.versions ?? ''),
    rows: all.filter((row) => row.state === null).map(toQueueRow),
  }
}

interface StateInJson extends BudgetState {
  readonly away: readonly { readonly account: Id; readonly until: Instant }[]
}

function toQueueRow({ state: _, versions: __, ...stored }: Stored & StoredState): QueueRow {
  const { subject, stoppedBy, votes, attempt, privileged, notice, ...row } = stored
  return {
    ...row,
    notice: noticePeriod(noticeFactsIn(notice)),
    subject: fromJson(proposals.subject, subject),
    privileged: privileged === 1,
    stoppedBy: fromJson(proposals.stoppedBy, stoppedBy),
    votes: builtJson<readonly Vote[]>(votes),
    attempt: attempt === null ? null : builtJson<QueueRow['attempt']>(attempt),
  }
}

/** Fields that only one of the rows has. */
interface StoredState {
  readonly state: string | null
  readonly versions: string | null
}

type Stored = Omit<QueueRow, 'subject' | 'privileged' | 'stoppedBy' | 'votes' | 'attempt' | 'notice'> & {
  readonly subject: string
  readonly notice: string
  readonly privileged: number
  readonly stoppedBy: string | null
  readonly votes: string
  readonly attempt: string | null
}

/**
 * How many accounts have access, and when each account counted that was removed in the last 24 hours. What was only
 * rehearsed, or has not counted yet, counts from its start: a rehearsal goes at the same pace.
 */
interface BudgetState {
  readonly accounts: number
  readonly spent: readonly Instant[]
}

/** As of `now`. */
export async function findBudgetState(register: Register, orgId: Id, now: Instant): Promise<BudgetState> {
  const [row] = await register.rows<{ accounts: number; spent: string }>(
    sql`select ${accountsOf(orgId)} as accounts, (${spentOf(orgId, now)}) as spent`,
  )
  return { accounts: row?.accounts ?? 0, spent: builtJson<readonly Instant[]>(row?.spent ?? '[]') }
}

function accountsOf(orgId: Id): SQL {
  return sql`(select count(distinct account_id) from grants where org_id = ${orgId} and closed_at is null
    and kind not in ('organization_invitation', 'repository_invitation'))`
}

function spentOf(orgId: Id, now: Instant): SQL {
  return sql`select json_group_array(at) from (
    select max(coalesce(counted_at, ''),
      iif(rehearsal or revocations.status in ('pending', 'running'), started_at, '')) as at
    from revocations join proposals on proposals.id = revocations.id
    where revocations.org_id = ${orgId} and subject_key like 'account:%')
    where julianday(at) > julianday(${now}) - 1`
}

/** How the revocations ended that the calendar started and that ended within a day (UTC), `2026-12-06`. */
export async function countDay(register: Register, orgId: Id, day: string): Promise<DayCounts> {
  const [row] = await register.rows<DayCounts>(sql`
    select
      coalesce(sum(status = 'done' and verified = 1), 0) as removed,
      coalesce(sum(status in ('done', 'by_hand') and verified is not 1), 0) as byHand,
      coalesce(sum(status = 'failed'), 0) as failed,
      coalesce(sum(status = 'withdrawn' and exists (select 1 from proposals
        where proposals.id = revocations.id and proposals.status <> 'decided')), 0) as leftAlone
    from revocations where org_id = ${orgId} and started_by ->> 'kind' = 'calendar'
      and substr(finished_at, 1, 10) = ${day}`)
  return row ?? { removed: 0, byHand: 0, failed: 0, leftAlone: 0 }
}

/** What a day of the queue came to. */
export interface DayCounts {
  /** Taken back, and proven by reading GitHub again. */
  readonly removed: number
  /** Left to people, rehearsals among them. */
  readonly byHand: number
  readonly failed: number
  /** Not removed, because something newer is known. */
  readonly leftAlone: number
}

/** The organisations served in which something may be due, or to be told: not paused, and nothing under way. */
export function findQueues(register: Register, now: Instant): Promise<readonly { readonly id: Id }[]> {
  return register.rows<{ id: Id }>(sql`
    select id from organizations where closed_at is null and paused_at is null
      and (exists (select 1 from proposals where org_id = organizations.id and status in ('decided', 'by_hand'))
        or exists (select 1 from revocations where org_id = organizations.id
          and julianday(finished_at) > julianday(${now}) - 2))
      and not exists (select 1 from revocations where org_id = organizations.id and status in ('pending', 'running'))
    order by id`)
}
