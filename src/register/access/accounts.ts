/** The accounts of GitHub users and bots, and their second factor in each organisation. */

import { sql } from 'drizzle-orm'
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

/** Inserts or updates accounts. A null does not overwrite a known value, and an unchanged row is not written. */
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
