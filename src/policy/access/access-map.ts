/** An organisation's edges of access, sorted for looking up. It never says what they add up to: access.ts does. */

import type { BasePermission, Grant, Id, OrganizationRole, RepositoryRole, TeamRole } from '../words.ts'

/** One way by which an account reaches a repository. */
export type AccessPath =
  | { readonly kind: 'owner'; readonly role: 'admin' }
  | { readonly kind: 'base'; readonly role: RepositoryRole }
  /** `through` is the team that holds the repository: `team` itself or one of its parents. */
  | { readonly kind: 'team'; readonly role: RepositoryRole; readonly team: Id; readonly through: Id }
  | { readonly kind: 'direct'; readonly role: RepositoryRole }

/** The strongest role per repository, and every path that leads there. */
export type Reach = ReadonlyMap<Id, { readonly role: RepositoryRole; readonly paths: readonly AccessPath[] }>

/** The edges of an organisation, sorted for looking up; build it once where many accounts are asked about. */
export interface AccessMap {
  readonly base: BasePermission
  readonly repositories: ReadonlySet<Id>
  readonly accounts: ReadonlySet<Id>
  readonly organizationRoles: ReadonlyMap<Id, OrganizationRole>
  readonly outsideCollaborators: ReadonlySet<Id>
  readonly memberships: ReadonlyMap<Id, readonly { readonly team: Id; readonly role: TeamRole }[]>
  readonly direct: ReadonlyMap<Id, readonly { readonly repository: Id; readonly role: RepositoryRole }[]>
  readonly teamRepositories: ReadonlyMap<
    Id,
    readonly { readonly repository: Id; readonly role: RepositoryRole }[]
  >
  readonly parents: ReadonlyMap<Id, Id>
  /** What every member reaches by the base permission, and every owner: the same for all of them, so it is made once. */
  readonly toMembers: Reach
  readonly toOwners: Reach
}

/** Sorts an organisation's edges; `repositories` are all that exist, beside those that the grants name. */
export function accessMap(grants: readonly Grant[], repositories: readonly Id[] = []): AccessMap {
  let base: BasePermission = 'none'
  const known = new Set<Id>(repositories)
  const accounts = new Set<Id>()
  const organizationRoles = new Map<Id, OrganizationRole>()
  const outsideCollaborators = new Set<Id>()
  const memberships = new Map<Id, { team: Id; role: TeamRole }[]>()
  const direct = new Map<Id, { repository: Id; role: RepositoryRole }[]>()
  const teamRepositories = new Map<Id, { repository: Id; role: RepositoryRole }[]>()
  const parents = new Map<Id, Id>()
  for (const grant of grants) {
    switch (grant.kind) {
      case 'organization_role':
        accounts.add(grant.account)
        if (organizationRoles.get(grant.account) !== 'admin') organizationRoles.set(grant.account, grant.role)
        break
      case 'base_permission':
        base = grant.role
        break
      case 'team_membership':
        accounts.add(grant.account)
        append(memberships, grant.account, { team: grant.team, role: grant.role })
        break
      case 'team_repository':
        known.add(grant.repository)
        append(teamRepositories, grant.team, { repository: grant.repository, role: grant.role })
        break
      case 'team_parent':
        parents.set(grant.team, grant.parent)
        break
      case 'repository_role':
        accounts.add(grant.account)
        known.add(grant.repository)
        append(direct, grant.account, { repository: grant.repository, role: grant.role })
        break
      case 'outside_collaborator':
        accounts.add(grant.account)
        outsideCollaborators.add(grant.account)
        break
      case 'organization_invitation':
      case 'repository_invitation':
        // An invitation opens nothing until it is accepted.
        break
    }
  }
  const byBase: readonly AccessPath[] = base === 'none' ? [] : [{ kind: 'base', role: base }]
  const every = (paths: readonly AccessPath[], role: RepositoryRole) =>
    new Map([...known].map((repository) => [repository, { role, paths }]))
  return {
    toMembers: base === 'none' ? new Map() : every(byBase, base),
    toOwners: every([{ kind: 'owner', role: 'admin' }, ...byBase], 'admin'),
    base,
    repositories: known,
    accounts,
    organizationRoles,
    outsideCollaborators,
    memberships,
    direct,
    teamRepositories,
    parents,
  }
}

/** The parents of a team, nearest first. */
export function ancestorsOf(map: AccessMap, team: Id): Id[] {
  const found: Id[] = []
  let parent = map.parents.get(team)
  // A circle cannot be on GitHub, but two pages read at different moments can show one.
  while (parent !== undefined && parent !== team && !found.includes(parent)) {
    found.push(parent)
    parent = map.parents.get(parent)
  }
  return found
}

function append<T>(lists: Map<Id, T[]>, key: Id, value: T): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
