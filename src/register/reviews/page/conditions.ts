/** The parts of SQL that the review's page shares: in which view a proposal stands, and what was shown of it. */

import { type SQL, sql } from 'drizzle-orm'

/** The views whose rows are proposals: together they hold every proposal of a review, each once. */
export type RowsView = 'decide' | 'second' | 'decided' | 'done'

/** Whether a row of `proposals` is open again because two owners answered differently: they have to agree. Never null. */
export const TWO_OPINIONS = sql`(proposals.status = 'open' and coalesce(proposals.reopened ->> 'kind', '') = 'two_opinions')`

/** The view in which a proposal stands; two different answers wait for the owners who gave them. */
export const viewOfRow: SQL = sql`case
  when ${TWO_OPINIONS} or proposals.status = 'needs_second' then 'second'
  when proposals.status = 'open' then 'decide'
  when proposals.status in ('decided', 'kept', 'running', 'by_hand') then 'decided'
  else 'done' end`

/**
 * As one text, everything of a proposal that an answer depends on and that can change: its status, why it is stale or open
 * again, and its votes. Verdict, plans and evidence are frozen with the proposal; only an erasure empties them, which
 * their lengths show.
 */
export const shownOfRow: SQL = sql`(proposals.status || '|' || coalesce(proposals.stale, '')
  || coalesce(proposals.reopened, '') || '|' || length(proposals.verdict) || '|' || length(proposals.plan)
  || '|' || length(coalesce(proposals.choices, '')) || '|' || length(proposals.evidence) || '|'
  || (select coalesce(group_concat(id), '') from (select id from decisions
      where proposal_id = proposals.id and ended_at is null order by id)))`

/** By a word each, the proposals of a group that one answer for all may leave out. */
export const EXCEPTIONS = {
  no_second_factor: sql`proposals.findings like '%"two_factor_off"%'`,
  never_seen: sql`proposals.last_active_at is null`,
} as const
export type Exception = keyof typeof EXCEPTIONS

/** Which proposals are listed: all, or those of one view or group that contain a text. */
export interface RowsFilter {
  readonly view?: RowsView | undefined
  readonly status?: string | undefined
  readonly power?: string | undefined
  /** Part of a name, login, team or repository. */
  readonly q?: string | undefined
}

/** The condition of a filter, for a query from `proposals`. */
export function rowsWhere({ view, status, power, q }: RowsFilter): SQL {
  const parts = [
    ...(view === undefined ? [] : [sql`${viewOfRow} = ${view}`]),
    ...(status === undefined ? [] : [sql`proposals.status = ${status}`]),
    ...(power === undefined ? [] : [sql`proposals.power = ${power}`]),
    ...(q === undefined || q === '' ? [] : [contains(q.toLowerCase())]),
  ]
  return parts.length === 0 ? sql`1` : sql.join(parts, sql` and `)
}

function contains(q: string): SQL {
  const within = (text: SQL) => sql`instr(lower(coalesce(${text}, '')), ${q}) > 0`
  return sql`(${within(sql`proposals.subject ->> 'login'`)} or ${within(sql`proposals.subject ->> 'name'`)}
    or ${within(sql`(select name from accounts where id = proposals.subject ->> 'id' and proposals.subject ->> 'kind' = 'account')`)}
    or ${within(sql`proposals.risk ->> '$.opens'`)} or ${within(sql`proposals.risk ->> '$.holds'`)}
    or exists (select 1 from json_each(proposals.plan) as step where ${within(sql`step.value ->> 'target'`)}))`
}
