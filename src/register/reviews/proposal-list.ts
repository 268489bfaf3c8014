/** Lists and finds proposals as the pages and the API show them. */

import { and, desc, eq, sql } from 'drizzle-orm'
import { SECOND_FACTOR_SCORE } from '../../policy/proposals/risk.ts'
import type { Id } from '../../policy/words.ts'
import { type Page, pageOf } from '../cursor.ts'
import { type Register, rowsOf } from '../open.ts'
import { proposals } from '../schema.ts'
import { type RowsFilter, rowsWhere } from './page/conditions.ts'
import { findProposalViews, type ProposalView } from './proposal-views.ts'

export type { DecisionView, ProposalView } from './proposal-views.ts'

/** A review's proposals, highest risk first, among equals the longest silent; with `hidesPersonal` without what a second factor counts. `after`: the sort keys of the previous page's last one. */
export async function listProposals(
  register: Register,
  orgId: Id,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
  filter: RowsFilter & { readonly hidesPersonal?: boolean } = {},
): Promise<Page<ProposalView>> {
  const [score, silentSince, id] = after ?? []
  const scored = filter.hidesPersonal ? SCORE_WITHOUT_SECOND_FACTOR : sql<number>`${proposals.riskScore}`
  const rows = await register
    .select({ proposal: proposals, scored })
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        rowsWhere(filter),
        after === null
          ? undefined
          : sql`(-${scored}, ${SILENT_SINCE}, ${proposals.id}) > (-${score}, ${silentSince}, ${id})`,
      ),
    )
    .orderBy(desc(scored), SILENT_SINCE, proposals.id)
    .limit(limit + 1)
  const views = await findProposalViews(
    register,
    rows.map(({ proposal }) => proposal),
  )
  return pageOf(
    rows,
    limit,
    ({ proposal, scored }) => [scored, proposal.lastActiveAt ?? '', proposal.id],
    ({ proposal }) => view(views, proposal.id),
  )
}

/** The score without what a missing second factor adds: the order of the list would give that away. */
const SCORE_WITHOUT_SECOND_FACTOR = sql<number>`(${proposals.riskScore} - ${SECOND_FACTOR_SCORE} * exists (
  select 1 from json_each(${proposals.findings}) where value ->> 'code' = 'two_factor_off'))`

/** Those whose last act is not known come first, as without activity for the longest time. */
const SILENT_SINCE = sql`coalesce(${proposals.lastActiveAt}, '')`

/** One proposal and its organisation's id; null when there is no proposal with this id. */
export async function findProposalView(
  register: Register,
  id: string,
): Promise<{ orgId: Id; proposal: ProposalView } | null> {
  const rows = await register.select().from(proposals).where(eq(proposals.id, id))
  const [row] = rows
  return row === undefined
    ? null
    : { orgId: row.orgId, proposal: view(await findProposalViews(register, rows), id) }
}

/** These organisations' proposals about one subject or one of its grants, newest first, at most 50 for each; by organisation. */
export async function findProposalsAbout(
  register: Register,
  orgIds: readonly Id[],
  subjectKey: string,
): Promise<ReadonlyMap<Id, ProposalView[]>> {
  const rows = await register
    .select()
    .from(proposals)
    .where(
      and(
        sql`${proposals.orgId} in (select value from ${rowsOf(orgIds)})`,
        sql`(${proposals.subjectKey} = ${subjectKey} or ${proposals.subjectKey} glob ${`grant:${subjectKey}:*`})`,
      ),
    )
    .orderBy(desc(proposals.openedAt))
    .limit(50 * orgIds.length)
  const views = await findProposalViews(register, rows)
  const byOrganization = Map.groupBy(rows, ({ orgId }) => orgId)
  return new Map(
    [...byOrganization].map(([org, theirs]) => [org, theirs.slice(0, 50).map(({ id }) => view(views, id))]),
  )
}

function view(views: ReadonlyMap<string, ProposalView>, id: string): ProposalView {
  const found = views.get(id)
  if (found === undefined) throw new Error(`Proposal ${id} was read and is not among what was read.`)
  return found
}
