/** Lists what a review carried out, with what came of giving it back. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant, Rejoined } from '../../../policy/words.ts'
import { type Page, pageOf } from '../../cursor.ts'
import { type Register, rowsOf } from '../../open.ts'
import { findProposalViews, type ProposalView } from '../../reviews/proposal-views.ts'
import { accounts, proposals, restorations, returnRequests, revocations } from '../../schema.ts'
import type { Restoration } from './restorations.ts'

/** What a person writes who asks for what was taken from them. */
export interface AskedBack {
  readonly at: Instant
  readonly text: string | null
}

/** One row of the list. */
export interface DoneView {
  readonly proposal: ProposalView
  /** The person's full name; null where none is known. */
  readonly name: string | null
  /** When it was taken; null where what is needed to give it back is not stored. */
  readonly takenAt: Instant | null
  readonly rejoined: { readonly at: Instant; readonly how: Rejoined } | null
  /** The giving back that was asked for last; else null. */
  readonly restoration: Restoration | null
  /** That the person asks for it, since when and what they write; null where they do not. */
  readonly request: AskedBack | null
  /** Where a person gives back by hand. */
  readonly links: readonly { readonly target: string; readonly url: string }[]
}

/** What was carried out, or is on its way back, the newest first. */
export async function listDone(
  register: Register,
  orgId: Id,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<DoneView>> {
  const [at, id] = after ?? []
  const rows = await register
    .select({
      proposal: proposals,
      name: accounts.name,
      at: sql<Instant>`coalesce(${revocations.finishedAt}, ${revocations.startedAt})`.as('done_at'),
      takenAt: sql<Instant | null>`${revocations.snapshot} ->> 'at'`,
      rejoinedAt: revocations.rejoinedAt,
      rejoinedHow: revocations.rejoinedHow,
      askedBackAt: returnRequests.at,
      askedBackText: returnRequests.text,
    })
    .from(revocations)
    .innerJoin(proposals, eq(proposals.id, revocations.id))
    .leftJoin(
      returnRequests,
      and(eq(returnRequests.revocationId, revocations.id), isNull(returnRequests.endedAt)),
    )
    .leftJoin(accounts, sql`${proposals.subjectKey} = 'account:' || ${accounts.id}`)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        // What waits for a person's hand stands in the queue, unless a part of it is gone.
        sql`(${revocations.status} in ('done', 'failed', 'restoring', 'restored')
          or ${revocations.status} = 'by_hand' and exists (
            select 1 from outcomes where revocation_id = ${revocations.id} and status = 'done'))`,
        after === null
          ? undefined
          : sql`(coalesce(${revocations.finishedAt}, ${revocations.startedAt}), ${revocations.id}) < (${at}, ${id})`,
      ),
    )
    .orderBy(sql`done_at desc, ${revocations.id} desc`)
    .limit(limit + 1)
  const ids = rowsOf(rows.map(({ proposal }) => proposal.id))
  const [views, given] = await Promise.all([
    findProposalViews(
      register,
      rows.map(({ proposal }) => proposal),
    ),
    register
      .select({ restoration: restorations, links: LINKS })
      .from(restorations)
      .where(sql`${restorations.revocationId} in (select value from ${ids})`)
      .orderBy(restorations.askedAt, restorations.id),
  ])
  const newest = new Map(given.map((row) => [row.restoration.revocationId, row]))
  return pageOf(
    rows,
    limit,
    (row) => [row.at, row.proposal.id],
    ({ proposal: { id: proposalId }, name, takenAt, rejoinedAt, rejoinedHow, ...asked }): DoneView => {
      const proposal = views.get(proposalId)
      if (proposal === undefined)
        throw new Error(`Proposal ${proposalId} was read and is not among what was read.`)
      const back = newest.get(proposalId)
      return {
        ...{ proposal, name, takenAt, restoration: back?.restoration ?? null },
        rejoined: rejoinedAt === null || rejoinedHow === null ? null : { at: rejoinedAt, how: rejoinedHow },
        request: asked.askedBackAt === null ? null : { at: asked.askedBackAt, text: asked.askedBackText },
        links: back === undefined ? [] : toLinks(back.links),
      }
    },
  )
}

/** What a person is to do by hand, as a JSON list. */
const LINKS = sql<string>`(select json_group_array(json_object('target', target, 'url', url)) from restoration_outcomes as outcome
  where outcome.restoration_id = restorations.id and outcome.status = 'by_hand' and restorations.status = 'by_hand'
    and outcome.attempt >= restorations.since)`

function toLinks(json: string): DoneView['links'] {
  const rows: unknown = JSON.parse(json)
  if (!Array.isArray(rows)) return []
  return rows.flatMap(({ target, url }) =>
    typeof target === 'string' && typeof url === 'string' ? [{ target, url }] : [],
  )
}
