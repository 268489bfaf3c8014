/** What stands between a decision and a change, each as one conditional write: the writing place and the budget. It opens nothing by itself. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { organizations, proposals, revocations } from '../schema.ts'
import type { Attempt } from './revocations.ts'

/** Where a proposal stands while it is carried out: an audit may close a decided one as stale in the middle. */
export const MAY_BE_CARRIED_OUT: readonly ProposalStatus[] = ['decided', 'running', 'failed']

/** Takes (or keeps) the organisation's one writing place; false while another revocation holds it, or an attempt came after. */
export async function acquireLock(
  register: Register,
  attempt: Attempt,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const taken = await register
    .update(organizations)
    .set({ revoking: attempt.id, revokingUntil: until })
    .where(
      and(
        sql`${organizations.id} = (select org_id from revocations where id = ${attempt.id} and attempt = ${attempt.number} and status in ('pending', 'running'))`,
        sql`(${organizations.revoking} is null or ${organizations.revoking} = ${attempt.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
      ),
    )
    .returning({ id: organizations.id })
  return taken.length === 1
}

export async function releaseLock(register: Register, orgId: Id, id: string): Promise<void> {
  await register
    .update(organizations)
    .set({ revoking: null, revokingUntil: null })
    .where(and(eq(organizations.id, orgId), eq(organizations.revoking, id)))
}

/**
 * Lets one change through, in one conditional write: the revocation is under way in this attempt, holds the writing place,
 * its proposal still stands, its image is stored, nobody has paused the organisation, and the budget of rolling 24 hours is
 * not spent. The first change of a revocation within them spends one of the budget, where `budget` is a number; false:
 * nothing may be changed.
 */
export async function authorizeChange(
  register: Register,
  attempt: Attempt,
  now: Instant,
  budget: number | null,
): Promise<boolean> {
  const through = await register
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
  return through.length === 1
}

/** Whether a revocation has spent its one of the budget of the 24 hours before `now`; one that is started again later spends anew. */
function isCounted(now: Instant) {
  return sql`coalesce(julianday(${revocations.countedAt}) > julianday(${now}) - 1, 0)`
}

/** How many other accounts the organisation has removed something from in the 24 hours before `now`; a rehearsal removes nothing and is not counted. */
export async function countOtherRemovalsOfTheDay(
  register: Register,
  orgId: Id,
  id: string,
  now: Instant,
): Promise<number> {
  const rows = await register.all<{ n: number }>(removalsOfTheDay(sql`${orgId}`, id, now))
  return rows[0]?.n ?? 0
}

/** The count of them, by all but revocation `id`. */
function removalsOfTheDay(orgId: SQL, id: string, now: Instant) {
  return sql`select count(*) as n from revocations as other join proposals as of_other on of_other.id = other.id
    where other.org_id = ${orgId} and other.id <> ${id} and of_other.subject_key like 'account:%'
      and julianday(other.counted_at) > julianday(${now}) - 1`
}
