/** Reads audits as the pages and the API show them: progress, coverage, counts, requests. */

import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant, Source } from '../../policy/words.ts'
import { findLogins } from '../access/names.ts'
import { type Page, pageOf } from '../cursor.ts'
import type { Register } from '../open.ts'
import { type AuditCounts, audits, readings, repositories } from '../schema.ts'

/** One source's coverage. `unread` names what could not be read, in at most twenty places. */
export interface Coverage {
  source: Source
  complete: boolean
  reason?: string
  /** How many scopes (repositories, accounts, or the organisation itself) the source was read over. */
  scopes: number
  unread: { where: string; reason: string }[]
}

/** An audit as lists have it. */
export interface AuditSummary {
  id: string
  status: 'queued' | 'running' | 'complete' | 'partial' | 'failed'
  asOf: Instant
  startedAt: Instant
  finishedAt: Instant | null
  progress: { done: number; total: number; step: string }
  counts: AuditCounts | null
  requests: { rest: number; graphql: number; graphqlPoints: number }
  failure: string | null
}

/** One audit as the API returns it, with what it read. */
export interface AuditView extends AuditSummary {
  coverage: Coverage[]
}

/** So many places of one source that were not read are named; the rest are counted. */
const SHOWN = 20

/** One audit of this organisation; null when it has none with this id. */
export async function findAuditView(register: Register, orgId: Id, id: string): Promise<AuditView | null> {
  const [row] = await register
    .select()
    .from(audits)
    .where(and(eq(audits.orgId, orgId), eq(audits.id, id)))
  return row === undefined ? null : await toView(register, row)
}

/** The organisation's audits without what they read, newest first. `after`: the sort keys of the previous page's last one. */
export async function listAudits(
  register: Register,
  orgId: Id,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<AuditSummary>> {
  const [startedAt, id] = after ?? []
  const rows = await register
    .select()
    .from(audits)
    .where(
      and(
        eq(audits.orgId, orgId),
        after === null ? undefined : sql`(${audits.startedAt}, ${audits.id}) < (${startedAt}, ${id})`,
      ),
    )
    .orderBy(desc(audits.startedAt), desc(audits.id))
    .limit(limit + 1)
  return pageOf(rows, limit, (row) => [row.startedAt, row.id], toSummary)
}

/** The newest audit, and the newest complete or partial one, on which the current verdicts rest. */
export async function findNewestAudits(
  register: Register,
  orgId: Id,
): Promise<{ newest: AuditView | null; finished: AuditView | null }> {
  const [first] = await findNewest(register, eq(audits.orgId, orgId))
  if (first === undefined) return { newest: null, finished: null }
  const newest = await toView(register, first)
  if (FINISHED.some((status) => status === first.status)) return { newest, finished: newest }
  const [finished] = await findNewest(register, and(eq(audits.orgId, orgId), isFinished))
  return { newest, finished: finished === undefined ? null : await toView(register, finished) }
}

function findNewest(register: Register, where: SQL | undefined) {
  return register.select().from(audits).where(where).orderBy(desc(audits.startedAt)).limit(1)
}

/** The states in which an audit has read and judged. */
const FINISHED = ['complete', 'partial'] as const
const isFinished = inArray(audits.status, FINISHED)

/** When an audit of any organisation last ended as complete or partial; null before the first. */
export async function findLastAuditEnd(register: Register): Promise<Instant | null> {
  const [row] = await register
    .select({ at: sql<Instant | null>`max(${audits.finishedAt})`.mapWith(audits.finishedAt) })
    .from(audits)
    .where(isFinished)
  return row?.at ?? null
}

async function toView(register: Register, row: typeof audits.$inferSelect): Promise<AuditView> {
  return { ...toSummary(row), coverage: await findCoverage(register, row.id) }
}

function toSummary(row: typeof audits.$inferSelect): AuditSummary {
  const { id, status, asOf, startedAt, finishedAt, counts, failure } = row
  return {
    ...{ id, status, asOf, startedAt, finishedAt },
    progress: { done: row.done, total: row.total, step: row.step },
    counts,
    requests: { rest: row.rest, graphql: row.graphql, graphqlPoints: row.graphqlPoints },
    failure,
  }
}

async function findCoverage(register: Register, auditId: string): Promise<Coverage[]> {
  const sources = await register
    .select({
      source: readings.source,
      scopes: sql<number>`count(*)`,
      unread: sql<number>`count(coalesce(${readings.unread}, ${readings.notShown}))`,
    })
    .from(readings)
    .where(eq(readings.auditId, auditId))
    .groupBy(readings.source)
    .orderBy(readings.source)
  if (sources.every(({ unread }) => unread === 0)) {
    return sources.map(({ source, scopes }) => ({ source, complete: true, scopes, unread: [] }))
  }
  const gaps = await findGaps(register, auditId)
  return sources.map(({ source, scopes, unread }) => {
    const named = gaps.filter((gap) => gap.source === source).slice(0, SHOWN)
    if (unread === 0) return { source, complete: true, scopes, unread: [] }
    const [first] = named
    const more = unread > 1 ? ` (and ${unread - 1} more)` : ''
    const reason = first === undefined ? `${unread} not read` : `${first.where}: ${first.reason}${more}`
    return {
      source,
      complete: false,
      reason,
      scopes,
      unread: named.map(({ where, reason }) => ({ where, reason })),
    }
  })
}

async function findGaps(
  register: Register,
  auditId: string,
): Promise<{ source: string; where: string; reason: string }[]> {
  const rows = await register
    .select({
      source: readings.source,
      scope: readings.scopeKind,
      id: readings.scopeId,
      repository: repositories.name,
      // Never null: see the condition below.
      reason: sql<string>`coalesce(${readings.unread}, ${readings.notShown})`,
    })
    .from(readings)
    .leftJoin(repositories, eq(repositories.id, readings.scopeId))
    .where(
      and(eq(readings.auditId, auditId), sql`coalesce(${readings.unread}, ${readings.notShown}) is not null`),
    )
    .limit(1000)
  const people = await findLogins(
    register,
    rows.map(({ scope, id }) => (scope === 'account' ? id : null)),
  )
  return rows.map(({ source, scope, id, repository, reason }) => {
    const names = { organization: 'the whole organisation', repository, account: people.get(id) ?? null }
    return { source, where: names[scope] ?? `${scope} ${id}`, reason }
  })
}
