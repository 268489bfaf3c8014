/** Runs and the lane that carries each: begun, fenced, handed on, finished. Never reads GitHub, never judges. */

import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../policy/words.ts'
import type { Register, Statement } from './open.ts'
import { audits, organizations } from './schema.ts'

export type Audit = typeof audits.$inferSelect

/** Where the reading stands. `cursor` is the stage's own; `failures` counts tries of this very page. */
export interface Bookmark {
  readonly stage: number
  readonly cursor: unknown
  readonly failures: number
}

export interface Fence {
  readonly auditId: string
  readonly lane: number
}

export interface Spent {
  readonly rest: number
  readonly graphql: number
  readonly graphqlPoints: number
}

/** Begins a run; false where one of the organisation is queued or running already (a unique index decides). */
export async function beginAudit(
  register: Register,
  audit: { id: string; orgId: Id; askedBy: Actor; asOf: Instant; startedAt: Instant; leaseUntil: Instant },
): Promise<boolean> {
  const begun = await register
    .insert(audits)
    .values({
      ...audit,
      askedBy: JSON.stringify(audit.askedBy),
      status: 'queued',
      step: 'waiting to begin',
      bookmark: JSON.stringify({ stage: 0, cursor: null, failures: 0 } satisfies Bookmark),
    })
    .onConflictDoNothing()
    .returning({ id: audits.id })
  return begun.length > 0
}

export async function auditById(register: Register, id: string): Promise<Audit | undefined> {
  return register.select().from(audits).where(eq(audits.id, id)).get()
}

/** The organisation's queued or running audit. */
export async function runningAudit(register: Register, orgId: Id): Promise<Audit | undefined> {
  return register
    .select()
    .from(audits)
    .where(and(eq(audits.orgId, orgId), inArray(audits.status, ['queued', 'running'])))
    .get()
}

/** Newest first. */
export async function latestAudits(register: Register, orgId: Id, limit: number): Promise<Audit[]> {
  return register
    .select()
    .from(audits)
    .where(eq(audits.orgId, orgId))
    .orderBy(desc(audits.startedAt))
    .limit(limit)
}

/** Every run whose lane counts as dead at `now`, of organisations still served. */
export async function expiredLanes(register: Register, now: Instant): Promise<Audit[]> {
  return register
    .select()
    .from(audits)
    .where(and(inArray(audits.status, ['queued', 'running']), sql`${audits.leaseUntil} < ${now}`))
}

/** Hands the lane to the next instance; false where somebody else did. */
export async function handOnLane(register: Register, fence: Fence, leaseUntil: Instant): Promise<boolean> {
  const moved = await register
    .update(audits)
    .set({ lane: fence.lane + 1, leaseUntil, laneBase: sql`${audits.rest} + ${audits.graphql}` })
    .where(
      and(
        eq(audits.id, fence.auditId),
        eq(audits.lane, fence.lane),
        inArray(audits.status, ['queued', 'running']),
      ),
    )
    .returning({ id: audits.id })
  return moved.length > 0
}

/**
 * Moves the bookmark and counts the requests spent. Stands first in a page's batch: where the lane was handed on or
 * the run ended, the bookmark would become NULL, the constraint fails and the whole page is rolled back.
 */
export function advance(
  register: Register,
  fence: Fence,
  to: {
    bookmark: Bookmark
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
      bookmark = case when lane = ${fence.lane} and status in ('queued', 'running') then ${JSON.stringify(to.bookmark)} end,
      spent = ${JSON.stringify(to.spentOn)}, status = 'running', step = ${to.step}, done = ${to.done}, total = ${to.total}, lease_until = ${to.leaseUntil},
      rest = rest + ${to.spent.rest}, graphql = graphql + ${to.spent.graphql},
      graphql_points = graphql_points + ${to.spent.graphqlPoints}
    where id = ${fence.auditId}`)
}

/** Whether an error is the fence of `advance`: another instance carries the lane now. */
export function isLaneLost(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (/NOT NULL constraint failed: audits\.bookmark/.test(e.message)) return true
  }
  return false
}

/** The statement that ends a run, for one batch with its history entry; changes nothing where the lane was lost. */
export function finishAudit(
  register: Register,
  fence: Fence,
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
    .where(
      and(
        eq(audits.id, fence.auditId),
        eq(audits.lane, fence.lane),
        inArray(audits.status, ['queued', 'running']),
      ),
    )
}

/** The first complete audit's moment, kept for ever: what was there then is judged by activity alone. */
export function recordFirstComplete(register: Register, orgId: Id, asOf: Instant): Statement {
  return register
    .update(organizations)
    .set({ firstCompleteAt: asOf })
    .where(and(eq(organizations.id, orgId), isNull(organizations.firstCompleteAt)))
}

/** Organisations without an audit since `since` (a failed one counts only since `sinceFailed`) and none under way: what the calendar begins. */
export async function organizationsDueForAudit(
  register: Register,
  since: Instant,
  sinceFailed: Instant,
): Promise<{ id: Id; login: string }[]> {
  return register
    .select({ id: organizations.id, login: organizations.login })
    .from(organizations)
    .where(
      and(
        isNull(organizations.closedAt),
        sql`not exists (select 1 from audits where audits.org_id = ${organizations.id}
          and (audits.status in ('queued', 'running') or (audits.started_at >= ${since} and audits.status <> 'failed')
            or audits.started_at >= ${sinceFailed}))`,
      ),
    )
}
