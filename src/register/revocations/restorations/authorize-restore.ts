/** The guard before each step of giving back: one conditional write, which records as well that the step is attempted. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, RestoreStep } from '../../../policy/words.ts'
import type { Entry } from '../../history/entry.ts'
import { recordChange } from '../../history/history.ts'
import { insertFrom, type Register, type Statement } from '../../open.ts'
import { organizations, restorationOutcomes, restorations } from '../../schema.ts'
import { type RestoreAttempt, RUNS } from './restorations.ts'

/** Where one step of giving back stands, as a row. */
export type RestoreOutcome = Readonly<typeof restorationOutcomes.$inferSelect>

interface Asked extends RestoreAttempt {
  readonly now: Instant
}

/** What must hold at the very moment at which something is given: all of it is asked in the one write that authorizes it. */
const RESTORE_CONDITIONS = [
  {
    name: 'no later attempt of giving back has taken over',
    sql: ({ number }) => eq(restorations.attempt, number),
  },
  { name: 'the giving back has not ended', sql: () => inArray(restorations.status, RUNS) },
  {
    name: "an owner's or admin's role was agreed to by a second owner",
    sql: () => sql`(${restorations.needsTwo} = 0 or ${restorations.secondAt} is not null)`,
  },
  {
    name: 'what was taken is still stored, and not given back',
    sql: () =>
      sql`exists (select 1 from revocations where id = ${restorations.revocationId} and before_image is not null and status = 'restoring')`,
  },
  {
    name: 'no owner has paused the organisation that gives back',
    sql: () => ofItsOrganization(sql`paused_at is null`),
  },
  {
    name: 'the organisation that gives back is still served',
    sql: () => ofItsOrganization(sql`closed_at is null`),
  },
  {
    name: 'this giving back holds the lock, and it has not run out',
    sql: ({ now }) =>
      ofItsOrganization(sql`revoking = ${restorations.id} and julianday(revoking_until) > julianday(${now})`),
  },
] as const satisfies readonly { readonly name: string; readonly sql: (asked: Asked) => SQL }[]

/** Authorizes one step where all of `RESTORE_CONDITIONS` hold, and records that it is attempted; false: nothing may be sent. */
export function authorizeRestore(
  register: Register,
  orgId: Id,
  asked: Asked,
  attempted: { readonly outcome: RestoreOutcome; readonly entry: Entry },
): Promise<boolean> {
  const authorize = register
    .update(restorations)
    .set({ lookedAt: asked.now })
    .where(
      and(
        eq(restorations.id, asked.restoration),
        ...RESTORE_CONDITIONS.map((condition) => condition.sql(asked)),
      ),
    )
  return recordChange(register, orgId, authorize, attempted.entry, (recorded) => [
    restoreOutcomeStatement(register, attempted.outcome, recorded),
  ])
}

/** Records where a step stands. The same outcome again changes nothing, but `attempting`, which may be tried again. */
export function restoreOutcomeStatement(
  register: Register,
  outcome: RestoreOutcome,
  recorded: SQL = sql`1`,
): Statement {
  const { restorationId, key, action, target, status, attempt, at, error, url } = outcome
  return insertFrom(
    register,
    restorationOutcomes,
    { restorationId, key, action, target, status, attempt, at, error, url },
    sql`where ${recorded}`,
  ).onConflictDoUpdate({
    target: [restorationOutcomes.restorationId, restorationOutcomes.key],
    set: { action, target, status, attempt, at, error, url },
    setWhere: sql`${restorationOutcomes.status} <> ${status} or ${restorationOutcomes.attempt} <> ${attempt} or ${status} = 'attempting'`,
  })
}

/** The outcomes so far, in the order in which they were taken. */
export async function findRestoreOutcomes(
  register: Register,
  restoration: string,
): Promise<readonly RestoreOutcome[]> {
  return register
    .select()
    .from(restorationOutcomes)
    .where(eq(restorationOutcomes.restorationId, restoration))
    .orderBy(restorationOutcomes.at, restorationOutcomes.key)
}

/** Takes or renews the organisation's lock; false while another has it, or where this attempt was overtaken or has ended. */
export async function acquireLockToRestore(
  register: Register,
  { restoration, number }: RestoreAttempt,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const acquired = await register
    .update(organizations)
    .set({ revoking: restoration, revokingUntil: until })
    .where(
      sql`exists (select 1 from restorations where id = ${restoration} and org_id = ${organizations.id} and attempt = ${number}
          and ${inArray(restorations.status, RUNS)})
        and (${organizations.revoking} is null or ${organizations.revoking} = ${restoration}
          or julianday(${organizations.revokingUntil}) < julianday(${now}))`,
    )
    .returning({ id: organizations.id })
  return acquired.length === 1
}

/** The step's outcome as a row. */
export function restoreOutcome(
  { restoration, number }: RestoreAttempt,
  { key, action, target }: Pick<RestoreStep, 'key' | 'action' | 'target'>,
  rest: Pick<RestoreOutcome, 'status' | 'at' | 'error' | 'url'>,
): RestoreOutcome {
  return { restorationId: restoration, key, action, target, attempt: number, ...rest }
}

/** A condition on the giving back's organisation. */
function ofItsOrganization(condition: SQL): SQL {
  return sql`exists (select 1 from organizations where id = ${restorations.orgId} and ${condition})`
}
