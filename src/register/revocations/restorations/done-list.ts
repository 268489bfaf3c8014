/** Lists what a review carried out, with what came of giving it back. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant, Rejoined } from '../../../policy/words.ts'
import { type Page, pageOf } from '../../cursor.ts'
import { builtJson, type Register } from '../../open.ts'
import { CASE_OF, type RowVote, VOTES } from '../../reviews/page/asked-rows.ts'
import { accounts, proposals, restorations, returnRequests, revocations } from '../../schema.ts'
import type { Restoration } from './restorations.ts'

/** What a person writes who asks for what was taken from them. */
export interface AskedBack {
  readonly at: Instant
  readonly text: string | null
}

/** One row of the list. */
export interface DoneView {
  readonly proposal: Pick<typeof proposals.$inferSelect, 'id' | 'subject'>
  readonly revocation: Pick<
    typeof revocations.$inferSelect,
    'status' | 'rehearsal' | 'startedAt' | 'finishedAt' | 'verified'
  >
  /** The answers that stand, oldest first. */
  readonly votes: readonly RowVote[]
  /** Whose own case it is. */
  readonly caseOf: Id | null
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

/** What was carried out, or is on its way back, the newest first; in one statement. */
export async function listDone(
  register: Register,
  orgId: Id,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<DoneView>> {
  const [at, id] = after ?? []
  const { status, rehearsal, startedAt, finishedAt, verified, rejoinedAt, rejoinedHow } = revocations
  const rows = await register
    .select({
      proposal: { id: proposals.id, subject: proposals.subject },
      revocation: { status, rehearsal, startedAt, finishedAt, verified },
      votes: VOTES,
      caseOf: CASE_OF,
      name: accounts.name,
      at: sql<Instant>`coalesce(${finishedAt}, ${startedAt})`.as('done_at'),
      takenAt: sql<Instant | null>`${revocations.snapshot} ->> 'at'`,
      ...{ rejoinedAt, rejoinedHow },
      askedBackAt: returnRequests.at,
      askedBackText: returnRequests.text,
      restoration: restorations,
      links: LINKS,
    })
    .from(revocations)
    .innerJoin(proposals, eq(proposals.id, revocations.id))
    .leftJoin(
      returnRequests,
      and(eq(returnRequests.revocationId, revocations.id), isNull(returnRequests.endedAt)),
    )
    .leftJoin(accounts, sql`${proposals.subjectKey} = 'account:' || ${accounts.id}`)
    .leftJoin(restorations, sql`${restorations.id} = ${NEWEST}`)
    .where(
      and(
        eq(proposals.orgId, orgId),
        eq(proposals.reviewId, reviewId),
        // What waits for a person's hand stands in the queue, unless a part of it is gone.
        sql`(${status} in ('done', 'failed', 'restoring', 'restored')
          or ${status} = 'by_hand' and exists (
            select 1 from outcomes where revocation_id = ${revocations.id} and status = 'done'))`,
        after === null
          ? undefined
          : sql`(coalesce(${finishedAt}, ${startedAt}), ${revocations.id}) < (${at}, ${id})`,
      ),
    )
    .orderBy(sql`done_at desc, ${revocations.id} desc`)
    .limit(limit + 1)
  return pageOf(
    rows,
    limit,
    (row) => [row.at, row.proposal.id],
    ({
      at: _,
      votes,
      links,
      rejoinedAt: seenAt,
      rejoinedHow: how,
      askedBackAt,
      askedBackText,
      ...row
    }): DoneView => ({
      ...row,
      votes: builtJson<readonly RowVote[]>(votes),
      rejoined: seenAt === null || how === null ? null : { at: seenAt, how },
      request: askedBackAt === null ? null : { at: askedBackAt, text: askedBackText },
      links: toLinks(links),
    }),
  )
}

/** The giving back that was asked for last. */
const NEWEST = sql`(select id from restorations as asked where asked.revocation_id = ${revocations.id}
  order by asked.asked_at desc, asked.id desc limit 1)`

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
