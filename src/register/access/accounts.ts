/** The accounts of GitHub users and bots, and their second factor in each organisation. */

import { eq, type SQL, sql } from 'drizzle-orm'
import type { Id, SeenAccount, TwoFactor } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { accounts } from '../schema.ts'

export type AccountRow = typeof accounts.$inferSelect

/** The account with this login now, whatever its case. */
export async function findAccountRowByLogin(
  register: Register,
  login: string,
): Promise<AccountRow | undefined> {
  return register.select().from(accounts).where(sql`lower(${accounts.login}) = ${login.toLowerCase()}`).get()
}

/** Every account that had this login when it was last seen, whatever its case: one that left may have been renamed since. */
export async function findAccountRowsWithLogin(
  register: Register,
  login: string,
): Promise<readonly AccountRow[]> {
  return register.select().from(accounts).where(sql`lower(${accounts.login}) = ${login.toLowerCase()}`)
}

export async function findAccountRowById(register: Register, id: Id): Promise<AccountRow | undefined> {
  return register.select().from(accounts).where(eq(accounts.id, id)).get()
}

/** Columns that keep their value where a page of GitHub's does not show it. */
const KNOWN_CONDITIONS: readonly { readonly name: string; readonly column: string }[] = [
  { name: 'a missing node id does not overwrite a known one', column: 'node_id' },
  { name: 'a missing name does not overwrite a known one', column: 'name' },
  { name: 'a missing creation date does not overwrite a known one', column: 'created_at' },
]

/** Inserts or updates accounts. A null does not overwrite a known value, and an unchanged row is not written. */
export function accountsStatement(register: Register, seen: readonly SeenAccount[]): Statement {
  return register.run(sql`
    insert into accounts (id, login, node_id, type, name, created_at)
    select value->>'id', value->>'login', value->>'nodeId', value->>'type', value->>'name', value->>'createdAt'
    from ${rowsOf(seen)} where true
    on conflict (id) do update set login = excluded.login, type = excluded.type,
      node_id = ${shown('node_id')}, name = ${shown('name')}, created_at = ${shown('created_at')}
    where login is not excluded.login or type is not excluded.type or node_id is not ${shown('node_id')}
      or name is not ${shown('name')} or created_at is not ${shown('created_at')}`)
}

/** What a column holds once a page has been written. */
function shown(column: 'node_id' | 'name' | 'created_at'): SQL {
  const isKept = KNOWN_CONDITIONS.some((condition) => condition.column === column)
  return sql.raw(isKept ? `coalesce(excluded.${column}, ${column})` : `excluded.${column}`)
}

/** Writes the second factor of each account in one organisation. */
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

/** Owners now, by their second factor. */
export interface OwnersSecondFactor {
  /** Logins of owners who have none. */
  readonly without: readonly string[]
  /** How many owners GitHub does not show it of. */
  readonly unknown: number
}

/** The owners without a second factor, by login, and for how many owners it is not known. */
export async function findOwnersSecondFactor(register: Register, orgId: Id): Promise<OwnersSecondFactor> {
  const owners = await register.rows<{ login: string; state: string | null }>(sql`
    select distinct accounts.login as login, two_factor.state as state from grants
      join accounts on accounts.id = grants.account_id
      left join two_factor on two_factor.org_id = grants.org_id and two_factor.account_id = grants.account_id
    where grants.org_id = ${orgId} and grants.closed_at is null and grants.kind = 'organization_role' and grants.role = 'admin'
    order by accounts.login`)
  return {
    without: owners.filter(({ state }) => state === 'disabled').map(({ login }) => login),
    unknown: owners.filter(({ state }) => state !== 'disabled' && state !== 'enabled').length,
  }
}
