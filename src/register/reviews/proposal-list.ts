/** Proposals as pages and API show them. It never shows another organisation's, and decides nothing. */

import { and, desc, eq, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import { type Page, pageOf, writeCursor } from '../cursor.ts'
import { type Register, rowsOf } from '../open.ts'
import { proposals } from '../schema.ts'
import { findProposalViews, type ProposalView } from './proposal-views.ts'

export type { DecisionView, ProposalView, RevocationView } from './proposal-views.ts'

/** A review's proposals, riskiest first. `after` holds the sort keys of the last one of the page before. */
export async function listProposals(
  register: Register,
  orgId: Id,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<ProposalView>> {
  const [score, id] = after ?? []
  const rows = await register
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        after === null ? undefined : sql`(-${proposals.riskScore}, ${proposals.id}) > (-${score}, ${id})`,
      ),
    )
    .orderBy(desc(proposals.riskScore), proposals.id)
    .limit(limit + 1)
  const views = await findProposalViews(register, rows)
  return pageOf(
    rows,
    limit,
    (row) => [row.riskScore, row.id],
    (row) => view(views, row.id),
  )
}

/** The cursor of the page, of so many proposals, on which one of them stands; null: the first, or there is no such one. */
export async function findPageWith(
  register: Register,
  orgId: Id,
  reviewId: string,
  id: string,
  limit: number,
): Promise<string | null> {
  const [last] = await register.all<{ score: number; id: string }>(sql`
    with ranked as (
      select id, risk_score as score, row_number() over (order by risk_score desc, id) as place
      from proposals where org_id = ${orgId} and review_id = ${reviewId}
    ), page as (select cast(${limit} as integer) as size)
    select score, id from ranked, page where place = ((select place from ranked where id = ${id}) - 1) / size * size`)
  return last === undefined ? null : writeCursor([last.score, last.id])
}

/** One proposal and whose organisation's it is; null where there is none of that id. */
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

/** Those of these ids that are proposals of this very review of this organisation: a form may have been made up. */
export async function findProposalsOfReview(
  register: Register,
  orgId: Id,
  reviewId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await register
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        sql`${proposals.id} in (select value from ${rowsOf(ids)})`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** Every proposal that an organisation ever had about one subject, newest first. */
export async function findProposalsAbout(
  register: Register,
  orgId: Id,
  subjectKey: string,
): Promise<ProposalView[]> {
  const rows = await register
    .select()
    .from(proposals)
    .where(and(eq(proposals.orgId, orgId), eq(proposals.subjectKey, subjectKey)))
    .orderBy(desc(proposals.openedAt))
    .limit(50)
  return [...(await findProposalViews(register, rows)).values()]
}

function view(views: ReadonlyMap<string, ProposalView>, id: string): ProposalView {
  const found = views.get(id)
  if (found === undefined) throw new Error(`Proposal ${id} was read and is not among what was read.`)
  return found
}
