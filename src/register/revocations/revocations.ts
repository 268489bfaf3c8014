/** Starts, runs and ends revocations; the attempt is the fencing token of every write. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor, Grant, Id, Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { revocations } from '../schema.ts'

type RevocationStatus = (typeof revocations.$inferSelect)['status']

/** The carrying out of one decided proposal; its id is the proposal's. */
export interface Revocation {
  readonly id: string
  readonly orgId: Id
  readonly status: RevocationStatus
  readonly startedBy: Actor
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  /** How often it was started. */
  readonly attempt: number
  readonly rehearsal: boolean
  /** Null until it is stored, before the first change. */
  readonly snapshot: Snapshot | null
  /** True: GitHub was read again and nothing was left. Null: not verified. */
  readonly verified: boolean | null
  /** Why it failed or was withdrawn, as a sentence; else null. */
  readonly reason: string | null
  /** When its first change was authorized; null before. */
  readonly countedAt: Instant | null
}

/** Everything needed to give it back, as it was before the first removal. */
export type Snapshot =
  | {
      readonly kind: 'account'
      readonly id: Id
      readonly login: string
      readonly at: Instant
      readonly grants: readonly Grant[]
      /** `owner/name` and team slugs as they were then, by id. */
      readonly repositories: Readonly<Record<string, string>>
      readonly teams: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'invitation'
      readonly at: Instant
      readonly grant: Grant | null
      readonly login: string | null
    }
  | {
      readonly kind: 'credential'
      readonly at: Instant
      /** GitHub's own fields: of a deploy key title, key and read_only. */
      readonly fields: Readonly<Record<string, unknown>>
    }

/** One attempt of a revocation; writes of an earlier attempt change nothing. */
export interface Attempt {
  readonly id: string
  readonly number: number
}

/** The revocation of this proposal, or null. */
export async function findRevocation(register: Register, proposalId: string): Promise<Revocation | null> {
  const [row] = await register.select().from(revocations).where(eq(revocations.id, proposalId))
  return row === undefined ? null : toRevocation(row)
}

/**
 * Starts a revocation, or starts it again after a failure, a withdrawal or an end without verification (a rehearsal, or
 * steps left to people). Changes nothing while it is under way or after it was verified: a second click does nothing.
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
  const startedBy = JSON.stringify(start.by)
  return register
    .insert(revocations)
    .values({
      id: start.id,
      orgId: start.orgId,
      status: 'pending',
      startedBy,
      startedAt: start.now,
      attempt: 1,
      rehearsal: start.rehearsal,
    })
    .onConflictDoUpdate({
      target: revocations.id,
      set: {
        status: 'pending',
        startedBy,
        startedAt: start.now,
        finishedAt: null,
        attempt: sql`${revocations.attempt} + 1`,
        rehearsal: start.rehearsal,
        verified: null,
        reason: null,
      },
      setWhere: sql`${revocations.status} in ('failed', 'withdrawn') or (${revocations.status} = 'done' and ${revocations.verified} is not 1)`,
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
    readonly status: 'done' | 'failed' | 'withdrawn'
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

/** The casts are safe: only `startRevocationStatement` and `storeSnapshot` write these columns. */
export function toRevocation(row: typeof revocations.$inferSelect): Revocation {
  return {
    ...row,
    startedBy: JSON.parse(row.startedBy) as Actor,
    snapshot: row.snapshot === null ? null : (JSON.parse(row.snapshot) as Snapshot),
  }
}
