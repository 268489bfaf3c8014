/** The organisation's lock, and the guard before each change on GitHub; each is one conditional write. */

import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { organizations, proposals, revocations } from '../schema.ts'
import { type Attempt, underWay } from './revocations.ts'

/** The statuses of a proposal that may be carried out; an audit may close a decided one as stale in the middle. */
export const MAY_BE_CARRIED_OUT: readonly ProposalStatus[] = ['decided', 'running', 'failed']

/** The attempt that asks for something, and when. */
interface Request extends Attempt {
  readonly now: Instant
}

/** An attempt that asks for one change; `budget`: how many accounts may go in 24 hours, null where the change counts for none. */
interface Change extends Request {
  readonly budget: number | null
}

/** How long the lock is held: longer than any step that does not wait for GitHub's limits; minutes only, so that a crash frees it soon. */
export const LOCK_HOURS = 0.25

/** What must hold for an attempt to acquire, or to renew, its organisation's lock. */
const LOCK_CONDITIONS: readonly { readonly name: string; readonly sql: (request: Request) => SQL }[] = [
  {
    name: 'no later attempt asks for the lock',
    sql: ({ id, number }) =>
      sql`exists (select 1 from ${revocations} where ${eq(revocations.id, id)} and ${eq(revocations.attempt, number)})`,
  },
  {
    name: 'the revocation that asks for the lock has not ended',
    sql: ({ id }) =>
      sql`exists (select 1 from ${revocations} where ${eq(revocations.id, id)} and ${underWay})`,
  },
  {
    name: 'no other revocation holds the lock',
    sql: ({ id, now }) =>
      sql`(${organizations.revoking} is null or ${organizations.revoking} = ${id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
  },
]

/** Acquires or renews the organisation's lock until `until`; false while another revocation holds it, or when a newer attempt has begun. */
export async function acquireLock(
  register: Register,
  attempt: Attempt,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const acquired = await register
    .update(organizations)
    .set({ revoking: attempt.id, revokingUntil: until })
    .where(
      and(
        sql`${organizations.id} = (select org_id from revocations where id = ${attempt.id})`,
        ...LOCK_CONDITIONS.map((condition) => condition.sql({ ...attempt, now })),
      ),
    )
    .returning({ id: organizations.id })
  return acquired.length === 1
}

/** Releases the lock if this revocation holds it. */
export async function releaseLock(register: Register, orgId: Id, id: string): Promise<void> {
  await register
    .update(organizations)
    .set({ revoking: null, revokingUntil: null })
    .where(and(eq(organizations.id, orgId), eq(organizations.revoking, id)))
}

/** What must hold at the very moment of a change: all of it is asked in the one write that authorizes the change. */
const CHANGE_CONDITIONS: readonly { readonly name: string; readonly sql: (change: Change) => SQL }[] = [
  { name: 'no later attempt has taken over', sql: ({ number }) => eq(revocations.attempt, number) },
  { name: 'the revocation is under way', sql: () => eq(revocations.status, 'running') },
  {
    name: 'the proposal may still be carried out',
    sql: ({ id }) =>
      sql`exists (select 1 from ${proposals} where ${proposals.id} = ${id} and ${inArray(proposals.status, [...MAY_BE_CARRIED_OUT])})`,
  },
  { name: 'the snapshot is stored', sql: () => isNotNull(revocations.snapshot) },
  { name: 'no owner has paused the organisation', sql: () => ofOrganization(sql`paused_at is null`) },
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
]

/**
 * Authorizes one change where all of `CHANGE_CONDITIONS` hold; false: nothing may be changed. A revocation counts once within
 * rolling 24 hours. `budget` null: no limit.
 */
export async function authorizeChange(
  register: Register,
  attempt: Attempt,
  now: Instant,
  budget: number | null,
): Promise<boolean> {
  const change = { ...attempt, now, budget }
  const authorized = await register
    .update(revocations)
    .set({ countedAt: sql`case when ${isCounted(now)} then ${revocations.countedAt} else ${now} end` })
    .where(
      and(eq(revocations.id, attempt.id), ...CHANGE_CONDITIONS.map((condition) => condition.sql(change))),
    )
    .returning({ id: revocations.id })
  return authorized.length === 1
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
  const rows = await register.all<{ n: number }>(removalsOfTheDay(sql`${orgId}`, id, now))
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
