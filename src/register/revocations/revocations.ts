/** Starts, runs and ends revocations; the attempt is the fencing token of every write. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { revocations } from '../schema.ts'

/** The carrying out of one decided proposal; its id is the proposal's. */
export type Revocation = Readonly<typeof revocations.$inferSelect>

/** One attempt of a revocation; writes of an earlier attempt change nothing. */
export interface Attempt {
  readonly id: string
  readonly number: number
}

/** The revocation of this proposal, or null. */
export async function findRevocation(register: Register, proposalId: string): Promise<Revocation | null> {
  const [row] = await register.select().from(revocations).where(eq(revocations.id, proposalId))
  return row ?? null
}

/**
 * Starts a revocation, or starts it again after a failure, a withdrawal or an end by hand (a rehearsal, or steps left to
 * people). Changes nothing while it is under way or after it was verified: a second click does nothing.
 */
export function startRevocationStatement(
  register: Register,
  start: {
    readonly id: string
    readonly orgId: Id
    readonly by: Actor
    readonly rehearsal: boolean
    readonly now: Instant
  },
): Statement {
  return register
    .insert(revocations)
    .values({
      id: start.id,
      orgId: start.orgId,
      status: 'pending',
      startedBy: start.by,
      startedAt: start.now,
      attempt: 1,
      rehearsal: start.rehearsal,
    })
    .onConflictDoUpdate({
      target: revocations.id,
      set: {
        status: 'pending',
        startedBy: start.by,
        startedAt: start.now,
        finishedAt: null,
        attempt: sql`${revocations.attempt} + 1`,
        rehearsal: start.rehearsal,
        verified: null,
        reason: null,
      },
      setWhere: inArray(revocations.status, ['failed', 'withdrawn', 'by_hand']),
    })
}

/** Moves an attempt from pending to running; a repeated call changes nothing. */
export async function beginRunning(register: Register, attempt: Attempt): Promise<void> {
  await register
    .update(revocations)
    .set({ status: 'running' })
    .where(
      and(
        eq(revocations.id, attempt.id),
        eq(revocations.attempt, attempt.number),
        eq(revocations.status, 'pending'),
      ),
    )
}

/** Ends an attempt that is under way. */
export function endRevocationStatement(
  register: Register,
  attempt: Attempt,
  end: {
    readonly status: 'done' | 'failed' | 'by_hand' | 'withdrawn'
    readonly verified: boolean | null
    readonly reason: string | null
    readonly now: Instant
  },
): Statement {
  return register
    .update(revocations)
    .set({ status: end.status, verified: end.verified, reason: end.reason, finishedAt: end.now })
    .where(and(eq(revocations.id, attempt.id), eq(revocations.attempt, attempt.number), underWay))
}

/** Started and not ended. */
export const underWay = inArray(revocations.status, ['pending', 'running'])
