/** What an account can really do, computed from the edges of access. It never multiplies them out for storing. */

import { type AccessMap, accessIn, accessMap, ancestorsOf, type EffectiveAccess } from './access-map.ts'
import { isWeaker, stronger } from './roles.ts'
import type { Grant, Id, RepositoryRole } from './words.ts'

export { type AccessMap, accessIn, accessMap, type EffectiveAccess } from './access-map.ts'
export { stronger } from './roles.ts'

/**
 * What `account` can do by these (open) grants. Owners and the base permission reach *every* repository:
 * hand in the whole list, else only those that some grant names are seen.
 */
export function effectiveAccess(
  grants: readonly Grant[],
  account: Id,
  repositories: readonly Id[] = [],
): EffectiveAccess {
  return accessIn(accessMap(grants, repositories), account)
}

/** Everybody who can administer one repository by any path, in the order of their ids. */
export function whoCanAdminister(grants: readonly Grant[], repository: Id): Id[] {
  const map = accessMap(grants, [repository])
  return [...map.accounts]
    .filter((account) => accessIn(map, account).repositories.get(repository)?.role === 'admin')
    .sort((a, b) => a - b)
}

/** The organisation's owners, in the order of their ids. */
export function ownersOf(grants: readonly Grant[]): Id[] {
  return grants
    .flatMap((grant) => (grant.kind === 'organization_role' && grant.role === 'admin' ? [grant.account] : []))
    .sort((a, b) => a - b)
}

/** What being in a team opens, its parents' repositories included. Empty: a team of honour only. */
export function teamOpens(grants: readonly Grant[], team: Id): ReadonlyMap<Id, RepositoryRole> {
  const map = accessMap(grants)
  const opens = new Map<Id, RepositoryRole>()
  for (const through of [team, ...ancestorsOf(map, team)]) {
    for (const { repository, role } of map.teamRepositories.get(through) ?? []) {
      opens.set(repository, stronger(opens.get(repository) ?? role, role))
    }
  }
  return opens
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

/** The strongest role that an account holds anywhere; null where it holds no repository. */
export function highestRole(access: EffectiveAccess): RepositoryRole | null {
  let highest: RepositoryRole | null = access.organizationRole === 'admin' ? 'admin' : null
  for (const { role } of access.repositories.values()) highest = stronger(highest ?? role, role)
  return highest
}
