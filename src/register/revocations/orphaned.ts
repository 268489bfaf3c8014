/** Finds revocations that a crash has left without an instance, and gives them their next attempt. */

import { and, eq, sql } from 'drizzle-orm'
import type { Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { organizations, revocations } from '../schema.ts'
import { type Attempt, type Revocation, underWay } from './revocations.ts'

/** Revocations under way without a valid lock while no other revocation holds it: the calendar resumes them. */
export async function findOrphanedRevocations(
  register: Register,
  now: Instant,
): Promise<readonly Revocation[]> {
  const rows = await register
    .select({ revocation: revocations })
    .from(revocations)
    .innerJoin(organizations, eq(organizations.id, revocations.orgId))
    .where(
      and(
        underWay,
        sql`(${organizations.revoking} is null or ${organizations.revoking} = ${revocations.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
        sql`(${organizations.revoking} is not ${revocations.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
        // 15 minutes: the first instance acquires the lock within seconds.
        sql`julianday(${revocations.startedAt}) < julianday(${now}) - 15.0 / 1440`,
      ),
    )
  return rows.map((row) => row.revocation)
}

/** Gives an orphaned revocation its next attempt. */
export function resumeStatement(register: Register, orphan: Attempt): Statement {
  return register
    .update(revocations)
    .set({ attempt: orphan.number + 1 })
    .where(and(eq(revocations.id, orphan.id), eq(revocations.attempt, orphan.number), underWay))
}
