/** Computes what an account can do from all of its grants together. */

import {
  type BasePermission,
  type Grant,
  type Id,
  isWeaker,
  type OrganizationRole,
  type RepositoryRole,
  stronger,
  type TeamRole,
} from '../words.ts'
import { type AccessMap, type AccessPath, ancestorsOf, type Reach } from './access-map.ts'

/** What one account can do, by all paths together. */
export interface EffectiveAccess {
  readonly organizationRole: OrganizationRole | null
  /** Has access to repositories without being a member. */
  readonly isOutsideCollaborator: boolean
  /** Its own team memberships; `ancestors` are the parent teams whose repositories it inherits, nearest first. */
  readonly teams: readonly { readonly team: Id; readonly role: TeamRole; readonly ancestors: readonly Id[] }[]
  readonly repositories: Reach
  readonly base: BasePermission
}

/** What `account` can do by the grants of the map. Owners and the base permission reach every repository in it. */
export function accessIn(map: AccessMap, account: Id): EffectiveAccess {
  const organizationRole = map.organizationRoles.get(account) ?? null
  const teams = (map.memberships.get(account) ?? []).map((membership) => ({
    ...membership,
    ancestors: ancestorsOf(map, membership.team),
  }))
  const repositories = new Map(
    organizationRole === 'admin' ? map.toOwners : organizationRole === null ? [] : map.toMembers,
  )
  const reach = (repository: Id, path: AccessPath): void => {
    const known = repositories.get(repository)
    if (!known) repositories.set(repository, { role: path.role, paths: [path] })
    else
      repositories.set(repository, { role: stronger(known.role, path.role), paths: [...known.paths, path] })
  }
  for (const { team, ancestors } of teams) {
    for (const through of [team, ...ancestors]) {
      for (const { repository, role } of map.teamRepositories.get(through) ?? []) {
        reach(repository, { kind: 'team', role, team, through })
      }
    }
  }
  const direct = map.direct.get(account) ?? []
  for (const { repository, role } of direct) reach(repository, { kind: 'direct', role })
  const isOutsideCollaborator =
    map.outsideCollaborators.has(account) || (organizationRole === null && direct.length > 0)
  return { organizationRole, isOutsideCollaborator, teams, repositories, base: map.base }
}

/** The strongest role that an account has on any repository; null where it has none. */
export function highestRole(access: EffectiveAccess): RepositoryRole | null {
  let highest: RepositoryRole | null = access.organizationRole === 'admin' ? 'admin' : null
  for (const { role } of access.repositories.values()) highest = stronger(highest ?? role, role)
  return highest
}

/** Returns a lookup of the repositories that an account can write to, by any path. Each team is resolved only once. */
export function writableBy(map: AccessMap): (account: Id) => Iterable<Id> {
  const writableAmong = (roles: readonly { readonly repository: Id; readonly role: RepositoryRole }[] = []) =>
    roles.flatMap(({ repository, role }) => (isWeaker(role, 'write') ? [] : [repository]))
  const cache = new Map<Id, readonly Id[]>()
  const writableByTeam = (team: Id): readonly Id[] => {
    const found =
      cache.get(team) ??
      [team, ...ancestorsOf(map, team)].flatMap((through) => writableAmong(map.teamRepositories.get(through)))
    cache.set(team, found)
    return found
  }
  const membersWrite = map.base !== 'none' && !isWeaker(map.base, 'write')
  return (account) => {
    const role = map.organizationRoles.get(account)
    if (role === 'admin' || (role !== undefined && membersWrite)) return map.repositories
    const teams = (map.memberships.get(account) ?? []).flatMap(({ team }) => writableByTeam(team))
    return new Set([...teams, ...writableAmong(map.direct.get(account))])
  }
}

/**
 * Returns a lookup of the strongest role that an account was given on any repository, itself or through its teams. The
 * base permission does not count. Each team is resolved once for all its members.
 */
export function strongestGiven(map: AccessMap): (account: Id) => RepositoryRole | null {
  const strongestOf = (roles: readonly { readonly role: RepositoryRole }[] = []) =>
    roles.reduce<RepositoryRole | null>((strongest, { role }) => stronger(strongest ?? role, role), null)
  const cache = new Map<Id, RepositoryRole | null>()
  const strongestOfTeam = (team: Id): RepositoryRole | null => {
    const through = [team, ...ancestorsOf(map, team)]
    const found = cache.get(team) ?? strongestOf(through.flatMap((id) => map.teamRepositories.get(id) ?? []))
    cache.set(team, found)
    return found
  }
  return (account) => {
    if (map.organizationRoles.get(account) === 'admin') return 'admin'
    const teams = (map.memberships.get(account) ?? []).flatMap(({ team }) => strongestOfTeam(team) ?? [])
    return strongestOf([...teams.map((role) => ({ role })), ...(map.direct.get(account) ?? [])])
  }
}

/** The organisation's owners, in the order of their ids. */
export function ownersOf(grants: readonly Grant[]): Id[] {
  return grants
    .flatMap((grant) => (grant.kind === 'organization_role' && grant.role === 'admin' ? [grant.account] : []))
    .sort((a, b) => a - b)
}
