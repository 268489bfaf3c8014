/** Names a grant independently of its role, so that a changed role is still the same grant. */

import type { Grant, Id } from '../words.ts'

/** `team_membership:TEAM:ACCOUNT` and the like; unique within an organisation. */
export function grantKey(grant: Grant): string {
  switch (grant.kind) {
    case 'organization_role':
    case 'outside_collaborator':
      return `${grant.kind}:${grant.account}`
    case 'base_permission':
      return grant.kind
    case 'team_membership':
      return `${grant.kind}:${grant.team}:${grant.account}`
    case 'team_repository':
      return `${grant.kind}:${grant.team}:${grant.repository}`
    case 'team_parent':
      return `${grant.kind}:${grant.team}`
    case 'repository_role':
      return `${grant.kind}:${grant.repository}:${grant.account}`
    case 'organization_invitation':
    case 'repository_invitation':
      return `${grant.kind}:${grant.invitation}`
  }
}

/** The grants that belong to one account alone, invitations included. */
function ownGrants<G extends Grant>(grants: readonly G[], account: Id): G[] {
  return grants.filter((grant) => 'account' in grant && grant.account === account)
}

/** Every account's own grants, invitations included; under null those that belong to no single account. */
export function grantsByAccount<G extends Grant>(grants: readonly G[]): ReadonlyMap<Id | null, readonly G[]> {
  return Map.groupBy(grants, (grant) => ('account' in grant ? grant.account : null))
}

/** The key under which a proposal records the strongest role that the account was given, its teams' included. */
export const STRONGEST = 'strongest'

/** The key under which a proposal about a credential records its last use; empty where none was known. */
export const LAST_USED = 'last_used'

/** Key → role of an account's own grants. A proposal records this, and later grants are compared with it. */
export function keysAndRoles(grants: readonly Grant[], account: Id): Readonly<Record<string, string>> {
  const roles: Record<string, string> = {}
  for (const grant of ownGrants(grants, account)) roles[grantKey(grant)] = 'role' in grant ? grant.role : ''
  return roles
}
