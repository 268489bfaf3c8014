/** Asks for, runs and ends the giving back of what a revocation took; the attempt is the fencing token of every write. */

import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Actor, Id, Instant, Rejoined, RestoreStep } from '../../../policy/words.ts'
import { insertFrom, type Register, type Statement } from '../../open.ts'
import { restorations, revocations } from '../../schema.ts'

/** One giving back, as a row. */
export type Restoration = Readonly<typeof restorations.$inferSelect>

/** One attempt of a giving back; writes of an earlier attempt change nothing. */
export interface RestoreAttempt {
  readonly restoration: string
  readonly number: number
}

/** The giving back that was asked for last; null where it never was. */
export async function findNewestRestoration(
  register: Register,
  revocationId: string,
): Promise<Restoration | null> {
  const [row] = await register
    .select()
    .from(restorations)
    .where(eq(restorations.revocationId, revocationId))
    .orderBy(desc(restorations.askedAt), desc(restorations.id))
    .limit(1)
  return row ?? null
}

/** The giving back with this id, or null. */
export async function findRestoration(register: Register, id: string): Promise<Restoration | null> {
  const [row] = await register.select().from(restorations).where(eq(restorations.id, id))
  return row ?? null
}

/**
 * Records that it is asked for. Writes nothing where the revocation is under way or given back, or it has been asked for
 * already: a second click does nothing.
 */
export function askStatement(
  register: Register,
  ask: Pick<Restoration, 'id' | 'revocationId' | 'orgId' | 'askedBy' | 'askedAt' | 'needsTwo'>,
): Statement {
  const status = ask.needsTwo ? 'waiting' : 'running'
  const attempt = ask.needsTwo ? 0 : 1
  return insertFrom(
    register,
    restorations,
    {
      id: ask.id,
      revocationId: ask.revocationId,
      orgId: ask.orgId,
      status,
      askedBy: JSON.stringify(ask.askedBy),
      askedAt: ask.askedAt,
      needsTwo: Number(ask.needsTwo),
      secondBy: null,
      secondAt: null,
      startedAt: ask.needsTwo ? null : ask.askedAt,
      attempt,
      since: attempt,
      steps: null,
      reason: null,
      invitedAt: null,
      lookedAt: null,
      finishedAt: null,
    },
    sql`where exists (select 1 from revocations where id = ${ask.revocationId} and status not in ('pending', 'running', 'restored'))
      and not exists (select 1 from restorations where revocation_id = ${ask.revocationId} and ${sql.raw(LIVE)})`,
  )
}

/** Somebody else asks in place of whoever had asked. The second owner is still to agree. */
export function askAnewStatement(
  register: Register,
  { id, askedBy }: Restoration,
  by: Actor,
  now: Instant,
): Statement {
  return register
    .update(restorations)
    .set({ askedBy: by, askedAt: now })
    .where(
      and(
        eq(restorations.id, id),
        eq(restorations.status, 'waiting'),
        sql`${restorations.askedBy} = ${JSON.stringify(askedBy)}`,
      ),
    )
}

/** The second owner agrees, and it runs. */
export function agreeStatement(register: Register, id: string, by: Actor, now: Instant): Statement {
  return register
    .update(restorations)
    .set({ status: 'running', secondBy: by, secondAt: now, startedAt: now, attempt: 1, since: 1 })
    .where(and(eq(restorations.id, id), eq(restorations.status, 'waiting')))
}

/** Another click on one that failed, waits for acceptance or for a person's hand: what is missing then is sent again. */
export function againStatement(register: Register, { id, attempt }: Restoration, now: Instant): Statement {
  const next = attempt + 1
  return register
    .update(restorations)
    .set({ status: 'running', startedAt: now, finishedAt: null, reason: null, attempt: next, since: next })
    .where(
      and(
        eq(restorations.id, id),
        eq(restorations.attempt, attempt),
        inArray(restorations.status, ['failed', 'invited', 'by_hand']),
      ),
    )
}

/** Continues one that lost its instance, or looks whether an invitation was accepted. Nothing is sent a second time. */
export function takeUpStatement(register: Register, { id, attempt }: Restoration, now: Instant): Statement {
  return register
    .update(restorations)
    .set({ attempt: attempt + 1, startedAt: now, lookedAt: now })
    .where(
      and(eq(restorations.id, id), eq(restorations.attempt, attempt), inArray(restorations.status, RUNS)),
    )
}

/** Whether the revocation says that its access is on the way back. */
export function restoringStatement(register: Register, revocationId: string, recorded: SQL): Statement {
  return register
    .update(revocations)
    .set({ status: 'restoring' })
    .where(and(eq(revocations.id, revocationId), recorded))
}

/** Ends an attempt, or notes for what it waits. */
export function endRestorationStatement(
  register: Register,
  { restoration, number }: RestoreAttempt,
  end: {
    readonly status: 'invited' | 'by_hand' | 'done' | 'failed'
    readonly reason: string | null
    readonly steps: readonly RestoreStep[]
    readonly now: Instant
  },
): Statement {
  const { status, reason, steps, now } = end
  const isOver = status === 'done' || status === 'failed'
  return register
    .update(restorations)
    .set({
      ...{ status, reason, steps, lookedAt: now },
      finishedAt: isOver ? now : null,
      invitedAt: status === 'invited' ? sql`coalesce(${restorations.invitedAt}, ${now})` : null,
    })
    .where(
      and(
        eq(restorations.id, restoration),
        eq(restorations.attempt, number),
        inArray(restorations.status, RUNS),
      ),
    )
}

/** What was taken is held again. */
export function restoredStatement(
  register: Register,
  revocationId: string,
  how: Rejoined,
  now: Instant,
  recorded: SQL,
): Statement {
  return register
    .update(revocations)
    .set({ status: 'restored', rejoinedAt: now, rejoinedHow: how })
    .where(and(eq(revocations.id, revocationId), recorded))
}

/** An attempt may change something in these, and only in these. */
export const RUNS: Restoration['status'][] = ['running', 'invited', 'by_hand']

const LIVE = "status in ('waiting', 'running', 'invited', 'by_hand')"

/**
 * Those that lost their instance at least a quarter of an hour ago, and those that wait and were last looked at an hour ago or
 * more; the longest ago first.
 */
export function findRestorationsToTakeUp(
  register: Register,
  now: Instant,
  most: number,
): Promise<Restoration[]> {
  return register
    .select()
    .from(restorations)
    .where(
      sql`(${restorations.status} = 'running' and julianday(${restorations.startedAt}) < julianday(${now}) - 15.0 / 1440
          and not exists (select 1 from organizations where id = ${restorations.orgId} and revoking is not null
            and julianday(revoking_until) >= julianday(${now})))
        or (${restorations.status} in ('invited', 'by_hand')
          and julianday(coalesce(${restorations.lookedAt}, ${restorations.askedAt})) < julianday(${now}) - 50.0 / 1440)`,
    )
    .orderBy(sql`coalesce(${restorations.lookedAt}, ${restorations.askedAt})`)
    .limit(most)
}

/** Whether anybody's removal of the same subject is newer and stands: that one is given back first. */
export async function hasNewerRemoval(register: Register, orgId: Id, revocationId: string): Promise<boolean> {
  const rows = await register.rows<{ id: string }>(sql`
    select newer.id from revocations as newer join proposals on proposals.id = newer.id
    join revocations as this on this.id = ${revocationId} join proposals as about on about.id = this.id
    where newer.org_id = ${orgId} and proposals.org_id = ${orgId} and newer.id <> this.id
      and proposals.subject_key = about.subject_key and newer.counted_at is not null and newer.status <> 'restored'
      and julianday(newer.started_at) > julianday(this.started_at) limit 1`)
  return rows.length > 0
}
