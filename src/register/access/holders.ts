/** Finds the organisations whose register knows an account, or knows it as an owner. */

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { hoursAfter } from '../../policy/calendar.ts'
import { type Id, type Instant, subjectKeyOf } from '../../policy/words.ts'
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

/** The organisations served here of which the account is an owner, by login. */
export async function findOrganizationsOwned(
  register: Register,
  account: Id,
  now: Instant,
): Promise<Organization[]> {
  const rows = await register
    .select()
    .from(organizations)
    .where(and(isNull(organizations.closedAt), isOwnerOf(sql`${organizations.id}`, sql`${account}`, now)))
    .orderBy(organizations.login)
  return rows.map(toOrganization)
}

/** How long GitHub's own word that somebody is an owner counts here: by then an audit has recorded it, or not. */
const OWNER_HOURS = 24

/**
 * Whether the account is an owner of the organisation: the newest audit saw it, or GitHub said so in the last day. Whoever
 * reads or decides there has just been looked up, so nobody acts as an owner who does not count as one here.
 */
export function isOwnerOf(orgId: SQL, account: SQL, now: Instant): SQL {
  const since = hoursAfter(now, -OWNER_HOURS)
  return sql`(exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = ${account}
      and grants.kind = 'organization_role' and grants.role = 'admin' and grants.closed_at is null)
    or exists (select 1 from rights where rights.key = cast(${orgId} as integer) || ':' || cast(${account} as integer) and rights.role = 'owner'
      and rights.checked_at > ${since}))`
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
