/** Which account of an organisation is meant by a login or an id. It never finds one that the organisation has not met. */

import { and, desc, eq, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { accounts, grants, proposals } from '../schema.ts'

export type KnownAccount = typeof accounts.$inferSelect

/** An account is met that held something here, or was asked about; a login that moved on to somebody else goes to who holds something now. */
export async function findAccount(
  register: Register,
  orgId: Id,
  account: { readonly login: string } | { readonly id: Id },
): Promise<KnownAccount | undefined> {
  const discovered = sql`(exists (select 1 from ${grants} where ${grants.orgId} = ${orgId} and ${grants.accountId} = ${accounts.id})
    or exists (select 1 from ${proposals} where ${proposals.orgId} = ${orgId} and ${proposals.subjectKey} = 'account:' || ${accounts.id}))`
  const holds = sql`exists (select 1 from ${grants} where ${grants.orgId} = ${orgId} and ${grants.accountId} = ${accounts.id} and ${grants.closedAt} is null)`
  return await register
    .select()
    .from(accounts)
    .where(
      and(
        'id' in account
          ? eq(accounts.id, account.id)
          : sql`lower(${accounts.login}) = ${account.login.toLowerCase()}`,
        discovered,
      ),
    )
    .orderBy(desc(holds))
    .limit(1)
    .get()
}
