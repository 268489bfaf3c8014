/** Begins audits, finds them, and finds the organisations that are due for one. */

import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { hoursAfter, instant } from '../../policy/calendar.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { builtOnce, type Register } from '../open.ts'
import { type Organization, toOrganization } from '../organizations.ts'
import { audits, type Checkpoint, organizations } from '../schema.ts'
import { WHOLE_AUDIT } from './checkpoint.ts'

/** An audit, as a row. */
export type Audit = typeof audits.$inferSelect

/** Where every audit begins, and begins again where its checkpoint cannot be followed. */
export const FIRST_CHECKPOINT: Checkpoint = { stage: 0, cursor: null }

/** After so long without a write an audit counts as dead: far longer than a step takes, far shorter than the hour between two crons. */
const LEASE_HOURS = 1 / 3

/** Until when an audit that writes `elapsedMs` milliseconds after `now` counts as alive. */
export function leaseUntil(now: Instant, elapsedMs = 0): Instant {
  return hoursAfter(instant(Date.parse(now) + elapsedMs), LEASE_HOURS)
}

/** Begins an audit; false when the organisation already has one queued or running (a unique index decides). */
export async function beginAudit(
  register: Register,
  audit: { id: string; orgId: Id; askedBy: Actor; asOf: Instant; startedAt: Instant; leaseUntil: Instant },
): Promise<boolean> {
  const begun = await register
    .insert(audits)
    .values({
      ...audit,
      status: 'queued',
      step: 'waiting to begin',
      total: WHOLE_AUDIT,
      checkpoint: FIRST_CHECKPOINT,
    })
    .onConflictDoNothing()
    .returning({ id: audits.id })
  return begun.length > 0
}

/** The audit with this id and its organisation. */
export async function findAudit(
  register: Register,
  id: string,
): Promise<{ readonly audit: Audit; readonly org: Organization } | undefined> {
  const row = await auditQuery(register).get({ id })
  return row && { audit: row.audit, org: toOrganization(row.org) }
}

/** Every step of an audit begins with this query: building it anew took a tenth of a step's processor time. */
const auditQuery = builtOnce((register) =>
  register
    .select({ audit: audits, org: organizations })
    .from(audits)
    .innerJoin(organizations, eq(organizations.id, audits.orgId))
    .where(eq(audits.id, sql.placeholder('id')))
    .prepare(),
)

/** The organisation's queued or running audit. */
export async function findRunningAudit(register: Register, orgId: Id): Promise<Audit | undefined> {
  return register
    .select()
    .from(audits)
    .where(and(eq(audits.orgId, orgId), inArray(audits.status, ['queued', 'running'])))
    .get()
}

/** The organisation's audits, newest first. */
export async function findLatestAudits(register: Register, orgId: Id, limit: number): Promise<Audit[]> {
  return register
    .select()
    .from(audits)
    .where(eq(audits.orgId, orgId))
    .orderBy(desc(audits.startedAt))
    .limit(limit)
}

/** When the newest audit, finished or not, took its moment; null before the first. */
export async function findNewestAsOf(register: Register, orgId: Id): Promise<Instant | null> {
  const rows = await register.rows<{ asOf: Instant }>(
    sql`select as_of as asOf from audits where org_id = ${orgId} order by started_at desc limit 1`,
  )
  return rows[0]?.asOf ?? null
}

/** The newest finished audit, whose verdicts a review freezes; null before the first. `any`: complete or partial. */
export async function findNewestFinishedAudit(
  register: Register,
  orgId: Id,
  only: 'complete' | 'any',
): Promise<{ readonly id: string; readonly asOf: Instant; readonly finishedAt: Instant } | null> {
  const statuses = only === 'complete' ? ['complete'] : ['complete', 'partial']
  const rows = await register.rows<{ id: string; as_of: Instant; finished_at: Instant }>(sql`
    select id, as_of, finished_at from audits where org_id = ${orgId}
      and status in (select value from json_each(${JSON.stringify(statuses)}))
    order by started_at desc limit 1`)
  const row = rows[0]
  return row === undefined ? null : { id: row.id, asOf: row.as_of, finishedAt: row.finished_at }
}

/**
 * The organisations for which the calendar begins an audit: none is queued or running, none has started since `since`, and
 * none that failed has started since `sinceFailed`.
 */
export async function findOrganizationsDueForAudit(
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
