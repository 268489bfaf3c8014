/** Computes who reaches a repository, and by which paths: `accessIn` asked the other way round. */

import { type Id, isWeaker, REPOSITORY_ROLES, type RepositoryRole, stronger } from '../words.ts'
import { type AccessMap, type AccessPath, ancestorsOf, append } from './access-map.ts'

/** An account on a repository: its strongest role, and every path, the strongest first. */
export interface RepositoryHolder {
  readonly account: Id
  readonly role: RepositoryRole
  readonly paths: readonly AccessPath[]
}

/**
 * Lookups by repository. Whoever holds a role on all of them is told apart, so that an organisation whose base permission
 * writes is counted without a row for each member and repository.
 */
export interface HoldersByRepository {
  /** Holds at least this role on every repository: owners, and members where the base permission gives it. */
  everywhere(least: RepositoryRole): readonly Id[]
  /** Holds at least this role here, and not on every repository. */
  onlyHere(repository: Id, least: RepositoryRole): readonly Id[]
  /** Everybody who holds at least this role here. */
  holders(repository: Id, least: RepositoryRole): RepositoryHolder[]
  /** The members of a team and of its child teams. */
  membersOf(team: Id): readonly Id[]
}

/** Indexes an organisation's access by repository; build it once. */
export function holdersByRepository(map: AccessMap): HoldersByRepository {
  const everywhere = pathsEverywhere(map)
  const given = pathsGiven(map)
  const members = membersThrough(map)
  const pathsHere = (repository: Id): ReadonlyMap<Id, readonly AccessPath[]> => {
    const here = new Map<Id, AccessPath[]>()
    for (const { role, holder } of given.get(repository) ?? []) {
      const paths =
        holder.kind === 'account'
          ? [[holder.id, { kind: 'direct', role }] as const]
          : (members.get(holder.id) ?? []).map(
              ({ account, team }) => [account, { kind: 'team', role, team, through: holder.id }] as const,
            )
      for (const [account, path] of paths) append(here, account, path)
    }
    return here
  }
  // A list asks this of every repository, so it makes no path.
  const known = new Map<Id, ReadonlyMap<Id, RepositoryRole>>()
  const rolesHere = (repository: Id): ReadonlyMap<Id, RepositoryRole> => {
    const before = known.get(repository)
    if (before !== undefined) return before
    const here = new Map<Id, RepositoryRole>()
    const give = (account: Id, role: RepositoryRole) =>
      here.set(account, stronger(here.get(account) ?? role, role))
    for (const { role, holder } of given.get(repository) ?? [])
      if (holder.kind === 'account') give(holder.id, role)
      else for (const { account } of members.get(holder.id) ?? []) give(account, role)
    known.set(repository, here)
    return here
  }
  const everywhereAtLeast = (least: RepositoryRole) =>
    [...everywhere].flatMap(([account, paths]) => (isWeaker(strongestOf(paths), least) ? [] : [account]))
  return {
    everywhere: everywhereAtLeast,
    onlyHere: (repository, least) =>
      [...rolesHere(repository)].flatMap(([account, role]) => {
        if (isWeaker(role, least)) return []
        const always = everywhere.get(account)
        return always !== undefined && !isWeaker(strongestOf(always), least) ? [] : [account]
      }),
    holders: (repository, least) => {
      const here = pathsHere(repository)
      return [...new Set([...everywhere.keys(), ...here.keys()])].flatMap((account) => {
        const paths = [...(everywhere.get(account) ?? []), ...(here.get(account) ?? [])]
        const role = strongestOf(paths)
        if (isWeaker(role, least)) return []
        return [{ account, role, paths: paths.sort((a, b) => rankOf(b.role) - rankOf(a.role)) }]
      })
    },
    membersOf: (team) => [...new Set((members.get(team) ?? []).map(({ account }) => account))],
  }
}

function pathsEverywhere(map: AccessMap): ReadonlyMap<Id, readonly AccessPath[]> {
  const { base } = map
  const basePaths: readonly AccessPath[] = base === 'none' ? [] : [{ kind: 'base', role: base }]
  const ownerPaths: readonly AccessPath[] = [{ kind: 'owner', role: 'admin' }, ...basePaths]
  const paths = [...map.organizationRoles].map(
    ([account, role]) => [account, role === 'admin' ? ownerPaths : basePaths] as const,
  )
  return new Map(paths.filter(([, of]) => of.length > 0))
}

interface Given {
  readonly role: RepositoryRole
  readonly holder: { readonly kind: 'account' | 'team'; readonly id: Id }
}

function pathsGiven(map: AccessMap): ReadonlyMap<Id, readonly Given[]> {
  const given = new Map<Id, Given[]>()
  for (const [kind, lists] of [['team', map.teamRepositories] as const, ['account', map.direct] as const])
    for (const [id, list] of lists)
      for (const { repository, role } of list) append(given, repository, { role, holder: { kind, id } })
  return given
}

/** Team → the accounts that have what it has, each with the team of its own by which it does. */
function membersThrough(map: AccessMap): ReadonlyMap<Id, readonly { account: Id; team: Id }[]> {
  const lineages = new Map<Id, readonly Id[]>()
  const through = new Map<Id, { account: Id; team: Id }[]>()
  for (const [account, memberships] of map.memberships)
    for (const { team } of memberships) {
      const lineage = lineages.get(team) ?? [team, ...ancestorsOf(map, team)]
      lineages.set(team, lineage)
      for (const above of lineage) append(through, above, { account, team })
    }
  return through
}

function strongestOf(paths: readonly AccessPath[]): RepositoryRole {
  return paths.reduce<RepositoryRole>((strongest, { role }) => stronger(strongest, role), 'read')
}

function rankOf(role: RepositoryRole): number {
  return REPOSITORY_ROLES.indexOf(role)
}
