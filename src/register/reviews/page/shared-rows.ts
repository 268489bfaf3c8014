/**
 * Lists proposals as contributors and team maintainers see them. No field that this file returns holds what they may not see.
 */

import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type SharedProposal, sharedProposal } from '../../../policy/people/contributing/shared-proposal.ts'
import type { SharedViewer } from '../../../policy/people/contributing/viewer.ts'
import type { Id, KeptInFile } from '../../../policy/words.ts'
import { type Page, writeCursor } from '../../cursor.ts'
import { builtJson, type Register, rowsOf } from '../../open.ts'
import { proposals } from '../../schema.ts'
import { CASE_OF, GROUP, KEPT, NAME } from './asked-rows.ts'
import { rowsWhere } from './conditions.ts'

/** One page of a review's proposals, group by group, in each the longest silent first: the order of risk would tell of second factors. */
export async function listSharedProposals(
  register: Register,
  orgId: Id,
  reviewId: string,
  viewer: SharedViewer,
  { q, power }: { readonly q?: string | undefined; readonly power?: string | undefined },
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Page<SharedProposal>> {
  const rows = await findSharedRows(
    register,
    and(
      eq(proposals.orgId, orgId),
      eq(proposals.reviewId, reviewId),
      shownTo(viewer),
      rowsWhere({ q, power }),
    ),
    { offset, limit: limit + 1 },
  )
  return {
    items: rows.slice(0, limit),
    nextCursor: rows.length > limit ? writeCursor([offset + limit]) : null,
  }
}

/** One proposal; null where there is none, or the viewer may not see it. */
export async function findSharedProposal(
  register: Register,
  orgId: Id,
  id: string,
  viewer: SharedViewer,
): Promise<SharedProposal | null> {
  const [row] = await findSharedRows(
    register,
    and(eq(proposals.orgId, orgId), eq(proposals.id, id), shownTo(viewer)),
    { offset: 0, limit: 1 },
  )
  return row ?? null
}

/** What has to be known before somebody may comment on a proposal; null where there is no such proposal. */
export async function findCommented(register: Register, id: string) {
  const { orgId, subject, status, choices } = proposals
  const [row] = await register
    .select({ orgId, subject, status, choices, caseOf: CASE_OF })
    .from(proposals)
    .where(eq(proposals.id, id))
  return row ?? null
}

/** The operator and contributors see every proposal, team maintainers those about accounts of their teams. */
function shownTo(viewer: SharedViewer): SQL | undefined {
  switch (viewer.kind) {
    case 'operator':
    case 'contributor':
      return undefined
    case 'team_maintainer':
      return sql`proposals.subject ->> 'kind' = 'account'
        and proposals.subject ->> 'id' in (select value from ${rowsOf(viewer.people)})`
  }
}

async function findSharedRows(
  register: Register,
  where: SQL | undefined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly SharedProposal[]> {
  const { id, subject, findings, evidence, risk, plan, choices, scope } = proposals
  const { status, openedAt, power, lastActiveAt, smallestRole } = proposals
  const rows = await register
    .select({
      ...{ id, subject, findings, evidence, risk, plan, choices, scope },
      ...{ status, openedAt, power, lastActiveAt, smallestRole },
      ...{ name: NAME, caseOf: CASE_OF, kept: KEPT },
    })
    .from(proposals)
    .where(where)
    .orderBy(sql`${GROUP}, coalesce(proposals.last_active_at, ''), proposals.id`)
    .limit(limit)
    .offset(offset)
  return rows.map(({ kept, ...row }) =>
    sharedProposal({ ...row, keptInFiles: builtJson<readonly KeptInFile[]>(kept) }),
  )
}
