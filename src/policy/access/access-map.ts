/** Indexes an organisation's grants by account, team and repository. */

import type { BasePermission, Grant, Id, OrganizationRole, RepositoryRole, TeamRole } from '../words.ts'

/** One way in which an account has a role on a repository. */
export type AccessPath =
  | { readonly kind: 'owner'; readonly role: 'admin' }
  | { readonly kind: 'base'; readonly role: RepositoryRole }
  /** `team` is the account's own team; `through` is the one that has the role: `team` itself or one of its parents. */
  | { readonly kind: 'team'; readonly role: RepositoryRole; readonly team: Id; readonly through: Id }
  | { readonly kind: 'direct'; readonly role: RepositoryRole }

/** Per repository: the strongest role, and every path that gives one. */
export type Reach = ReadonlyMap<Id, { readonly role: RepositoryRole; readonly paths: readonly AccessPath[] }>

/** An organisation's grants, indexed; build it once when you look up many accounts. */
export interface AccessMap {
  readonly base: BasePermission
  /** Every repository known: those handed in and those that a grant names. */
  readonly repositories: ReadonlySet<Id>
  /** Every account with a grant; a pending invitation is none. */
  readonly accounts: ReadonlySet<Id>
  readonly organizationRoles: ReadonlyMap<Id, OrganizationRole>
  readonly outsideCollaborators: ReadonlySet<Id>
  readonly memberships: ReadonlyMap<Id, readonly { readonly team: Id; readonly role: TeamRole }[]>
  readonly direct: ReadonlyMap<Id, readonly { readonly repository: Id; readonly role: RepositoryRole }[]>
  readonly teamRepositories: ReadonlyMap<
    Id,
    readonly { readonly repository: Id; readonly role: RepositoryRole }[]
  >
  /** Team → parent team. */
  readonly parents: ReadonlyMap<Id, Id>
  /** What the base permission gives every member, and what every owner has: the same for all of them, so built once. */
  readonly toMembers: Reach
  readonly toOwners: Reach
}

/** Indexes an organisation's grants; `repositories` adds those that no grant names. */
export function accessMap(grants: readonly Grant[], repositories: readonly Id[] = []): AccessMap {
  let base: BasePermission = 'none'
  const allRepositories = new Set<Id>(repositories)
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
        allRepositories.add(grant.repository)
        append(teamRepositories, grant.team, { repository: grant.repository, role: grant.role })
        break
      case 'team_parent':
        parents.set(grant.team, grant.parent)
        break
      case 'repository_role':
        accounts.add(grant.account)
        allRepositories.add(grant.repository)
        append(direct, grant.account, { repository: grant.repository, role: grant.role })
        break
      case 'outside_collaborator':
        accounts.add(grant.account)
        outsideCollaborators.add(grant.account)
        break
      case 'organization_invitation':
      case 'repository_invitation':
        // An invitation gives no access until it is accepted.
        break
    }
  }
  const basePaths: readonly AccessPath[] = base === 'none' ? [] : [{ kind: 'base', role: base }]
  const every = (paths: readonly AccessPath[], role: RepositoryRole) =>
    new Map([...allRepositories].map((repository) => [repository, { role, paths }]))
  return {
    toMembers: base === 'none' ? new Map() : every(basePaths, base),
    toOwners: every([{ kind: 'owner', role: 'admin' }, ...basePaths], 'admin'),
    base,
    repositories: allRepositories,
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
  // GitHub has no circle of teams, but two pages read at different moments can show one.
  while (parent !== undefined && parent !== team && !found.includes(parent)) {
    found.push(parent)
    parent = map.parents.get(parent)
  }
  return found
}

/** Adds to the list of a key. */
export function append<T>(lists: Map<Id, T[]>, key: Id, value: T): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** The same function, which computes the result for each key once. */
export function remembered<Key, Result extends NonNullable<unknown>>(
  compute: (key: Key) => Result,
): (key: Key) => Result {
  const results = new Map<Key, Result>()
  return (key) => {
    const result = results.get(key) ?? compute(key)
    results.set(key, result)
    return result
  }
}
