/** In which organisations one account is known. It never tells who else is. */

import { and, isNull, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import type { Organization } from '../organizations.ts'
import { organizations } from '../schema.ts'

/** The organisations served here that hold something on the account: a grant, open or closed, or a proposal. */
export async function organizationsHolding(register: Register, account: Id): Promise<Organization[]> {
  return await register
    .select()
    .from(organizations)
    .where(
      and(
        isNull(organizations.closedAt),
        sql`(exists (select 1 from grants where grants.org_id = ${organizations.id} and grants.account_id = ${account})
          or exists (select 1 from proposals where proposals.org_id = ${organizations.id}
            and proposals.subject_key = ${`account:${account}`}))`,
      ),
    )
    .orderBy(organizations.login)
}
