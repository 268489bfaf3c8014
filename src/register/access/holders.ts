/** Finds the organisations whose register knows an account. */

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type Id, subjectKeyOf } from '../../policy/words.ts'
import type { Register } from '../open.ts'
import { type Organization, toOrganization } from '../organizations.ts'
import { organizations } from '../schema.ts'

/** The organisations served here in which the account ever had a grant or a proposal, by login. */
export async function findOrganizationsHolding(register: Register, account: Id): Promise<Organization[]> {
  const rows = await register
    .select()
    .from(organizations)
    .where(and(isNull(organizations.closedAt), isKnownTo(account)))
    .orderBy(organizations.login)
  return rows.map(toOrganization)
}

/** Whether the account ever had a grant or a proposal in the organisation: then they may know that it is served here. */
export async function isHeldOn(register: Register, orgId: Id, account: Id): Promise<boolean> {
  const rows = await register
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(eq(organizations.id, orgId), isKnownTo(account)))
  return rows.length > 0
}

function isKnownTo(account: Id): SQL {
  return sql`(exists (select 1 from grants where grants.org_id = ${organizations.id} and grants.account_id = ${account})
    or exists (select 1 from proposals where proposals.org_id = ${organizations.id}
      and proposals.subject_key = ${subjectKeyOf({ kind: 'account', id: account })}))`
}
