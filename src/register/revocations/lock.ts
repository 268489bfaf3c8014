/** The organisation's lock: its revocations run one at a time. */

import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { organizations, revocations } from '../schema.ts'
import { type Attempt, underWay } from './revocations.ts'

/** The attempt that asks for the lock, and when. */
interface Request extends Attempt {
  readonly now: Instant
}

/** How long the lock is held: longer than any step that does not wait for GitHub's limits; minutes only, so that a crash frees it soon. */
export const LOCK_HOURS = 0.25

/** What must hold for an attempt to acquire, or to renew, its organisation's lock. */
const LOCK_CONDITIONS = [
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
] as const satisfies readonly { readonly name: string; readonly sql: (request: Request) => SQL }[]

/** What acquiring the lock asks, by name. */
export type LockCondition = (typeof LOCK_CONDITIONS)[number]['name']

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
