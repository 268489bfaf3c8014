/** What an account can really do, computed from the edges of access. It never multiplies them out for storing. */

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

/** What one account holds, all paths together. */
export interface EffectiveAccess {
  readonly organizationRole: OrganizationRole | null
  /** Holds repositories without being a member. */
  readonly isOutsideCollaborator: boolean
  /** Own team memberships; `ancestors` are the parents whose repositories come with them, nearest first. */
  readonly teams: readonly { readonly team: Id; readonly role: TeamRole; readonly ancestors: readonly Id[] }[]
  readonly repositories: Reach
  readonly base: BasePermission
}

/** What `account` can do by the edges of the map. Owners and the base permission reach every repository that it knows. */
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
    const held = repositories.get(repository)
    if (!held) repositories.set(repository, { role: path.role, paths: [path] })
    else repositories.set(repository, { role: stronger(held.role, path.role), paths: [...held.paths, path] })
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

/** The strongest role that an account holds anywhere; null where it holds no repository. */
export function highestRole(access: EffectiveAccess): RepositoryRole | null {
  let highest: RepositoryRole | null = access.organizationRole === 'admin' ? 'admin' : null
  for (const { role } of access.repositories.values()) highest = stronger(highest ?? role, role)
  return highest
}

/** Where an account can write, by any path; teams are gone through once for all their members. */
export function writableBy(map: AccessMap): (account: Id) => Iterable<Id> {
  const opens = (held: readonly { readonly repository: Id; readonly role: RepositoryRole }[] | undefined) =>
    (held ?? []).flatMap(({ repository, role }) => (isWeaker(role, 'write') ? [] : [repository]))
  const known = new Map<Id, readonly Id[]>()
  const ofTeam = (team: Id): readonly Id[] => {
    const found =
      known.get(team) ??
      [team, ...ancestorsOf(map, team)].flatMap((through) => opens(map.teamRepositories.get(through)))
    known.set(team, found)
    return found
  }
  const byBase = map.base !== 'none' && !isWeaker(map.base, 'write')
  return (account) => {
    const role = map.organizationRoles.get(account)
    if (role === 'admin' || (role !== undefined && byBase)) return map.repositories
    const teams = (map.memberships.get(account) ?? []).flatMap(({ team }) => ofTeam(team))
    return new Set([...teams, ...opens(map.direct.get(account))])
  }
}

/**
 * The strongest role that an account holds anywhere by what it was given itself, and by what its teams were: not by what
 * every member holds. Teams are gone through once for all their members.
 */
export function strongestGiven(map: AccessMap): (account: Id) => RepositoryRole | null {
  const among = (held: readonly { readonly role: RepositoryRole }[] = []) =>
    held.reduce<RepositoryRole | null>((most, { role }) => stronger(most ?? role, role), null)
  const known = new Map<Id, RepositoryRole | null>()
  const ofTeam = (team: Id): RepositoryRole | null => {
    const through = [team, ...ancestorsOf(map, team)]
    const found = known.get(team) ?? among(through.flatMap((one) => map.teamRepositories.get(one) ?? []))
    known.set(team, found)
    return found
  }
  return (account) => {
    if (map.organizationRoles.get(account) === 'admin') return 'admin'
    const teams = (map.memberships.get(account) ?? []).flatMap(({ team }) => ofTeam(team) ?? [])
    return among([...teams.map((role) => ({ role })), ...(map.direct.get(account) ?? [])])
  }
}

/** The organisation's owners, in the order of their ids. */
export function ownersOf(grants: readonly Grant[]): Id[] {
  return grants
    .flatMap((grant) => (grant.kind === 'organization_role' && grant.role === 'admin' ? [grant.account] : []))
    .sort((a, b) => a - b)
}
