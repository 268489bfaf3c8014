/** Revocations that a crash has left without an instance, and who takes them up. It removes nothing, and starts nothing by itself. */

import { and, eq, sql } from 'drizzle-orm'
import type { Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { organizations, revocations } from '../schema.ts'
import { type Attempt, type Revocation, toRevocation, underWay } from './revocations.ts'

/** Revocations under way whose writing place is free or has run out: what the calendar starts again. */
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
        // A quarter of an hour: its first instance takes the place within seconds.
        sql`julianday(${revocations.startedAt}) < julianday(${now}) - 15.0 / 1440`,
      ),
    )
  return rows.map((row) => toRevocation(row.revocation))
}

/** The change that hands a stranded revocation to its next attempt. */
export function resumeStatement(register: Register, orphan: Attempt): Statement {
  return register
    .update(revocations)
    .set({ attempt: orphan.number + 1 })
    .where(and(eq(revocations.id, orphan.id), eq(revocations.attempt, orphan.number), underWay))
}
