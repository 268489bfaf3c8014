/** Keeps what an audit log tells of people who have access: their newest act in it, and since when they have what they have. */

import { sql } from 'drizzle-orm'
import type { LoggedDate } from '../../policy/access/logged-since.ts'
import type { AuditLog } from '../../policy/activity/audit-log.ts'
import type { NamedInLog } from '../../policy/activity/audit-log-entry.ts'
import { printedDay } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Activity, Actor, Id, Instant } from '../../policy/words.ts'
import { recordChange } from '../history/history.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { loggedDates } from '../schema.ts'
import { activityStatements } from './newest-acts.ts'

/** How many people a log was about. */
export interface AuditLogOutcome {
  /** With access here, and an act in the log. */
  readonly cleared: number
  /** With access here, and a date since when they have some of it. */
  readonly dated: number
  /** Without access here, or not known by this name: nothing of them is kept. */
  readonly unknown: number
}

type LoggedDateRow = typeof loggedDates.$inferSelect

/**
 * Stores acts and dates in one transaction with an entry in the history that names nobody but who handed it in. `url`: where
 * owners read the log on GitHub. Null where nobody with access is known yet; then nothing is stored.
 */
export async function keepAuditLog(
  register: Register,
  orgId: Id,
  log: AuditLog & { readonly from: Instant; readonly to: Instant },
  by: Actor,
  url: string,
  now: Instant,
): Promise<AuditLogOutcome | null> {
  const ids = await findIds(register, orgId)
  if (ids.people.size === 0) return null
  const handedInBy = by.kind === 'person' ? by.id : null
  const known = (who: NamedInLog) => {
    const id = who.id ?? ids.logins.get(who.login ?? '') ?? null
    return id !== null && ids.people.has(id) && id !== handedInBy ? id : null
  }
  const acts = log.acts.flatMap(({ who, at }): Activity[] => {
    const account = known(who)
    return account === null
      ? []
      : [{ account, repository: null, kind: 'administration', at, url, source: 'audit_log' }]
  })
  const dates = log.given.flatMap(({ who, kind, name, at }): LoggedDateRow[] => {
    const accountId = known(who)
    const targetId =
      kind === 'team' ? ids.teams.get(name) : kind === 'repository' ? ids.repositories.get(name) : 0
    return accountId === null || targetId === undefined ? [] : [{ orgId, accountId, kind, targetId, at }]
  })
  const strangers = [...log.acts, ...log.given].filter(({ who }) => known(who) === null)
  const outcome = {
    cleared: new Set(acts.map(({ account }) => account)).size,
    dated: new Set(dates.map(({ accountId }) => accountId)).size,
    unknown: new Set(strangers.map(({ who }) => who.id ?? who.login)).size,
  }
  await recordChange(register, orgId, null, entryOf(log, outcome, by, now), () => [
    ...chunksOf(acts).flatMap((chunk) => activityStatements(register, orgId, chunk, now)),
    ...chunksOf(dates).map((chunk) => datesStatement(register, chunk)),
  ])
  return outcome
}

/** What the log dates of an account. */
export async function findLoggedDates(register: Register, orgId: Id, account: Id): Promise<LoggedDate[]> {
  return register.rows(sql`select kind, target_id as target, at from ${loggedDates}
    where org_id = ${orgId} and account_id = ${account}`)
}

function entryOf(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  outcome: AuditLogOutcome,
  by: Actor,
  now: Instant,
) {
  const people = (n: number) => counted(n, 'person', 'people')
  const sentence = `${actorFirst(by)} handed in the organisation's audit log from ${printedDay(from)} to ${printedDay(to)}: it shows an act of ${people(outcome.cleared)} and dates the access of ${people(outcome.dated)}.`
  return { at: now, act: 'audit_log_handed_in', actor: by, sentence, facts: { from, to, ...outcome } }
}

/** The earliest date stays: a log that is handed in again renews nothing. */
function datesStatement(register: Register, rows: readonly LoggedDateRow[]): Statement {
  return register.run(sql`
    insert into logged_dates (org_id, account_id, kind, target_id, at)
    select value->>'orgId', value->>'accountId', value->>'kind', value->>'targetId', value->>'at' from ${rowsOf(rows)} where true
    on conflict (org_id, account_id, kind, target_id) do update set at = excluded.at where excluded.at < at`)
}

/** Ids of everybody with an open grant, of teams and of repositories, by their names in small letters. */
async function findIds(register: Register, orgId: Id) {
  const rows = await register.rows<{ kind: 'person' | 'team' | 'repository'; name: string; id: Id }>(sql`
    select 'person' as kind, login as name, id from accounts where exists (select 1 from grants
      where grants.account_id = accounts.id and grants.org_id = ${orgId} and grants.closed_at is null)
    union all select 'team', slug, id from teams where org_id = ${orgId} and closed_at is null
    union all select 'repository', name, id from repositories where org_id = ${orgId} and closed_at is null`)
  const named = (of: string) =>
    new Map(rows.flatMap(({ kind, name, id }) => (kind === of ? [[name.toLowerCase(), id]] : [])))
  const logins = named('person')
  return {
    logins,
    people: new Set(logins.values()),
    teams: named('team'),
    repositories: named('repository'),
  }
}

/** Rows of one statement: some 200 bytes each, and one parameter may have a megabyte. */
const ROWS_PER_STATEMENT = 2000

function chunksOf<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / ROWS_PER_STATEMENT)
  return Array.from({ length: count }, (_, at) =>
    rows.slice(at * ROWS_PER_STATEMENT, (at + 1) * ROWS_PER_STATEMENT),
  )
}
