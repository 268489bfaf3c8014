/** In which organisations one account is known, and whether in this one. It never tells who else is. */

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { subjectKeyOf } from '../../policy/proposals/subject-key.ts'
import type { Id } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import type { Organization } from '../organizations.ts'
import { organizations } from '../schema.ts'

/** The organisations served here that hold something on the account: a grant, open or closed, or a proposal. */
export async function findOrganizationsHolding(register: Register, account: Id): Promise<Organization[]> {
  return await register
    .select()
    .from(organizations)
    .where(and(isNull(organizations.closedAt), holdingOn(account)))
    .orderBy(organizations.login)
}

/** Whether the organisation holds something on the account: then its being served here is no secret to them. */
export async function isHeldOn(register: Register, orgId: Id, account: Id): Promise<boolean> {
  const rows = await register
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(eq(organizations.id, orgId), holdingOn(account)))
  return rows.length > 0
}

function holdingOn(account: Id): SQL {
  return sql`(exists (select 1 from grants where grants.org_id = ${organizations.id} and grants.account_id = ${account})
    or exists (select 1 from proposals where proposals.org_id = ${organizations.id}
      and proposals.subject_key = ${subjectKeyOf({ kind: 'account', id: account })}))`
}
