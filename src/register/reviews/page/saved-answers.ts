/** Finds what was saved together, and how fast owners have answered. */

import { type SQL, sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'
import { isToTell } from '../../people/notices/notices.ts'

/** Answers that one owner saved together: what became of them. */
export interface SavedAnswers {
  readonly saved: number
  /** Of these, the proposals whose removal is decided, and how many keep what there is. */
  readonly queued: readonly string[]
  readonly kept: number
  readonly needSecond: number
  readonly twoOpinions: number
  /** How many stand and can be undone by who gave them. */
  readonly undoable: number
  readonly undone: number
  /** Of the removals, how many wait for somebody to tell their person. */
  readonly toTell: number
  readonly by: Actor
}

/** Selects, for a row of `reviews`, what was saved under this name, as JSON of `SavedAnswers`; null where nothing was. */
export function savedAnswersJson(batch: string): SQL {
  return sql`(select case when count(*) > 0 then json_object('saved', count(*), 'by', json(min("by")),
      'undone', coalesce(sum(ended_because = 'undone'), 0),
      'queued', json_group_array(proposals.id) filter (where ended_at is null
        and status in ('decided', 'running', 'done', 'failed', 'by_hand')),
      'kept', coalesce(sum(ended_at is null and status = 'kept'), 0),
      'needSecond', coalesce(sum(ended_at is null and status = 'needs_second'), 0),
      'twoOpinions', coalesce(sum(ended_at is null and status = 'open'), 0),
      'undoable', coalesce(sum(ended_at is null and (status in ('decided', 'kept', 'needs_second', 'open')
        or status = 'by_hand' and not ${isTicked})), 0),
      'toTell', coalesce(sum(ended_at is null and status = 'decided' and ${isToTell(sql`proposals`)}), 0)) end
    from decisions join proposals on proposals.id = decisions.proposal_id
    where proposals.review_id = reviews.id and decisions.batch = ${batch})`
}

/** Whether an audit has found a step of a row of `proposals` gone, by people's hands. */
const isTicked = sql`exists (select 1 from outcomes where revocation_id = proposals.id and status in ('done', 'already_gone'))`

/** The proposals with a standing vote of this name and voter; `isTicked`: people have carried a part of it out. */
export async function findProposalsOfBatch(
  register: Register,
  orgId: Id,
  batch: string,
  voter: string,
): Promise<readonly { readonly id: string; readonly vote: string; readonly isTicked: boolean }[]> {
  const rows = await register.rows<{ id: string; vote: string; ticked: number }>(sql`
    select proposals.id, decisions.id as vote, ${isTicked} as ticked from decisions join proposals on proposals.id = decisions.proposal_id
    where proposals.org_id = ${orgId} and decisions.batch = ${batch} and decisions.voter = ${voter}
      and decisions.ended_at is null`)
  return rows.map(({ ticked, ...row }) => ({ ...row, isTicked: ticked === 1 }))
}

/** What one owner answered in a review, without a break of ten minutes: how many answers, from when to when. */
export interface Pace {
  readonly by: Actor
  readonly answers: number
  readonly from: Instant
  readonly to: Instant
  /** How often they saved. */
  readonly saves: number
}

/** Selects them for a row of `reviews`, newest first, at most ten, as a JSON list of `Pace`. */
export function pacesJson(): SQL {
  return sql`(with given as (
      select voter, "by", at, decisions.id, coalesce(batch, decisions.id) as batch,
        unixepoch(at) - lag(unixepoch(at)) over (partition by voter order by at, decisions.id) as pause
      from decisions join proposals on proposals.id = decisions.proposal_id
      where review_id = reviews.id and ended_at is null
    ), sittings as (
      select *, sum(pause is null or pause > 600) over (partition by voter order by at, id) as sitting from given
    )
    select json_group_array(json(pace)) from (
      select json_object('by', json(min("by")), 'answers', count(*), 'from', min(at), 'to', max(at),
        'saves', count(distinct batch)) as pace
      from sittings group by voter, sitting order by max(at) desc limit 10))`
}
