/** The lane that carries a run from instance to instance: every write is fenced by its number. Never reads GitHub. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Instant } from '../../policy/words.ts'
import type { Register, Statement } from '../open.ts'
import { audits } from '../schema.ts'

/** Where the reading stands. `cursor` is the stage's own; `failures` counts tries of this very page. */
export interface Checkpoint {
  readonly stage: number
  readonly cursor: unknown
  readonly failures: number
}

export interface AuditInstance {
  readonly auditId: string
  readonly instance: number
}

export interface Spent {
  readonly rest: number
  readonly graphql: number
  readonly graphqlPoints: number
}

/** Every run whose lane counts as dead at `now`, of organisations still served. */
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

/** Hands the lane to the next instance; false where somebody else did. */
export async function handOverToNextInstance(
  register: Register,
  of: AuditInstance,
  leaseUntil: Instant,
): Promise<boolean> {
  const moved = await register
    .update(audits)
    .set({ instance: of.instance + 1, leaseUntil, instanceBase: sql`${audits.rest} + ${audits.graphql}` })
    .where(isInstance(of))
    .returning({ id: audits.id })
  return moved.length > 0
}

/**
 * Moves the bookmark and counts the requests spent. Stands first in a page's batch: where the lane was handed on or
 * the run ended, the bookmark would become NULL, the constraint fails and the whole page is rolled back.
 */
export function advanceStatement(
  register: Register,
  of: AuditInstance,
  to: {
    checkpoint: Checkpoint
    spentOn: unknown
    step: string
    done: number
    total: number
    spent: Spent
    leaseUntil: Instant
  },
): Statement {
  return register.run(sql`
    update audits set
      bookmark = case when lane = ${of.instance} and status in ('queued', 'running') then ${JSON.stringify(to.checkpoint)} end,
      spent = ${JSON.stringify(to.spentOn)}, status = 'running', step = ${to.step}, done = ${to.done}, total = ${to.total}, lease_until = ${to.leaseUntil},
      rest = rest + ${to.spent.rest}, graphql = graphql + ${to.spent.graphql},
      graphql_points = graphql_points + ${to.spent.graphqlPoints}
    where id = ${of.auditId}`)
}

/** Whether an error is the fence of `advance`: another instance carries the lane now. */
export function isOvertaken(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (/NOT NULL constraint failed: audits\.bookmark/.test(e.message)) return true
  }
  return false
}

/** The statement that ends a run, for one batch with its history entry; changes nothing where the lane was lost. */
export function finishAuditStatement(
  register: Register,
  of: AuditInstance,
  end: {
    status: 'complete' | 'partial' | 'failed'
    finishedAt: Instant
    counts: unknown
    failure: string | null
  },
): Statement {
  return register
    .update(audits)
    .set({
      status: end.status,
      finishedAt: end.finishedAt,
      counts: end.counts === null ? null : JSON.stringify(end.counts),
      failure: end.failure,
      step: end.status === 'failed' ? 'stopped' : 'finished',
    })
    .where(isInstance(of))
}

function isInstance({ auditId, instance }: AuditInstance) {
  return and(eq(audits.id, auditId), eq(audits.instance, instance), underWay)
}

const underWay = inArray(audits.status, ['queued', 'running'])
