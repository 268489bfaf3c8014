/** Says by which path an account holds a grant, and what the grant opens. */

import { type AccessMap, ancestorsOf } from '../../../policy/access/access-map.ts'
import { type Id, type OpenGrant, type RepositoryRole, stronger } from '../../../policy/words.ts'

/** `granted`: opens something now. `invited`: opens nothing before it is accepted. */
export type GrantPath =
  | {
      readonly kind: 'granted'
      readonly words: string
      /** Null for membership alone. */
      readonly role: RepositoryRole | null
      /** Repositories; `all`: every one of the organisation. */
      readonly opens: ReadonlySet<Id> | 'all'
    }
  | {
      readonly kind: 'invited'
      readonly words: string
      readonly role: string
      /** Null: the organisation. */
      readonly repository: Id | null
    }

/** The path by which this grant reaches the account; null where the grant gives it nothing by itself. */
export function grantPath(
  grant: OpenGrant,
  account: Id,
  map: AccessMap,
  teamName: (id: Id) => string,
): GrantPath | null {
  if (grant.kind === 'base_permission') {
    if (!map.organizationRoles.has(account) || grant.role === 'none') return null
    return granted('every member, by the base permission', grant.role, 'all')
  }
  if (grant.kind === 'team_repository' || grant.kind === 'team_parent' || grant.account !== account)
    return null
  switch (grant.kind) {
    case 'organization_role':
      return grant.role === 'admin'
        ? granted('owner of the organisation', 'admin', 'all')
        : granted('member of the organisation', null, 'all')
    case 'outside_collaborator':
      return granted('outside collaborator', null, 'all')
    case 'team_membership':
      return throughTeam(grant, map, teamName)
    case 'repository_role':
      return granted('directly', grant.role, new Set([grant.repository]))
    case 'organization_invitation': {
      const words = `invited to the organisation as ${grant.role}`
      return { kind: 'invited', words, role: grant.role, repository: null }
    }
    case 'repository_invitation': {
      const words = 'invited to one repository'
      return { kind: 'invited', words, role: grant.role, repository: grant.repository }
    }
  }
}

/** A team opens its own repositories and those of its parents. */
function throughTeam(
  grant: OpenGrant & { kind: 'team_membership' },
  map: AccessMap,
  teamName: (id: Id) => string,
): GrantPath {
  const lineage = [grant.team, ...ancestorsOf(map, grant.team)]
  const opens = lineage.flatMap((team) => map.teamRepositories.get(team) ?? [])
  const role = opens
    .map((open) => open.role)
    .reduce<RepositoryRole | null>((a, b) => stronger(a ?? b, b), null)
  const words = `team ${lineage.map(teamName).join(', in ')}${grant.role === 'maintainer' ? ' (maintainer)' : ''}`
  return granted(words, role, new Set(opens.map(({ repository }) => repository)))
}

function granted(words: string, role: RepositoryRole | null, opens: ReadonlySet<Id> | 'all'): GrantPath {
  return { kind: 'granted', words, role, opens }
}
