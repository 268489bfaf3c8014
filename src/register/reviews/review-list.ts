/** Lists reviews with their counts, as the pages and the API show them. */

import { and, desc, eq, sql } from 'drizzle-orm'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import { type Page, pageOf } from '../cursor.ts'
import { type Register, rowsOf } from '../open.ts'
import { decisions, proposals, type ReviewScope, reviews } from '../schema.ts'

/** How many proposals stand how: all but the first two add up to `proposed`. A type, because the API takes any record of numbers. */
type ReviewCounts = {
  proposed: number
  /** Answered by somebody: not open, not waiting for a second vote, not stale, not carried over. */
  decided: number
  open: number
  needsSecond: number
  /** Decided, and not carried out yet. */
  waiting: number
  running: number
  byHand: number
  revoked: number
  /** Carried out, and something was left: a lower role, or emeritus. */
  lowered: number
  kept: number
  stale: number
  carriedOver: number
  failed: number
}

/** A review as the API returns it. */
export interface ReviewView {
  id: string
  quarter: string
  openedAt: Instant
  dueAt: Instant
  closedAt: Instant | null
  status: 'open' | 'closed'
  auditId: string
  /** Why it was opened. */
  scope: ReviewScope
  counts: ReviewCounts
}

/** The organisation's reviews, newest first. `after`: the sort keys of the previous page's last one. */
export async function listReviews(
  register: Register,
  orgId: Id,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<ReviewView>> {
  const [openedAt, id] = after ?? []
  const rows = await register
    .select()
    .from(reviews)
    .where(
      and(
        eq(reviews.orgId, orgId),
        after === null ? undefined : sql`(${reviews.openedAt}, ${reviews.id}) < (${openedAt}, ${id})`,
      ),
    )
    .orderBy(desc(reviews.openedAt), desc(reviews.id))
    .limit(limit + 1)
  const views = await withCounts(register, rows)
  return pageOf(
    views,
    limit,
    (view) => [view.openedAt, view.id],
    (view) => view,
  )
}

/** One review of this organisation; null when it has none with this id. */
export async function findReviewView(register: Register, orgId: Id, id: string): Promise<ReviewView | null> {
  const rows = await register
    .select()
    .from(reviews)
    .where(and(eq(reviews.orgId, orgId), eq(reviews.id, id)))
  return (await withCounts(register, rows))[0] ?? null
}

async function withCounts(
  register: Register,
  rows: readonly (typeof reviews.$inferSelect)[],
): Promise<ReviewView[]> {
  if (rows.length === 0) return []
  const counted = await register
    .select({
      reviewId: proposals.reviewId,
      status: proposals.status,
      // The outer table is named here: drizzle omits it in a select from one table, and `id` would mean the decision's own.
      revoking: sql<number>`exists (select 1 from ${decisions} where ${decisions.proposalId} = ${proposals}.${sql.identifier('id')} and ${decisions.decision} = 'revoke' and ${decisions.endedAt} is null)`,
      n: sql<number>`count(*)`,
    })
    .from(proposals)
    .where(sql`${proposals.reviewId} in (select value from ${rowsOf(rows.map(({ id }) => id))})`)
    .groupBy(sql`1, 2, 3`)
  return rows.map((row) => ({
    id: row.id,
    quarter: row.quarter,
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    closedAt: row.closedAt,
    status: row.closedAt === null ? 'open' : 'closed',
    auditId: row.auditId,
    scope: row.scope,
    counts: countsOf(counted.filter(({ reviewId }) => reviewId === row.id)),
  }))
}

/** The counts of rows that are grouped by status and by whether the answer is *revoke*. */
export function countsOf(rows: readonly { status: string; revoking: number; n: number }[]): ReviewCounts {
  const sum = (statuses: readonly ProposalStatus[], revoking?: boolean) =>
    rows
      .filter((row) => statuses.some((status) => status === row.status))
      .filter((row) => revoking === undefined || (row.revoking === 1) === revoking)
      .reduce((total, { n }) => total + n, 0)
  const proposed = rows.reduce((total, { n }) => total + n, 0)
  return {
    proposed,
    decided: proposed - sum(['open', 'needs_second', 'stale', 'carried_over']),
    open: sum(['open']),
    needsSecond: sum(['needs_second']),
    waiting: sum(['decided']),
    running: sum(['running']),
    byHand: sum(['by_hand']),
    revoked: sum(['done'], true),
    lowered: sum(['done'], false),
    kept: sum(['kept']),
    stale: sum(['stale']),
    carriedOver: sum(['carried_over']),
    failed: sum(['failed']),
  }
}
