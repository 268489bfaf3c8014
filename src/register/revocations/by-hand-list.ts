/** Lists what people carry out by hand: the proposals with their links, for a whole review or for a few of them. */

import { type SQL, sql } from 'drizzle-orm'
import { instant } from '../../policy/calendar.ts'
import { noticePeriod } from '../../policy/people/notices/notice-period.ts'
import {
  type ByHandItem,
  byHandItem,
  type KnownForHands,
  type LeftToPeople,
} from '../../policy/revocation/by-hand/item.ts'
import type { Names } from '../../policy/words/names.ts'
import type { Credential, Id, KeptInFile, NamedActivity, Subject } from '../../policy/words.ts'
import { newestActsIn, newestActsJson } from '../activity/newest-acts.ts'
import { keptInFilesJson } from '../audits/kept-in-files.ts'
import { type Page, pageOf } from '../cursor.ts'
import { builtJson, type Register, rowsOf } from '../open.ts'
import { noticeFactsIn, noticeFactsOf } from '../people/notices/notices.ts'

/** Whose list it is, and how it is made. */
export interface HandsOf extends Pick<KnownForHands, 'rules' | 'versions' | 'pausedAt' | 'now'> {
  readonly org: { readonly id: Id; readonly login: string }
  /** GitHub's web address. */
  readonly webUrl: string
  /** Whether nothing is written here at all: then every decided proposal is on the list. */
  readonly rehearsal: boolean
}

/**
 * What people carry out by hand in a review, highest risk first, in one statement; done lines stay on the list. `after`: the
 * sort keys of the previous page's last one.
 */
export async function findByHand(
  register: Register,
  of: HandsOf,
  reviewId: string,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<ByHandItem>> {
  const [score, id] = after ?? []
  const next = after === null ? sql`true` : sql`(-p.risk_score, p.id) > (-${score}, ${id})`
  const rows = await leftToPeople(register, of, sql`p.review_id = ${reviewId} and ${next}`, limit + 1)
  const items = itemsOf(of, rows.slice(0, limit))
  return pageOf(
    rows,
    limit,
    (row) => [row.score, row.left.id],
    (row) => item(items, row.left.id),
  )
}

/** The same for these proposals of the organisation, by their ids; those that nobody does by hand are left out. */
export async function findByHandOf(
  register: Register,
  of: HandsOf,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ByHandItem>> {
  if (ids.length === 0) return new Map()
  const wanted = sql`p.id in (select value from ${rowsOf(ids)})`
  return itemsOf(of, await leftToPeople(register, of, wanted, ids.length))
}

function item(items: ReadonlyMap<string, ByHandItem>, id: string): ByHandItem {
  const found = items.get(id)
  if (found === undefined) throw new Error(`Proposal ${id} was read and is not among what was read.`)
  return found
}

function itemsOf(of: HandsOf, rows: readonly Row[]): ReadonlyMap<string, ByHandItem> {
  return new Map(
    rows.map(({ left, repositories, teams, login, acts, kept }) => {
      const known = {
        ...of,
        names: namesOf(of, repositories, teams, login),
        isArchived: (id: Id) => repositories[id]?.archived === 1,
        acts,
        kept,
      }
      return [left.id, byHandItem(left, known)]
    }),
  )
}

interface Row {
  readonly left: LeftToPeople
  readonly score: number
  readonly repositories: Readonly<Record<Id, { readonly name: string; readonly archived: number }>>
  readonly teams: Readonly<Record<Id, string>>
  readonly login: string | null
  readonly acts: readonly NamedActivity[]
  readonly kept: readonly KeptInFile[]
}

/** The proposals that people carry out, each with the names of today that its plan needs. */
async function leftToPeople(register: Register, of: HandsOf, which: SQL, limit: number): Promise<Row[]> {
  const account = sql`case page.subject ->> 'kind' when 'account' then page.subject ->> 'id' end`
  const rows = await register.rows<TextRow>(sql`
    with page as (
      select p.*, ${carriedOutPlan(sql`p.id`)} as carried_out from proposals p left join revocations r on r.id = p.id
      where p.org_id = ${of.org.id} and ${which} and (p.status = 'by_hand'
        or (p.status = 'decided' and (${of.rehearsal ? 1 : 0} or r.status = 'by_hand'))
        or (p.status = 'done' and r.status = 'done' and r.counted_at is null))
      order by p.risk_score desc, p.id limit ${limit})
    select risk_score as score, subject, json_object('id', id, 'status', status, 'power', power, 'openedAt', opened_at,
        'findings', json(findings), 'evidence', json(evidence), 'grantsThen', json(grants_then), 'risk', json(risk),
        'stopped', case when stopped_at is null then null else json_object('by', json(stopped_by), 'at', stopped_at) end,
        'reopened', json(reopened),
        'votes', (select json_group_array(json_object('id', id, 'by', json("by"), 'decision', decision, 'role', role,
            'until', until, 'at', at, 'confirmedAt', confirmed_at, 'plan', json(plan)))
          from (select * from decisions where proposal_id = page.id and ended_at is null order by at, id)),
        'outcomes', (select json_group_array(json_object('step', step, 'status', status, 'at', at))
          from outcomes where revocation_id = page.id)) as left_to_people, ${noticeFactsOf(sql`page`)} as notice,
      (select last_used from credentials where org_id = page.org_id and kind = page.subject ->> 'credentialKind'
        and github_id = page.subject ->> 'id' and closed_at is null) as last_used,
      (select json_group_object(id, json_object('name', name, 'archived', archived)) from repositories
        where org_id = page.org_id and id in (select value ->> 'repository' from json_each(carried_out))) as repositories,
      (select json_group_object(id, slug) from teams
        where org_id = page.org_id and id in (select value ->> 'team' from json_each(carried_out))) as teams,
      (select login from accounts where id = ${account}) as login,
      ${newestActsJson(sql`page.org_id`, account)} as acts, ${keptInFilesJson(sql`page.org_id`, account)} as kept
    from page order by risk_score desc, id`)
  return rows.map(toRow)
}

/** Selects the plan that is carried out: that of the oldest standing answer which is no *keep*. */
export function carriedOutPlan(proposalId: SQL): SQL {
  return sql`(select plan from decisions where proposal_id = ${proposalId} and ended_at is null and decision <> 'keep'
    order by at, id limit 1)`
}

interface TextRow {
  readonly score: number
  readonly subject: string
  readonly left_to_people: string
  readonly notice: string
  readonly last_used: string | null
  readonly repositories: string
  readonly teams: string
  readonly login: string | null
  readonly acts: string
  readonly kept: string
}

function toRow(row: TextRow): Row {
  const left = builtJson<Omit<LeftToPeople, 'subject' | 'lastUsed' | 'notice'>>(row.left_to_people)
  return {
    left: {
      ...left,
      subject: builtJson<Subject>(row.subject),
      notice: noticePeriod(noticeFactsIn(row.notice)),
      lastUsed: lastUseIn(row.last_used),
    },
    score: row.score,
    repositories: builtJson<Row['repositories']>(row.repositories),
    teams: builtJson<Row['teams']>(row.teams),
    login: row.login,
    acts: newestActsIn(row.acts),
    kept: builtJson<Row['kept']>(row.kept),
  }
}

function lastUseIn(text: string | null): Credential['lastUsed'] | null {
  if (text === null || text === 'never' || text === 'unobservable') return text
  return { at: instant(text) }
}

function namesOf(
  { org, webUrl }: HandsOf,
  repositories: Row['repositories'],
  teams: Row['teams'],
  login: string | null,
): Names {
  return {
    organization: org.login,
    webUrl,
    repository: (id) => (repositories[id] === undefined ? null : `${org.login}/${repositories[id].name}`),
    team: (id) => teams[id] ?? null,
    login: () => login,
  }
}
