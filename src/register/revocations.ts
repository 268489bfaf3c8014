/** Revocations in the register: started, taken up, ended, verified. Every write is fenced by the attempt; none removes anything. */

import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Actor, Id, Instant } from '../policy/words.ts'
import type { BeforeImage } from './before-images.ts'
import type { Register } from './open.ts'
import { organizations, revocations } from './schema.ts'

export type RevocationStatus = (typeof revocations.$inferSelect)['status']

/** The carrying out of one decided proposal; its id is the proposal's. */
export interface Revocation {
  readonly id: string
  readonly orgId: Id
  readonly status: RevocationStatus
  readonly startedBy: Actor
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly attempt: number
  readonly rehearsal: boolean
  readonly beforeImage: BeforeImage | null
  readonly verified: boolean | null
  readonly reason: string | null
  readonly countedAt: Instant | null
}

/** Names one carrying out: writes of an earlier attempt change nothing any more. */
export interface Carrying {
  readonly id: string
  readonly attempt: number
}

export async function revocationOf(register: Register, proposalId: string): Promise<Revocation | null> {
  const [row] = await register.select().from(revocations).where(eq(revocations.id, proposalId))
  return row === undefined ? null : revocationFrom(row)
}

/** Revocations under way whose writing place is free or has run out: what the calendar starts again. */
export async function strandedRevocations(register: Register, now: Instant): Promise<readonly Revocation[]> {
  const rows = await register
    .select({ revocation: revocations })
    .from(revocations)
    .innerJoin(organizations, eq(organizations.id, revocations.orgId))
    .where(
      and(
        inArray(revocations.status, ['pending', 'running']),
        sql`(${organizations.revoking} is null or ${organizations.revoking} = ${revocations.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
        sql`(${organizations.revoking} is not ${revocations.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
        sql`julianday(${revocations.startedAt}) < julianday(${now}) - 0.01`,
      ),
    )
  return rows.map((row) => revocationFrom(row.revocation))
}

/**
 * The change that starts a revocation, or starts it again after a failure, a withdrawal or a rehearsal. Changes nothing
 * while it is under way and after it was carried out: a second click does nothing.
 */
export function startingOf(
  register: Register,
  start: {
    readonly id: string
    readonly orgId: Id
    readonly by: Actor
    readonly rehearsal: boolean
    readonly now: Instant
  },
): BatchItem<'sqlite'> {
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

/** The change that hands a stranded revocation to its next attempt. */
export function takingUpOf(register: Register, stranded: Carrying): BatchItem<'sqlite'> {
  return register
    .update(revocations)
    .set({ attempt: stranded.attempt + 1 })
    .where(and(eq(revocations.id, stranded.id), eq(revocations.attempt, stranded.attempt), underWay))
}

/** From pending to running; a repeated call changes nothing. */
export async function beginRunning(register: Register, carrying: Carrying): Promise<void> {
  await register
    .update(revocations)
    .set({ status: 'running' })
    .where(
      and(
        eq(revocations.id, carrying.id),
        eq(revocations.attempt, carrying.attempt),
        eq(revocations.status, 'pending'),
      ),
    )
}

/** The change that ends an attempt. */
export function endingOf(
  register: Register,
  carrying: Carrying,
  end: {
    readonly status: 'done' | 'failed' | 'withdrawn'
    readonly verified: boolean | null
    readonly reason: string | null
    readonly now: Instant
  },
): BatchItem<'sqlite'> {
  return register
    .update(revocations)
    .set({ status: end.status, verified: end.verified, reason: end.reason, finishedAt: end.now })
    .where(and(eq(revocations.id, carrying.id), eq(revocations.attempt, carrying.attempt), underWay))
}

/** Proposals of which a person still has to follow the links: carried out, no rehearsal, not verified. */
export async function leftToPeople(register: Register, orgId: Id): Promise<readonly string[]> {
  const rows = await register
    .select({ id: revocations.id })
    .from(revocations)
    .where(
      and(
        eq(revocations.orgId, orgId),
        eq(revocations.status, 'done'),
        eq(revocations.rehearsal, false),
        isNull(revocations.verified),
      ),
    )
  return rows.map(({ id }) => id)
}

/** The change that notes what an audit has found gone of a revocation that was left to people. */
export function verifyingOf(register: Register, id: string, now: Instant): BatchItem<'sqlite'> {
  return register
    .update(revocations)
    .set({ verified: true, reason: null, finishedAt: now })
    .where(and(eq(revocations.id, id), eq(revocations.status, 'done'), isNull(revocations.verified)))
}

const underWay = inArray(revocations.status, ['pending', 'running'])

function revocationFrom(row: typeof revocations.$inferSelect): Revocation {
  // The casts: startingOf and storeBeforeImage are the only writers of these columns.
  return {
    ...row,
    startedBy: JSON.parse(row.startedBy) as Actor,
    beforeImage: row.beforeImage === null ? null : (JSON.parse(row.beforeImage) as BeforeImage),
  }
}
