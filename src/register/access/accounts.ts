/** Accounts, repositories and teams: the things that grants connect. Labels are updated in place, ids never. */

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Id, Instant, SeenAccount, SeenRepository, SeenTeam, TwoFactor } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { accounts, repositories, teams } from '../schema.ts'

/** Writes accounts; a null never overwrites what is known, an unchanged row is not written. */
export function accountsStatement(register: Register, seen: readonly SeenAccount[]): Statement {
  return register.run(sql`
    insert into accounts (id, login, node_id, type, name, created_at)
    select value->>'id', value->>'login', value->>'nodeId', value->>'type', value->>'name', value->>'createdAt'
    from ${rowsOf(seen)} where true
    on conflict (id) do update set login = excluded.login, type = excluded.type,
      node_id = coalesce(excluded.node_id, node_id), name = coalesce(excluded.name, name),
      created_at = coalesce(excluded.created_at, created_at)
    where login is not excluded.login or type is not excluded.type
      or node_id is not coalesce(excluded.node_id, node_id) or name is not coalesce(excluded.name, name)
      or created_at is not coalesce(excluded.created_at, created_at)`)
}

export function repositoriesStatement(
  register: Register,
  orgId: Id,
  seen: readonly SeenRepository[],
  now: Instant,
): Statement {
  const rows = seen.map((r) => ({
    ...r,
    private: Number(r.private),
    archived: Number(r.archived),
    fork: Number(r.fork),
  }))
  return register.run(sql`
    insert into repositories (id, org_id, name, node_id, private, archived, fork, default_branch, created_at, pushed_at, first_seen)
    select value->>'id', ${orgId}, value->>'name', value->>'nodeId', value->>'private', value->>'archived', value->>'fork',
      value->>'defaultBranch', value->>'createdAt', value->>'pushedAt', ${now}
    from ${rowsOf(rows)} where true
    on conflict (id) do update set org_id = excluded.org_id, name = excluded.name, node_id = excluded.node_id,
      private = excluded.private, archived = excluded.archived, fork = excluded.fork,
      default_branch = excluded.default_branch, created_at = excluded.created_at, pushed_at = excluded.pushed_at, closed_at = null
    where org_id is not excluded.org_id or name is not excluded.name or node_id is not excluded.node_id
      or private is not excluded.private or archived is not excluded.archived or fork is not excluded.fork
      or default_branch is not excluded.default_branch or created_at is not excluded.created_at
      or pushed_at is not excluded.pushed_at or closed_at is not null`)
}

/** When a repository last moved in ways that a push does not show; null where nothing was seen. */
export interface SeenChangeTimes {
  readonly id: Id
  readonly threadsUpdatedAt: Instant | null
  readonly commentedAt: Instant | null
  readonly discussedAt: Instant | null
  readonly releasedAt: Instant | null
}

export function changeTimesStatement(register: Register, moves: readonly SeenChangeTimes[]): Statement {
  return register.run(sql`
    update repositories set talked_at = seen.value->>'threadsUpdatedAt', commented_at = seen.value->>'commentedAt',
      discussed_at = seen.value->>'discussedAt', released_at = seen.value->>'releasedAt'
    from ${rowsOf(moves)} as seen
    where repositories.id = seen.value->>'id' and (talked_at is not seen.value->>'threadsUpdatedAt'
      or commented_at is not seen.value->>'commentedAt' or discussed_at is not seen.value->>'discussedAt'
      or released_at is not seen.value->>'releasedAt')`)
}

export function teamsStatement(
  register: Register,
  orgId: Id,
  seen: readonly SeenTeam[],
  now: Instant,
): Statement {
  return register.run(sql`
    insert into teams (id, org_id, slug, name, privacy, first_seen)
    select value->>'id', ${orgId}, value->>'slug', value->>'name', value->>'privacy', ${now} from ${rowsOf(seen)} where true
    on conflict (id) do update set slug = excluded.slug, name = excluded.name, privacy = excluded.privacy, closed_at = null
    where slug is not excluded.slug or name is not excluded.name or privacy is not excluded.privacy or closed_at is not null`)
}

export function twoFactorStatement(
  register: Register,
  orgId: Id,
  seen: readonly { id: Id; state: TwoFactor }[],
): Statement {
  return register.run(sql`
    insert into two_factor (org_id, account_id, state)
    select ${orgId}, value->>'id', value->>'state' from ${rowsOf(seen)} where true
    on conflict (org_id, account_id) do update set state = excluded.state where state is not excluded.state`)
}

export type Repository = typeof repositories.$inferSelect

/** The organisation's open repositories by id, from `after` on. */
export async function findOpenRepositories(register: Register, orgId: Id): Promise<Repository[]> {
  return register
    .select()
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), isNull(repositories.closedAt)))
    .orderBy(repositories.id)
}

export type Team = typeof teams.$inferSelect

export async function findOpenTeams(register: Register, orgId: Id): Promise<Team[]> {
  return register
    .select()
    .from(teams)
    .where(and(eq(teams.orgId, orgId), isNull(teams.closedAt)))
    .orderBy(teams.id)
}

export type AccountRow = typeof accounts.$inferSelect

export async function findAccountRowByLogin(
  register: Register,
  login: string,
): Promise<AccountRow | undefined> {
  return register.select().from(accounts).where(sql`lower(${accounts.login}) = ${login.toLowerCase()}`).get()
}
