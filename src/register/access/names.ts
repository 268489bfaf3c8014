/** Finds the names of repositories, teams and accounts by id. */

import { and, eq, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { accounts, organizations, repositories, teams } from '../schema.ts'

/** Full names (`owner/name`) of these repositories of an organisation, open or closed. Null ids are skipped. */
export async function findRepositoryNames(
  register: Register,
  orgId: Id,
  ids: Iterable<Id | null>,
): Promise<Map<Id, string>> {
  const rows = await register
    .select({ id: repositories.id, name: sql<string>`${organizations.login} || '/' || ${repositories.name}` })
    .from(repositories)
    .innerJoin(organizations, eq(organizations.id, repositories.orgId))
    .where(
      and(
        eq(repositories.orgId, orgId),
        sql`${repositories.id} in (select value from ${rowsOf(distinct(ids))})`,
      ),
    )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Slugs of all teams of an organisation, open or closed. */
export async function findTeamSlugs(register: Register, orgId: Id): Promise<Map<Id, string>> {
  const rows = await register
    .select({ id: teams.id, slug: teams.slug })
    .from(teams)
    .where(eq(teams.orgId, orgId))
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}

/** Logins of these accounts. Null ids are skipped. */
export async function findLogins(register: Register, ids: Iterable<Id | null>): Promise<Map<Id, string>> {
  const rows = await register
    .select({ id: accounts.id, login: accounts.login })
    .from(accounts)
    .where(sql`${accounts.id} in (select value from ${rowsOf(distinct(ids))})`)
  return new Map(rows.map(({ id, login }) => [id, login]))
}

function distinct(ids: Iterable<Id | null>): Id[] {
  return [...new Set([...ids].filter((id) => id !== null))]
}
