/** Finds the names of repositories, teams and accounts by id. */

import { sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import { type Register, rowsOf } from '../open.ts'
import { accounts, organizations, repositories, teams } from '../schema.ts'

/** Full names (`owner/name`) of these repositories of an organisation, open or closed. Null ids are skipped. */
export async function findRepositoryNames(
  register: Register,
  orgId: Id,
  ids: Iterable<Id | null>,
): Promise<Map<Id, string>> {
  // Raw SQL here and below: drizzle takes longer to map hundreds of names than to read them.
  const rows = await register.rows<{ id: Id; name: string }>(sql`
    select repositories.id, login || '/' || repositories.name as name
    from ${repositories} join ${organizations} on organizations.id = repositories.org_id
    where repositories.org_id = ${orgId} and repositories.id in (select value from ${rowsOf(distinct(ids))})`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The same where the open repositories have already been read: the register is asked only for the others. */
export async function findRepositoryNamesBeside(
  register: Register,
  org: { readonly id: Id; readonly login: string },
  open: readonly { readonly id: Id; readonly name: string }[],
  ids: Iterable<Id | null>,
): Promise<Map<Id, string>> {
  const names = new Map(open.map(({ id, name }) => [id, `${org.login}/${name}`]))
  const others = [...ids].filter((id) => id !== null && !names.has(id))
  if (others.length > 0)
    for (const [id, name] of await findRepositoryNames(register, org.id, others)) names.set(id, name)
  return names
}

/** Slugs of these teams of an organisation, open or closed; of all where none are named. Null ids are skipped. */
export async function findTeamSlugs(
  register: Register,
  orgId: Id,
  ids?: Iterable<Id | null>,
): Promise<Map<Id, string>> {
  const named = ids === undefined ? sql`` : sql` and id in (select value from ${rowsOf(distinct(ids))})`
  const rows = await register.rows<{ id: Id; slug: string }>(
    sql`select id, slug from ${teams} where org_id = ${orgId}${named}`,
  )
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
