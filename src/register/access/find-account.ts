/** Finds an account of an organisation by login or id. */

import { and, desc, eq, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { accounts, grants, proposals } from '../schema.ts'

/** An account that the register knows, as a row. */
export type KnownAccount = typeof accounts.$inferSelect

/**
 * An account that ever had a grant or a proposal in the organisation; undefined for every other. A login that GitHub has
 * given to somebody else finds the account with an open grant first.
 */
export async function findAccount(
  register: Register,
  orgId: Id,
  account: { readonly login: string } | { readonly id: Id },
): Promise<KnownAccount | undefined> {
  const isKnown = sql`(exists (select 1 from ${grants} where ${grants.orgId} = ${orgId} and ${grants.accountId} = ${accounts.id})
    or exists (select 1 from ${proposals} where ${proposals.orgId} = ${orgId} and ${proposals.subjectKey} = 'account:' || ${accounts.id}))`
  const hasOpenGrant = sql`exists (select 1 from ${grants} where ${grants.orgId} = ${orgId} and ${grants.accountId} = ${accounts.id} and ${grants.closedAt} is null)`
  return await register
    .select()
    .from(accounts)
    .where(
      and(
        'id' in account
          ? eq(accounts.id, account.id)
          : sql`lower(${accounts.login}) = ${account.login.toLowerCase()}`,
        isKnown,
      ),
    )
    .orderBy(desc(hasOpenGrant))
    .limit(1)
    .get()
}
