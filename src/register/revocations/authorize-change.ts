/** The guard before each change on GitHub: one conditional write, which records as well that the change is attempted. */

import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Entry } from '../history/entry.ts'
import { recordChange } from '../history/history.ts'
import type { Register } from '../open.ts'
import { isLeaveNow } from '../people/leaves.ts'
import { isToTell } from '../people/notices/notices.ts'
import type { Decision } from '../reviews/decisions.ts'
import { decisions, proposals, revocations } from '../schema.ts'
import { type Outcome, outcomeStatement } from './outcomes.ts'
import type { Attempt } from './revocations.ts'

/** The statuses of a proposal that may be carried out; an audit may close a decided one as stale in the middle. */
export const MAY_BE_CARRIED_OUT: readonly ProposalStatus[] = ['decided', 'running', 'failed', 'by_hand']

/** An attempt that asks for one change, and when. */
export interface AccessChange extends Attempt {
  readonly now: Instant
  /** How many accounts may go in 24 hours; null where the change counts for none. */
  readonly budget: number | null
  /** The decision that is carried out. */
  readonly decision: Pick<Decision, 'id' | 'decision' | 'role'>
  /** What holds where the organisation has not set whether removals are carried out. */
  readonly removalsByDefault: 'on' | 'off'
  /** Days of notice by the rules that bind it; 0: none is owed. */
  readonly noticeDays: number
}

/** What must hold at the very moment of a change: all of it is asked in the one write that authorizes the change. */
const CHANGE_CONDITIONS = [
  { name: 'no later attempt has taken over', sql: ({ number }) => eq(revocations.attempt, number) },
  { name: 'the revocation is under way', sql: () => eq(revocations.status, 'running') },
  {
    name: 'the proposal may still be carried out',
    sql: ({ id }) =>
      sql`exists (select 1 from ${proposals} where ${proposals.id} = ${id} and ${inArray(proposals.status, [...MAY_BE_CARRIED_OUT])})`,
  },
  {
    name: 'the decision still stands',
    sql: ({ id, decision }) => sql`exists (${standingAnswers(id)} and ${decisions.id} = ${decision.id})`,
  },
  {
    name: "nobody's standing answer differs",
    sql: ({ id, decision }) =>
      sql`not exists (${standingAnswers(id)} and (${decisions.decision} <> ${decision.decision} or ${decisions.role} is not ${decision.role}))`,
  },
  {
    name: 'the person was told, where a notice is owed',
    sql: ({ id, noticeDays }) =>
      noticeDays === 0
        ? sql`true`
        : sql`not exists (select 1 from ${proposals} where ${proposals.id} = ${id} and ${isToTell(sql`proposals`)})`,
  },
  { name: 'the snapshot is stored', sql: () => isNotNull(revocations.snapshot) },
  { name: 'no owner has paused the organisation', sql: () => ofOrganization(sql`paused_at is null`) },
  {
    name: 'no owner has stopped this removal',
    sql: ({ id }) =>
      sql`exists (select 1 from ${proposals} where ${proposals.id} = ${id} and ${proposals.stoppedAt} is null)`,
  },
  {
    name: 'they are not away',
    sql: ({ id, now }) => sql`not exists (select 1 from leaves join ${proposals} on ${proposals.id} = ${id}
      where ${proposals.subject} ->> 'kind' = 'account' and leaves.account_id = ${proposals.subject} ->> 'id'
        and ${isLeaveNow(sql`${proposals.orgId}`, now)})`,
  },
  {
    name: 'removals are switched on',
    sql: ({ removalsByDefault }) =>
      ofOrganization(sql`coalesce(
        case when current_rules_version = rules_version then current_rules else rules end ->> 'removals',
        ${removalsByDefault}) = 'on'`),
  },
  { name: 'the organisation is still served', sql: () => ofOrganization(sql`closed_at is null`) },
  { name: 'this revocation holds the lock', sql: ({ id }) => ofOrganization(sql`revoking = ${id}`) },
  {
    name: 'the lock has not run out',
    sql: ({ now }) => ofOrganization(sql`julianday(revoking_until) > julianday(${now})`),
  },
  {
    name: 'the removal budget is not spent',
    sql: ({ id, now, budget }) =>
      budget === null
        ? sql`true`
        : sql`(${isCounted(now)} or (${removalsOfTheDay(sql`${revocations.orgId}`, id, now)}) < ${budget})`,
  },
] as const satisfies readonly { readonly name: string; readonly sql: (change: AccessChange) => SQL }[]

/** What the write before a change asks, by name. */
export type ChangeCondition = (typeof CHANGE_CONDITIONS)[number]['name']

/**
 * Authorizes one change where all of `CHANGE_CONDITIONS` hold, and records with it that the change is attempted; false:
 * nothing may be changed. A revocation counts once within rolling 24 hours.
 */
export async function authorizeChange(
  register: Register,
  orgId: Id,
  change: AccessChange,
  attempted: { readonly outcome: Outcome; readonly entry: Entry },
): Promise<boolean> {
  const { now } = change
  const authorize = register
    .update(revocations)
    .set({ countedAt: sql`case when ${isCounted(now)} then ${revocations.countedAt} else ${now} end` })
    .where(and(eq(revocations.id, change.id), ...CHANGE_CONDITIONS.map((condition) => condition.sql(change))))
  return recordChange(register, orgId, authorize, attempted.entry, (recorded) => [
    outcomeStatement(register, change, attempted.outcome, recorded),
  ])
}

/** The answers to a proposal that nobody has replaced and that have not fallen away; further conditions may follow. */
function standingAnswers(id: string): SQL {
  return sql`select 1 from ${decisions} where ${decisions.proposalId} = ${id} and ${decisions.endedAt} is null`
}

/** A condition on the revocation's organisation. */
function ofOrganization(condition: SQL): SQL {
  return sql`exists (select 1 from organizations where id = ${revocations.orgId} and ${condition})`
}

/** Whether the revocation already counts in the 24 hours before `now`; one that is started again later counts again. */
function isCounted(now: Instant) {
  return sql`coalesce(julianday(${revocations.countedAt}) > julianday(${now}) - 1, 0)`
}

/** How many other accounts lost something in the 24 hours before `now`; a rehearsal removes nothing and does not count. */
export async function countOtherRemovalsOfTheDay(
  register: Register,
  orgId: Id,
  id: string,
  now: Instant,
): Promise<number> {
  const rows = await register.rows<{ n: number }>(removalsOfTheDay(sql`${orgId}`, id, now))
  return rows[0]?.n ?? 0
}

/** Counts them, without revocation `id`. */
function removalsOfTheDay(orgId: SQL, id: string, now: Instant) {
  return sql`select count(*) as n from revocations as other join proposals as of_other on of_other.id = other.id
    where other.id <> ${id} and ${and(...BUDGET_CONDITIONS.map((condition) => condition.sql(orgId, now)))}`
}

/** Which other revocations count towards a budget. */
const BUDGET_CONDITIONS: readonly {
  readonly name: string
  readonly sql: (orgId: SQL, now: Instant) => SQL
}[] = [
  {
    name: 'only removals of the same organisation count towards its budget',
    sql: (orgId) => sql`other.org_id = ${orgId}`,
  },
  {
    name: 'only removals from accounts count towards the budget',
    sql: () => sql`of_other.subject_key like 'account:%'`,
  },
  {
    name: 'only removals of the last 24 hours count towards the budget',
    sql: (_orgId, now) => sql`julianday(other.counted_at) > julianday(${now}) - 1`,
  },
]
