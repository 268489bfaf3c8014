/** Finds what was saved together, and how fast owners have answered. */

import { sql } from 'drizzle-orm'
import type { Actor, Id, Instant } from '../../../policy/words.ts'
import { fromJson, type Register } from '../../open.ts'
import { isToTell } from '../../people/notices/notices.ts'
import { decisions } from '../../schema.ts'

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

/** What was saved under this name in this review; null where nothing was. */
export async function findSavedAnswers(
  register: Register,
  reviewId: string,
  batch: string,
): Promise<SavedAnswers | null> {
  const [row] = await register.all<
    Omit<SavedAnswers, 'by' | 'queued'> & { by: string | null; queued: string }
  >(sql`
    select count(*) as saved, min("by") as "by",
      coalesce(sum(ended_because = 'undone'), 0) as undone,
      json_group_array(proposals.id) filter (where ended_at is null
        and status in ('decided', 'running', 'done', 'failed', 'by_hand')) as queued,
      coalesce(sum(ended_at is null and status = 'kept'), 0) as kept,
      coalesce(sum(ended_at is null and status = 'needs_second'), 0) as needSecond,
      coalesce(sum(ended_at is null and status = 'open'), 0) as twoOpinions,
      coalesce(sum(ended_at is null and status in ('decided', 'kept', 'needs_second', 'open')), 0) as undoable,
      coalesce(sum(ended_at is null and status = 'decided' and ${isToTell(sql`proposals`)}), 0) as toTell
    from decisions join proposals on proposals.id = decisions.proposal_id
    where proposals.review_id = ${reviewId} and decisions.batch = ${batch}`)
  if (row === undefined || row.by === null) return null
  const queued = JSON.parse(row.queued) as readonly string[] // ids, as the statement builds it
  return { ...row, queued, by: fromJson(decisions.by, row.by) }
}

/** The proposals with a standing vote of this name and voter. */
export async function findProposalsOfBatch(
  register: Register,
  orgId: Id,
  batch: string,
  voter: string,
): Promise<readonly { readonly id: string; readonly vote: string }[]> {
  return await register.all<{ id: string; vote: string }>(sql`
    select proposals.id, decisions.id as vote from decisions join proposals on proposals.id = decisions.proposal_id
    where proposals.org_id = ${orgId} and decisions.batch = ${batch} and decisions.voter = ${voter}
      and decisions.ended_at is null`)
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

/** Newest first, at most ten. */
export async function findPaces(register: Register, reviewId: string): Promise<readonly Pace[]> {
  const rows = await register.all<Omit<Pace, 'by'> & { by: string }>(sql`
    with given as (
      select voter, "by", at, coalesce(batch, decisions.id) as batch,
        unixepoch(at) - lag(unixepoch(at)) over (partition by voter order by at) as pause
      from decisions join proposals on proposals.id = decisions.proposal_id
      where review_id = ${reviewId} and ended_at is null
    ), sittings as (
      select *, sum(pause is null or pause > 600) over (partition by voter order by at, batch) as sitting from given
    )
    select min("by") as "by", count(*) as answers, min(at) as "from", max(at) as "to", count(distinct batch) as saves
    from sittings group by voter, sitting order by max(at) desc limit 10`)
  return rows.map((row) => ({ ...row, by: fromJson(decisions.by, row.by) }))
}
