/** On which days of each month accounts were seen to act, by repository. */

import { type SQL, sql } from 'drizzle-orm'
import type { ReadSpan } from '../../policy/activity/months.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { type FinishedAudit, readSpans } from './read-back.ts'

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
  /** What of the repository was read without a gap, whoever acted; null where nothing was. */
  readonly read: ReadSpan | null
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

/**
 * What one account was seen to do since the month `from` (`2024-12`), by repository and month, and what was read there. `audit`:
 * the newest that has finished; without one nothing counts as read.
 */
export async function findActiveMonths(
  register: Register,
  orgId: Id,
  account: Id,
  from: string,
  audit: FinishedAudit | null = null,
): Promise<readonly ActiveMonth[]> {
  const rows = await register.rows<MonthRow>(sql`
    with acts as (select repository_id, month, days from acts_by_month
        where org_id = ${orgId} and account_id = ${account} and month >= ${from}),
      spans as (${readSpans(orgId, audit, sql`select repository_id from acts`)})
    select acts.repository_id as repositoryId, acts.month, acts.days, organizations.login || '/' || r.name as repositoryName,
      spans.since, spans.readTo
    from acts left join repositories r on r.id = acts.repository_id left join organizations on organizations.id = ${orgId}
      left join spans on spans.id = acts.repository_id
    order by acts.repository_id, acts.month`)
  return rows.map(({ repositoryId, repositoryName, month, days, since, readTo }) => ({
    repository: repositoryId === 0 ? null : repositoryId,
    repositoryName,
    month,
    days: daysIn(days),
    // A span that ends before it begins is none.
    read: since === null || readTo === null || readTo < since ? null : { since, readTo },
  }))
}

type MonthRow = Omit<ActiveMonth, 'repository' | 'read'> & {
  readonly repositoryId: Id
  readonly since: Instant | null
  readonly readTo: Instant | null
}

/** One act for each account, repository, day, kind and source: the database needs no more. */
function oneOfEachDay(acts: readonly Activity[]): Activity[] {
  const key = ({ account, repository, kind, at, source }: Activity) =>
    `${account}:${repository ?? 0}:${at.slice(0, 10)}:${kind}:${source}`
  return [...new Map(acts.map((act) => [key(act), act])).values()]
}

/** How many bits are set. */
function daysIn(mask: number): number {
  return [...mask.toString(2)].filter((bit) => bit === '1').length
}
