/** The newest own act per account, repository and kind, and what is recorded of acts. */

import { type SQL, sql } from 'drizzle-orm'
import type { Activity, Id, Instant, NamedActivity } from '../../policy/words.ts'
import { builtJson, type Register, rowsOf, type Statement } from '../open.ts'
import { activity } from '../schema.ts'
import { actsByMonthStatement } from './acts-by-month.ts'

/**
 * Stores acts that are newer than the known ones, and the days on which there were acts, of accounts with an open grant in the
 * organisation. Left out: acts dated after `asOf` (a wrong clock or a forged date, which would hide the true ones), and commits
 * and tags older than their repository (made elsewhere, or back-dated).
 */
export function activityStatements(
  register: Register,
  orgId: Id,
  acts: readonly Activity[],
  asOf: Instant,
): readonly Statement[] {
  const past = acts.filter((act) => act.at <= asOf)
  if (past.length === 0) return []
  const counted = sql`exists (select 1 from grants where grants.account_id = value->>'account' and grants.org_id = ${orgId} and closed_at is null)
    and not ${isOlderThanItsRepository()}`
  return [
    newestActsStatement(register, orgId, past, counted),
    actsByMonthStatement(register, orgId, past, counted),
  ]
}

function newestActsStatement(
  register: Register,
  orgId: Id,
  acts: readonly Activity[],
  counted: SQL,
): Statement {
  const rows = newestOfEach(acts).map((act) => ({ ...act, repository: act.repository ?? 0 }))
  return register.run(sql`
    insert into activity (org_id, account_id, repository_id, kind, at, url, source)
    select ${orgId}, value->>'account', value->>'repository', value->>'kind', value->>'at', value->>'url', value->>'source'
    from ${rowsOf(rows)} where ${counted}
    on conflict (org_id, account_id, repository_id, kind) do update
      set at = excluded.at, url = excluded.url, source = excluded.source
    where excluded.at > activity.at`)
}

/**
 * Condition on a row under `value`: a commit or tag, whose date the writer chooses, from before its repository was created.
 * Contributions give only the day. `policy/activity/plausible.ts` has the same rule for values.
 */
export function isOlderThanItsRepository() {
  return sql`(value->>'kind' in ('commit', 'tag') and exists (
    select 1 from repositories where repositories.id = value->>'repository' and repositories.created_at >
      case value->>'source' when 'contributions' then strftime('%Y-%m-%dT%H:%M:%SZ', value->>'at', '+1 day') else value->>'at' end))`
}

/** One account's newest acts of every kind and repository, newest first. */
export async function findNewestActs(register: Register, orgId: Id, account: Id): Promise<NamedActivity[]> {
  return (await findNewestActsOfMany(register, orgId, [account])).get(account) ?? []
}

/** The newest acts of many accounts in one query. Accounts without an act are left out. */
export async function findNewestActsOfMany(
  register: Register,
  orgId: Id,
  accountIds: readonly Id[],
): Promise<ReadonlyMap<Id, NamedActivity[]>> {
  if (accountIds.length === 0) return new Map()
  const rows = await register.rows<NamedRow>(sql`
    select a.account_id as accountId, a.repository_id as repositoryId, a.kind, a.at, a.url, a.source,
      (select login from organizations where id = ${orgId}) || '/' || r.name as repositoryName
    from activity a left join repositories r on r.id = a.repository_id
    where a.org_id = ${orgId} and a.account_id in (select value from ${rowsOf(accountIds)})
    order by julianday(a.at) desc`)
  const acts = rows.map((row) => ({ ...toActivity(row), repositoryName: row.repositoryName }))
  return Map.groupBy(acts, (act) => act.account)
}

/** Selects those of one account as a JSON list, for another statement to join; `newestActsIn` reads it. */
export function newestActsJson(orgId: SQL, account: SQL): SQL {
  return sql`(select json_group_array(json_object('accountId', account_id, 'repositoryId', repository_id, 'kind', kind, 'at', at,
      'url', url, 'source', source, 'repositoryName', repository_name))
    from (select a.*, (select login from organizations where id = ${orgId}) || '/' || r.name as repository_name
      from activity a left join repositories r on r.id = a.repository_id
      where a.org_id = ${orgId} and a.account_id = ${account} order by julianday(a.at) desc))`
}

/** The acts that `newestActsJson` selected, newest first. */
export function newestActsIn(text: string): readonly NamedActivity[] {
  const rows = builtJson<readonly NamedRow[]>(text)
  return rows.map((row) => ({ ...toActivity(row), repositoryName: row.repositoryName }))
}

/**
 * Each account's single newest act. It may be later than the audit that asks: a newer act found meanwhile has replaced the
 * earlier one of its kind.
 */
export async function findNewestActOfEach(
  register: Register,
  orgId: Id,
  accountIds: readonly Id[],
): Promise<Map<Id, Activity>> {
  const rows = await register.rows<ActivityRow>(sql`
    select account_id as accountId, repository_id as repositoryId, kind, max(at) as at, url, source from ${activity}
    where org_id = ${orgId} and account_id in (select value from ${rowsOf(accountIds)}) group by account_id`)
  return new Map(rows.map((row) => [row.accountId, toActivity(row)]))
}

/** What these accounts did in one repository: the newest act of each kind, by account. */
export async function findActsIn(
  register: Register,
  orgId: Id,
  repository: Id,
  accountIds: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Activity[]>> {
  const rows = await register.rows<ActivityRow>(sql`
    select account_id as accountId, repository_id as repositoryId, kind, at, url, source from ${rowsOf(accountIds)} as asked
    cross join activity on org_id = ${orgId} and account_id = asked.value and repository_id = ${repository}`)
  return Map.groupBy(rows.map(toActivity), (act) => act.account)
}

/** The newest act per account, repository and kind. */
export function newestOfEach(acts: readonly Activity[]): Activity[] {
  const newest = new Map<string, Activity>()
  for (const act of acts) {
    const key = `${act.account}:${act.repository ?? 0}:${act.kind}`
    const known = newest.get(key)
    if (known === undefined || known.at < act.at) newest.set(key, act)
  }
  return [...newest.values()]
}

type ActivityRow = Omit<typeof activity.$inferSelect, 'orgId'>
type NamedRow = ActivityRow & { readonly repositoryName: string | null }

export function toActivity(row: ActivityRow): Activity {
  return {
    account: row.accountId,
    repository: row.repositoryId === 0 ? null : row.repositoryId,
    kind: row.kind,
    at: row.at,
    url: row.url,
    source: row.source,
  }
}
