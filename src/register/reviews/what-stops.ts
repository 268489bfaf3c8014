/** Finds what would stop with the access of those whom a page of a review shows, and who of them is active in a sister organisation, and what they said. */

import { type SQL, sql } from 'drizzle-orm'
import { accessMap } from '../../policy/access/access-map.ts'
import type { PlacedMention } from '../../policy/access/writing-owners.ts'
import { type WouldStop, type WouldStopFacts, wouldStopOf } from '../../policy/proposals/would-stop.ts'
import type { Grant, Id, Instant } from '../../policy/words.ts'
import { findGrantsReaching } from '../access/grants.ts'
import {
  type SisterAct,
  type SisterActivity,
  sisterActivityIn,
  sisterActs,
} from '../activity/sisters/sister-activity.ts'
import { builtJson, type Register, rowsOf } from '../open.ts'
import { type SaidRow, saidIn, saidRows } from '../people/said.ts'

/**
 * By account, in two statements however many there are. `others`: of whom only is asked whether they are active elsewhere;
 * `holders`: whose grants are read too.
 */
export async function findWouldStop(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
  now: Instant,
  { others = [], holders = [] }: { readonly others?: readonly Id[]; readonly holders?: readonly Id[] } = {},
): Promise<{
  readonly said: ReturnType<typeof saidIn>
  readonly stops: ReadonlyMap<Id, WouldStop>
  readonly elsewhere: ReadonlyMap<Id, readonly SisterActivity[]>
  /** Those that reach the accounts and the holders. */
  readonly grants: readonly Grant[]
}> {
  const asked = [...new Set([...accounts, ...others])]
  if (asked.length === 0 && holders.length === 0)
    return { stops: new Map(), elsewhere: new Map(), said: saidIn([]), grants: [] }
  const rows = await findBeside(register, orgId, accounts, {
    elsewhere: sisterActs(orgId, asked, now),
    said: saidRows(orgId, accounts, now),
  })
  const acts = rows.flatMap(({ kind, text }) => (kind === 'sister' ? [builtJson<SisterAct>(text)] : []))
  const mentions = rows.flatMap(({ kind, text }) =>
    kind === 'mention' ? [builtJson<PlacedMention>(text)] : [],
  )
  const facts = factsIn(rows)
  // Whether a line would name nobody else depends on what the others in it can write.
  const named = mentions.flatMap(({ account }) => (account === null ? [] : [account]))
  const teams = new Set(mentions.flatMap(({ login }) => facts.teamOf(login) ?? []))
  const grants = await findGrantsReaching(register, orgId, [...accounts, ...holders, ...named], [...teams])
  const of = wouldStopOf({ ...facts, map: accessMap(grants, idsOf(rows, 'repository')), mentions })
  return {
    stops: new Map(accounts.map((account) => [account, of(account)])),
    elsewhere: sisterActivityIn(acts, now),
    said: saidIn(rows.flatMap(({ kind, text }) => (kind === 'said' ? [builtJson<SaidRow>(text)] : []))),
    grants,
  }
}

/** A row of whatever else is needed: `id` and `text` are what the kind says. */
interface BesideRow {
  readonly kind:
    | 'repository'
    | 'team'
    | 'deploy_key'
    | 'fine_grained_token'
    | 'reviewers'
    | 'files'
    | 'mention'
    | 'sister'
    | 'said'
  readonly id: Id
  readonly text: string
  /** Of a credential: its repository. */
  readonly other: Id | null
}

/** Mentions are the workflows that they edited last, and every owner in each line of CODEOWNERS that names one of them or a team. */
function findBeside(
  register: Register,
  orgId: Id,
  accounts: readonly Id[],
  also: { readonly elsewhere: SQL; readonly said: SQL },
): Promise<BesideRow[]> {
  // D1 takes five terms of a compound at most, and as many again within one of them.
  const asked = sql`account_id in (select value from ${rowsOf(accounts)})`
  return register.rows<BesideRow>(sql`
    select 'repository' as kind, id, name as text, null as other from repositories
      where org_id = ${orgId} and closed_at is null and not archived
    union all select 'team', teams.id, lower(organizations.login || '/' || teams.slug), null from teams
      join organizations on organizations.id = teams.org_id where teams.org_id = ${orgId} and teams.closed_at is null
        and lower(organizations.login || '/' || teams.slug) in (select lower(login) from file_mentions
          where org_id = ${orgId} and kind = 'code_owner' and instr(login, '/') > 0)
    union all select kind, owner_id, name, repository_id from credentials
      where org_id = ${orgId} and closed_at is null and kind in ('deploy_key', 'fine_grained_token')
        and owner_id in (select value from ${rowsOf(accounts)})
    union all select case source when 'repository_files' then 'files' else 'reviewers' end, scope_id,
        case source when 'repository_files' then mark->>'notRead' else mark->>'users' end, null from watermarks
      where org_id = ${orgId} and mark is not null and (source = 'deployment_reviews'
        or source = 'repository_files' and mark->>'review' = (select id from reviews
          where org_id = ${orgId} order by opened_at desc limit 1))
    union all select * from (select * from (select 'sister', account, json_object('account', account, 'organization', organization,
        'at', at, 'kind', kind, 'repository', repository, 'months', months), null from (${also.elsewhere}))
      union all select * from (select 'said', account, json_object('account', account, 'answer', answer, 'until', until), null
        from (${also.said}))
      union all select * from (select 'mention', repository_id, json_object('repository', repository_id, 'kind', kind,
        'path', path, 'line', line, 'login', login, 'account', account_id, 'text', text, 'url', url), null
      from file_mentions where org_id = ${orgId} and (kind = 'scheduled_workflow' and ${asked}
        or kind = 'code_owner' and (repository_id, path, line) in (select repository_id, path, line from file_mentions
          where org_id = ${orgId} and kind = 'code_owner' and (${asked} or instr(login, '/') > 0)))
      order by repository_id, path, line, login))`)
}

function factsIn(rows: readonly BesideRow[]): Omit<WouldStopFacts, 'map' | 'mentions'> {
  const teams = new Map(rows.flatMap(({ kind, id, text }) => (kind === 'team' ? [[text, id]] : [])))
  return {
    repositories: new Map(rows.flatMap(({ kind, id, text }) => (kind === 'repository' ? [[id, text]] : []))),
    teamOf: (name) => teams.get(name.toLowerCase()) ?? null,
    credentials: rows.flatMap(({ kind, id, text, other }) =>
      kind === 'deploy_key' || kind === 'fine_grained_token'
        ? [{ kind, name: text, owner: id, repository: other }]
        : [],
    ),
    reviewers: rows.flatMap(({ kind, id, text }) =>
      kind === 'reviewers'
        ? [{ repository: id, users: listIn(text).filter((user) => typeof user === 'number') }]
        : [],
    ),
    filesRead: new Map(
      rows.flatMap(({ kind, id, text }) =>
        kind === 'files' ? [[id, listIn(text).filter((sentence) => typeof sentence === 'string')]] : [],
      ),
    ),
  }
}

function idsOf(rows: readonly BesideRow[], kind: BesideRow['kind']): Id[] {
  return rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
}

function listIn(text: string): readonly unknown[] {
  const value: unknown = JSON.parse(text)
  return Array.isArray(value) ? value : []
}
