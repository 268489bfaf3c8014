/** Revocations in the register: the writing place, the budget, the before-image and each outcome. Every write is fenced by the attempt. */

import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { Actor, Grant, Id, Instant, OutcomeStatus, PlanStep, Subject } from '../policy/words.ts'
import type { Register } from './open.ts'
import { credentials, grants, organizations, outcomes, revocations, verdicts } from './schema.ts'

export type RevocationStatus = (typeof revocations.$inferSelect)['status']

/** Everything needed to give it back, as it stood before the first removal. */
export type BeforeImage =
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

/** How one step ended. */
export interface Outcome {
  readonly step: number
  readonly action: PlanStep['action']
  readonly target: string
  readonly status: OutcomeStatus
  readonly at: Instant
  readonly error: string | null
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

/** The outcomes recorded so far, in the order of the plan. */
export async function outcomesOf(register: Register, id: string): Promise<readonly Outcome[]> {
  const rows = await register
    .select()
    .from(outcomes)
    .where(eq(outcomes.revocationId, id))
    .orderBy(outcomes.step)
  // The cast: recordingOf is the only writer of the action.
  return rows.map(({ revocationId: _id, ...row }) => ({ ...row, action: row.action as PlanStep['action'] }))
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

/** Takes (or keeps) the organisation's one writing place; false while another revocation holds it. */
export async function takeWritingPlace(
  register: Register,
  orgId: Id,
  carrying: Carrying,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const taken = await register
    .update(organizations)
    .set({ revoking: carrying.id, revokingUntil: until })
    .where(
      and(
        eq(organizations.id, orgId),
        sql`(${organizations.revoking} is null or ${organizations.revoking} = ${carrying.id} or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
        sql`exists (select 1 from revocations where id = ${carrying.id} and attempt = ${carrying.attempt} and status in ('pending', 'running'))`,
      ),
    )
    .returning({ id: organizations.id })
  return taken.length === 1
}

export async function leaveWritingPlace(register: Register, orgId: Id, id: string): Promise<void> {
  await register
    .update(organizations)
    .set({ revoking: null, revokingUntil: null })
    .where(and(eq(organizations.id, orgId), eq(organizations.revoking, id)))
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

/** Keeps what is needed to give it back; once something was let through, the first image stays. */
export async function storeBeforeImage(
  register: Register,
  carrying: Carrying,
  image: BeforeImage,
): Promise<boolean> {
  const stored = await register
    .update(revocations)
    .set({
      beforeImage: sql`case when ${revocations.countedAt} is null then ${JSON.stringify(image)} else coalesce(${revocations.beforeImage}, ${JSON.stringify(image)}) end`,
    })
    .where(and(eq(revocations.id, carrying.id), eq(revocations.attempt, carrying.attempt), underWay))
    .returning({ id: revocations.id })
  return stored.length === 1
}

/**
 * Lets one change through, in one conditional write: the revocation is under way in this attempt, holds the writing place,
 * its image is stored, nobody has paused the organisation, and the budget of rolling 24 hours is not spent. The first
 * change of a revocation spends one of the budget, where `budget` is a number; false: nothing may be changed.
 */
export async function letThrough(
  register: Register,
  carrying: Carrying,
  now: Instant,
  budget: number | null,
): Promise<boolean> {
  const spent = sql`(select count(*) from revocations as other join proposals as of_other on of_other.id = other.id
    where other.org_id = ${revocations.orgId} and other.id <> ${carrying.id} and other.rehearsal = 0
      and of_other.subject_key like 'account:%' and julianday(other.counted_at) > julianday(${now}) - 1)`
  const through = await register
    .update(revocations)
    .set({ countedAt: sql`coalesce(${revocations.countedAt}, ${now})` })
    .where(
      and(
        eq(revocations.id, carrying.id),
        eq(revocations.attempt, carrying.attempt),
        eq(revocations.status, 'running'),
        sql`${revocations.beforeImage} is not null`,
        sql`exists (select 1 from organizations where id = ${revocations.orgId} and paused_at is null and closed_at is null and revoking = ${carrying.id} and julianday(revoking_until) > julianday(${now}))`,
        budget === null ? undefined : sql`(${revocations.countedAt} is not null or ${spent} < ${budget})`,
      ),
    )
    .returning({ id: revocations.id })
  return through.length === 1
}

/** How many other accounts the organisation has removed something from in the 24 hours before `now`, rehearsals aside. */
export async function otherRemovalsOfTheDay(
  register: Register,
  orgId: Id,
  id: string,
  now: Instant,
): Promise<number> {
  const rows = await register.all<{ n: number }>(sql`
    select count(*) as n from revocations r join proposals p on p.id = r.id
    where r.org_id = ${orgId} and r.id <> ${id} and r.rehearsal = 0 and p.subject_key like 'account:%'
      and julianday(r.counted_at) > julianday(${now}) - 1`)
  return rows[0]?.n ?? 0
}

/** The change that records how a step ended; a step that was done is never recorded as anything else. */
export function recordingOf(register: Register, carrying: Carrying, outcome: Outcome): BatchItem<'sqlite'> {
  // Column order is the table's own: drizzle writes `insert into outcomes (…every column…) select …`.
  return register
    .insert(outcomes)
    .select(
      sql`select ${carrying.id}, ${outcome.step}, ${outcome.action}, ${outcome.target}, ${outcome.status}, ${outcome.at}, ${outcome.error}
        where exists (select 1 from revocations where id = ${carrying.id} and attempt = ${carrying.attempt} and status = 'running')`,
    )
    .onConflictDoUpdate({
      target: [outcomes.revocationId, outcomes.step],
      set: {
        status: outcome.status,
        at: outcome.at,
        error: outcome.error,
        action: outcome.action,
        target: outcome.target,
      },
      setWhere: sql`${outcomes.status} in ('failed', 'rehearsed', 'by_hand') and ${outcomes.status} <> ${outcome.status}`,
    })
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

/** Closes in the register what re-reading has shown to be gone, so that no page shows it until the next audit. */
export function closingGone(
  register: Register,
  orgId: Id,
  subject: Subject,
  now: Instant,
  recorded: SQL,
): readonly BatchItem<'sqlite'>[] {
  switch (subject.kind) {
    case 'account':
      return [
        register
          .update(grants)
          .set({ closedAt: now })
          .where(
            and(eq(grants.orgId, orgId), eq(grants.accountId, subject.id), isNull(grants.closedAt), recorded),
          ),
        register
          .delete(verdicts)
          .where(and(eq(verdicts.orgId, orgId), eq(verdicts.accountId, subject.id), recorded)),
      ]
    case 'invitation':
      return [
        register
          .update(grants)
          .set({ closedAt: now })
          .where(
            and(
              eq(grants.orgId, orgId),
              inArray(grants.key, [
                `organization_invitation:${subject.id}`,
                `repository_invitation:${subject.id}`,
              ]),
              isNull(grants.closedAt),
              recorded,
            ),
          ),
      ]
    case 'credential':
      return [
        register
          .update(credentials)
          .set({ closedAt: now })
          .where(
            and(
              eq(credentials.orgId, orgId),
              eq(credentials.kind, subject.credentialKind),
              eq(credentials.githubId, subject.id),
              isNull(credentials.closedAt),
              recorded,
            ),
          ),
      ]
  }
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
