/** Lists proposals as the rows of a review's page: each with its name, votes, last answer and whose case it is, in one statement. */

import { type SQL, sql } from 'drizzle-orm'
import { seenOf } from '../../../policy/decisions/seen.ts'
import type { Comment } from '../../../policy/people/contributing/comment.ts'
import { type NoticePeriod, noticePeriod } from '../../../policy/people/notices/notice-period.ts'
import {
  type DecisionKind,
  type Id,
  type Instant,
  type KeptInFile,
  type LowerRole,
  POWERS,
} from '../../../policy/words.ts'
import { keptInFilesJson } from '../../audits/kept-in-files.ts'
import { builtJson, fromJson, type Register, rowsOf } from '../../open.ts'
import { noticeFactsIn, noticeFactsOf } from '../../people/notices/notices.ts'
import { decisions, proposals } from '../../schema.ts'
import type { DecisionView } from '../proposal-views.ts'
import { type RowsFilter, type RowsView, rowsWhere, shownOfRow, viewOfRow } from './conditions.ts'

/** What was answered about the same subject in the review before; `decision` is null where nobody answered. */
export interface AnsweredBefore {
  readonly quarter: string
  readonly decision: DecisionKind | null
  readonly role: LowerRole | null
  readonly until: Instant | null
}

/** A standing vote, with the name under which its batch was saved. */
export type RowVote = Pick<
  DecisionView,
  'id' | 'by' | 'decision' | 'reason' | 'until' | 'role' | 'at' | 'confirmedAt'
> & { readonly batch: string | null; readonly repositories: readonly Id[] | null }

type Stored = typeof proposals.$inferSelect

export interface AskedRow
  extends Pick<
    Stored,
    | 'id'
    | 'subject'
    | 'reason'
    | 'findings'
    | 'evidence'
    | 'risk'
    | 'plan'
    | 'choices'
    | 'scope'
    | 'status'
    | 'stale'
    | 'reopened'
    | 'openedAt'
    | 'power'
    | 'lastActiveAt'
    | 'smallestRole'
  > {
  /** The account's name at GitHub; null where it has none, or it is no account. */
  readonly name: string | null
  /** Whose own case it is. */
  readonly caseOf: Id | null
  readonly votes: readonly RowVote[]
  readonly before: AnsweredBefore | null
  /** What contributors and owners said, oldest first. */
  readonly comments: readonly Comment[]
  /** Lines of files by which the access of an account would come back. */
  readonly keptInFiles: readonly KeptInFile[]
  /** The repositories that an outside collaborator may keep, by name. */
  readonly reached: readonly { readonly id: Id; readonly name: string }[]
  /** What is known of the notice of the person. */
  readonly notice: NoticePeriod
  /** Binds an answer to what this row shows. */
  readonly seen: string
}

/** How rows are sorted within their groups. */
export const SORTS = [
  ['power', 'most powerful first'],
  ['longest', 'longest inactive first'],
  ['name', 'name'],
] as const
export type Sort = (typeof SORTS)[number][0]

/** One page of the rows of a review that the filter lets through, group by group; those decided newest first. */
export async function listAskedRows(
  register: Register,
  reviewId: string,
  filter: RowsFilter,
  { sort, offset, limit }: { readonly sort: Sort; readonly offset: number; readonly limit: number },
): Promise<readonly AskedRow[]> {
  return await findRows(
    register,
    sql`proposals.review_id = ${reviewId} and ${rowsWhere(filter)}`,
    orderOf(filter.view, sort),
    { offset, limit },
  )
}

/** The rows with these ids, in their order on the page. */
export async function findAskedRows(
  register: Register,
  reviewId: string,
  ids: readonly string[],
): Promise<readonly AskedRow[]> {
  return await findRows(
    register,
    sql`proposals.review_id = ${reviewId} and proposals.id in (select value from ${rowsOf(ids)})`,
    orderOf('decide', 'power'),
    { offset: 0, limit: ids.length },
  )
}

/** The view in which a proposal stands, and how many rows stand before it there; null where the review has no such proposal. */
export async function findPlaceOf(
  register: Register,
  reviewId: string,
  id: string,
): Promise<{ readonly view: RowsView; readonly before: number } | null> {
  const placed = (view: RowsView) => sql`select ${view} as view, id,
      row_number() over (order by ${orderOf(view, 'power')}) - 1 as before
    from proposals where review_id = ${reviewId} and ${viewOfRow} = ${view}`
  const all = sql.join((['decide', 'second', 'decided', 'done'] as const).map(placed), sql` union all `)
  const [found] = await register.rows<{ view: RowsView; before: number }>(
    sql`select view, before from (${all}) where id = ${id}`,
  )
  return found ?? null
}

async function findRows(
  register: Register,
  where: SQL,
  order: SQL,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly AskedRow[]> {
  // Raw SQL: drizzle takes as long to build the statement and to map the rows as to read them.
  const rows = await register.rows<RowText>(sql`
    select id, subject, reason, findings, evidence, risk, plan, choices, scope, status, stale, reopened, power,
      opened_at as openedAt, last_active_at as lastActiveAt, smallest_role as smallestRole,
      ${NAME} as name, ${CASE_OF} as caseOf, ${VOTES} as votes, ${BEFORE} as before, ${COMMENTS} as comments,
      ${KEPT} as keptInFiles, ${REACHED} as reached, ${noticeFactsOf(sql`proposals`)} as notice, ${shownOfRow} as shown
    from proposals where ${where} order by ${order} limit ${limit} offset ${offset}`)
  return rows.map(({ shown, notice, ...row }) => ({
    ...row,
    subject: fromJson(proposals.subject, row.subject),
    findings: fromJson(proposals.findings, row.findings),
    evidence: fromJson(proposals.evidence, row.evidence),
    risk: fromJson(proposals.risk, row.risk),
    plan: fromJson(proposals.plan, row.plan),
    choices: fromJson(proposals.choices, row.choices),
    scope: fromJson(proposals.scope, row.scope),
    reopened: fromJson(proposals.reopened, row.reopened),
    smallestRole: fromJson(proposals.smallestRole, row.smallestRole),
    votes: builtJson<readonly RowVote[]>(row.votes),
    before: row.before === null ? null : builtJson<AnsweredBefore>(row.before),
    comments: builtJson<readonly Comment[]>(row.comments),
    keptInFiles: builtJson<readonly KeptInFile[]>(row.keptInFiles),
    reached: builtJson<AskedRow['reached']>(row.reached),
    notice: noticePeriod(noticeFactsIn(notice)),
    seen: seenOf({ id: row.id, shown }),
  }))
}

/** A row as it is read: everything but names, moments and numbers is JSON. */
interface RowText
  extends Pick<
      AskedRow,
      'id' | 'reason' | 'status' | 'stale' | 'power' | 'openedAt' | 'lastActiveAt' | 'name' | 'caseOf'
    >,
    Record<'subject' | 'findings' | 'evidence' | 'risk' | 'plan', string>,
    Record<'choices' | 'scope' | 'reopened' | 'smallestRole' | 'before', string | null>,
    Record<'votes' | 'comments' | 'keptInFiles' | 'reached' | 'notice' | 'shown', string> {}

/** The account's name at GitHub. */
export const NAME = sql<
  string | null
>`(select name from accounts where proposals.subject ->> 'kind' = 'account' and accounts.id = proposals.subject ->> 'id')`

/** Whose own case a row of `proposals` is. */
export const CASE_OF = sql<Id | null>`case proposals.subject ->> 'kind'
  when 'account' then proposals.subject ->> 'id'
  when 'invitation' then (select account_id from grants where grants.org_id = proposals.org_id and closed_at is null
    and grants.key in ('organization_invitation:' || (proposals.subject ->> 'id'), 'repository_invitation:' || (proposals.subject ->> 'id')))
  else (select owner_id from credentials where credentials.org_id = proposals.org_id and closed_at is null
    and credentials.kind = proposals.subject ->> 'credentialKind' and github_id = proposals.subject ->> 'id') end`

/** The standing votes on a row of `proposals`, oldest first, as a JSON list of `RowVote`. */
export const VOTES = sql<string>`(select json_group_array(json_object('id', id, 'by', json("by"), 'decision', decision,
    'reason', reason, 'until', until, 'role', role, 'at', at, 'confirmedAt', confirmed_at, 'batch', batch,
    'repositories', json(repositories)))
  from (select * from ${decisions} where proposal_id = ${sql.raw('proposals.id')} and ended_at is null order by at, id))`

const COMMENTS = sql<string>`(select json_group_array(json_object('id', id, 'by', json("by"), 'text', text,
    'recommends', recommends, 'role', role, 'at', at))
  from (select * from comments where proposal_id = ${sql.raw('proposals.id')} order by at, id))`

const BEFORE = sql<string | null>`(select json_object('quarter', earlier.quarter, 'decision', answer.decision,
    'role', answer.role, 'until', answer.until)
  from reviews as earlier join proposals as asked on asked.review_id = earlier.id and asked.subject_key = proposals.subject_key
  left join decisions as answer on answer.proposal_id = asked.id and answer.ended_at is null
  where earlier.id = (select id from reviews as older where older.org_id = proposals.org_id and older.opened_at <
    (select opened_at from reviews where id = proposals.review_id) order by older.opened_at desc limit 1) limit 1)`

/** Lines of files that keep the account's access. */
export const KEPT = sql<string>`${keptInFilesJson(
  sql`proposals.org_id`,
  sql`case proposals.subject ->> 'kind' when 'account' then proposals.subject ->> 'id' end`,
)}`

const REACHED = sql<string>`(select json_group_array(json_object('id', id, 'name', name)) from (
    select distinct repositories.id, repositories.name from json_each(proposals.choices) as choice,
      json_each(choice.value -> '$.plan') as step, json_each(step.value -> '$.repositories') as reached
    join repositories on repositories.id = reached.value
    where step.value ->> 'action' = 'convert_to_outside_collaborator' order by lower(repositories.name)))`

/** The group's place, as a number. */
export const GROUP = sql`case proposals.power ${sql.join(
  POWERS.map((power, n) => sql.raw(`when '${power}' then ${n}`)),
  sql` `,
)} end`

function orderOf(view: RowsView | undefined, sort: Sort): SQL {
  if (view === 'decided')
    return sql`(select max(at) from decisions where proposal_id = proposals.id and ended_at is null) desc, ${GROUP}, proposals.id`
  switch (sort) {
    case 'power':
      return sql`${GROUP}, proposals.risk_score desc, coalesce(proposals.last_active_at, ''), proposals.id`
    case 'longest':
      return sql`${GROUP}, coalesce(proposals.last_active_at, ''), proposals.id`
    case 'name':
      return sql`${GROUP}, lower(coalesce(${NAME}, proposals.subject ->> 'login', proposals.subject ->> 'name')), proposals.id`
  }
}
