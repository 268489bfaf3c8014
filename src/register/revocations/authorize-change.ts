/** The organisation's lock, and the guard before each change on GitHub; each is one conditional write. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { organizations, proposals, revocations } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** The statuses of a proposal that may be carried out; an audit may close a decided one as stale in the middle. */
export const MAY_BE_CARRIED_OUT: readonly ProposalStatus[] = ['decided', 'running', 'failed']

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
        sql`${organizations.id} = (select org_id from revocations where id = ${attempt.id} and attempt = ${attempt.number} and status in ('pending', 'running'))`,
        sql`(${organizations.revoking} is null or ${organizations.revoking} = ${attempt.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
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

/**
 * Authorizes one change, in one conditional write: this attempt of the revocation is running and holds the lock, its proposal
 * may still be carried out, its snapshot is stored, the organisation is served and not paused, and the budget of rolling 24
 * hours is not spent. A revocation counts once within 24 hours. `budget` null: no limit. False: nothing may be changed.
 */
export async function authorizeChange(
  register: Register,
  attempt: Attempt,
  now: Instant,
  budget: number | null,
): Promise<boolean> {
  const authorized = await register
    .update(revocations)
    .set({ countedAt: sql`case when ${isCounted(now)} then ${revocations.countedAt} else ${now} end` })
    .where(
      and(
        eq(revocations.id, attempt.id),
        eq(revocations.attempt, attempt.number),
        eq(revocations.status, 'running'),
        sql`exists (select 1 from ${proposals} where ${proposals.id} = ${attempt.id} and ${inArray(proposals.status, [...MAY_BE_CARRIED_OUT])})`,
        sql`${revocations.snapshot} is not null`,
        sql`exists (select 1 from organizations where id = ${revocations.orgId} and paused_at is null and closed_at is null and revoking = ${attempt.id} and julianday(revoking_until) > julianday(${now}))`,
        budget === null
          ? undefined
          : sql`(${isCounted(now)} or (${removalsOfTheDay(sql`${revocations.orgId}`, attempt.id, now)}) < ${budget})`,
      ),
    )
    .returning({ id: revocations.id })
  return authorized.length === 1
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

/** Counts the revocations of accounts, without revocation `id`. */
function removalsOfTheDay(orgId: SQL, id: string, now: Instant) {
  return sql`select count(*) as n from revocations as other join proposals on proposals.id = other.id
    where other.org_id = ${orgId} and other.id <> ${id} and proposals.subject_key like 'account:%'
      and julianday(other.counted_at) > julianday(${now}) - 1`
}
