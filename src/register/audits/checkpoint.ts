/** An audit's checkpoint, lease and current instance; the instance's number is the fencing token of every write. */

import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { type AuditCounts, audits, type Checkpoint } from '../schema.ts'

/** One Workflow instance of an audit, numbered from 0. */
export interface AuditInstance {
  readonly auditId: string
  readonly instance: number
}

const underWay = inArray(audits.status, ['queued', 'running'])

/** What must hold for an instance to write anything of its audit; an outdated one writes nothing. */
const FENCING_CONDITIONS: readonly {
  readonly name: string
  readonly sql: (current: AuditInstance) => SQL
}[] = [
  { name: 'no later instance carries the audit', sql: ({ instance }) => eq(audits.instance, instance) },
  { name: 'the audit has not ended', sql: () => underWay },
]

/** How many requests were made, and how many points the GraphQL ones cost. */
interface RequestCounts {
  readonly rest: number
  readonly graphql: number
  readonly graphqlPoints: number
}

/** The audits under way whose lease has expired at `now`, of organisations still served. */
export async function findAuditsWithExpiredLease(
  register: Register,
  now: Instant,
): Promise<(typeof audits.$inferSelect)[]> {
  return register
    .select()
    .from(audits)
    .where(
      and(
        underWay,
        sql`${audits.leaseUntil} < ${now}`,
        sql`exists (select 1 from organizations where id = ${audits.orgId} and closed_at is null)`,
      ),
    )
}

/** Makes the next instance the current one; false when somebody else did. */
export async function handOverToNextInstance(
  register: Register,
  current: AuditInstance,
  leaseUntil: Instant,
): Promise<boolean> {
  const updated = await register
    .update(audits)
    .set({
      instance: current.instance + 1,
      leaseUntil,
      instanceBase: sql`${audits.rest} + ${audits.graphql}`,
    })
    .where(isInstance(current))
    .returning({ id: audits.id })
  return updated.length > 0
}

/** What `done` reaches when an audit has done everything: it counts per cent. */
export const WHOLE_AUDIT = 100

/**
 * Advances the checkpoint and counts the requests. Goes first in a page's batch: if another instance is current or the audit
 * has ended, the checkpoint becomes NULL, its constraint fails and the whole page is rolled back. `done` never goes back, also
 * where the audit begins again; what the version before counted to another total is no per cent.
 */
export function advanceStatement(
  register: Register,
  current: AuditInstance,
  to: {
    checkpoint: Checkpoint
    spentOn: unknown
    step: string
    done: number
    spent: RequestCounts
    leaseUntil: Instant
  },
): Statement {
  return register.run(sql`
    update audits set
      bookmark = case when ${mayWrite(current)} then ${JSON.stringify(to.checkpoint)} end,
      spent = ${JSON.stringify(to.spentOn)}, status = 'running', step = ${to.step}, done = max(${to.done}, case when total = ${WHOLE_AUDIT} then done else 0 end), total = ${WHOLE_AUDIT}, lease_until = ${to.leaseUntil},
      rest = rest + ${to.spent.rest}, graphql = graphql + ${to.spent.graphql},
      graphql_points = graphql_points + ${to.spent.graphqlPoints}
    where id = ${current.auditId}`)
}

/** Whether an error is the fencing of `advanceStatement`: another instance is current, or the audit has ended. */
export function isOvertaken(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (/NOT NULL constraint failed: audits\.bookmark/.test(e.message)) return true
  }
  return false
}

/** Ends an audit, in one batch with its history entry; changes nothing when another instance is current. */
export function finishAuditStatement(
  register: Register,
  current: AuditInstance,
  end: {
    status: 'complete' | 'partial' | 'failed'
    finishedAt: Instant
    counts: AuditCounts | null
    failure: string | null
  },
): Statement {
  return register
    .update(audits)
    .set({
      status: end.status,
      finishedAt: end.finishedAt,
      counts: end.counts,
      failure: end.failure,
      ...(end.status === 'failed'
        ? { step: 'stopped' }
        : { step: 'finished', done: WHOLE_AUDIT, total: WHOLE_AUDIT }),
    })
    .where(isInstance(current))
}

function isInstance(current: AuditInstance) {
  return and(eq(audits.id, current.auditId), mayWrite(current))
}

function mayWrite(current: AuditInstance) {
  return and(...FENCING_CONDITIONS.map((condition) => condition.sql(current)))
}
