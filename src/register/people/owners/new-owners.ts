/** Finds who is an owner since an audit. */

import { sql } from 'drizzle-orm'
import type { Account, Id, Instant } from '../../../policy/words.ts'
import type { Register } from '../../open.ts'

/** Those whom the audit as of this moment saw as owners first, or again after they had been none; by login. */
export function findNewOwners(
  register: Register,
  orgId: Id,
  asOf: Instant,
): Promise<Pick<Account, 'id' | 'login'>[]> {
  return register.rows(sql`
    select accounts.id, accounts.login from grants join accounts on accounts.id = grants.account_id
    where grants.org_id = ${orgId} and grants.kind = 'organization_role' and grants.role = 'admin'
      and grants.first_seen = ${asOf} and grants.closed_at is null
    order by accounts.login`)
}
