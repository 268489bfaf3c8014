/** On which days of each month accounts were seen to act, by repository. */

import { type SQL, sql } from 'drizzle-orm'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'

/** What an account was seen to do in one repository in one month. */
export interface ActiveMonth {
  /** Null where the acts belong to no repository but to the organisation. */
  readonly repository: Id | null
  /** `owner/name`; null where `repository` is null or no longer known. */
  readonly repositoryName: string | null
  /** In UTC: `2026-11`. */
  readonly month: string
  /** On how many days of it, 1 to 31. */
  readonly days: number
}

/**
 * Adds the days of these acts to their months. `counted`: the condition on a row under `value` for an act that counts.
 * Idempotent: the same act read again changes nothing.
 */
export function actsByMonthStatement(
  register: Register,
  orgId: Id,
  acts: readonly Activity[],
  counted: SQL,
): Statement {
  const rows = oneOfEachDay(acts).map(({ account, repository, kind, at, source }) => ({
    account,
    repository: repository ?? 0,
    kind,
    at,
    source,
  }))
  return register.run(sql`
    insert into acts_by_month (org_id, account_id, repository_id, month, days)
    select ${orgId}, value->>'account', value->>'repository', substr(value->>'at', 1, 7),
      sum(distinct 1 << (cast(substr(value->>'at', 9, 2) as integer) - 1))
    from ${rowsOf(rows)} where ${counted} group by 2, 3, 4
    on conflict (org_id, account_id, repository_id, month) do update set days = acts_by_month.days | excluded.days
    where acts_by_month.days | excluded.days <> acts_by_month.days`)
}

/** What one account was seen to do since the month `from` (`2024-12`), by repository and month. */
export async function findActiveMonths(
  register: Register,
  orgId: Id,
  account: Id,
  from: string,
): Promise<readonly ActiveMonth[]> {
  const rows = await register.all<MonthRow>(sql`
    select a.repository_id as repositoryId, a.month, a.days, organizations.login || '/' || r.name as repositoryName
    from acts_by_month a left join repositories r on r.id = a.repository_id left join organizations on organizations.id = a.org_id
    where a.org_id = ${orgId} and a.account_id = ${account} and a.month >= ${from}
    order by a.repository_id, a.month`)
  return rows.map(({ repositoryId, repositoryName, month, days }) => ({
    repository: repositoryId === 0 ? null : repositoryId,
    repositoryName,
    month,
    days: daysIn(days),
  }))
}

/** What was read of each repository's pushes and merges without a gap, where anything was: from when to when. */
export async function findReadOfRepositories(
  register: Register,
  orgId: Id,
): Promise<ReadonlyMap<Id, { readonly since: Instant; readonly readTo: Instant }>> {
  const rows = await register.all<{ id: Id; since: Instant; readTo: Instant }>(sql`
    select scope_id as id, since, read_to as readTo from watermarks where org_id = ${orgId} and source = 'repository_activity'`)
  return new Map(rows.map(({ id, since, readTo }) => [id, { since, readTo }]))
}

type MonthRow = Omit<ActiveMonth, 'repository'> & { readonly repositoryId: Id }

/** One act of each account, repository, day, kind and source: the database is sent no more than it needs. */
function oneOfEachDay(acts: readonly Activity[]): Activity[] {
  const key = ({ account, repository, kind, at, source }: Activity) =>
    `${account}:${repository ?? 0}:${at.slice(0, 10)}:${kind}:${source}`
  return [...new Map(acts.map((act) => [key(act), act])).values()]
}

/** How many bits are set. */
function daysIn(mask: number): number {
  return [...mask.toString(2)].filter((bit) => bit === '1').length
}
