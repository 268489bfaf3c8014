/** Who may do what where, computed from the grants of the world. */

import type { Organization, Repository, RepositoryRole, Team } from './format.ts'
import { repositoryRoles } from './format.ts'
import { same } from './lookups.ts'
import type { World } from './world.ts'

/** One path by which an account reaches a repository. */
export type AccessSource =
  | { readonly from: 'organization'; readonly role: RepositoryRole; readonly organization: Organization }
  | {
      readonly from: 'team'
      readonly role: RepositoryRole
      readonly team: Team
      readonly organization: Organization
    }
  | { readonly from: 'repository'; readonly role: RepositoryRole }

/** Every path by which the account reaches the repository, in GitHub's order: organisation, teams, direct. */
export function accessSources(world: World, repo: Repository, login: string): readonly AccessSource[] {
  const org = world.organization(repo.owner)
  const direct: AccessSource[] = repo.collaborators
    .filter((row) => same(row.login, login))
    .map((row) => ({ from: 'repository', role: row.role }))
  if (!org) return same(repo.owner, login) ? [{ from: 'repository', role: 'admin' }] : direct
  return [...organizationSources(org, login), ...teamSources(org, repo, login), ...direct]
}

/** The highest role of all paths; null where there is none. */
export function effectiveRole(world: World, repo: Repository, login: string): RepositoryRole | null {
  return highest(accessSources(world, repo, login).map((source) => source.role))
}

/** Everyone with some path to the repository, by login, in a stable order. */
export function peopleWithAccess(world: World, repo: Repository): readonly string[] {
  const org = world.organization(repo.owner)
  const names = org ? [] : [repo.owner]
  if (org) {
    const everyone = org.default_repository_permission !== 'none'
    for (const member of org.members) if (everyone || member.role === 'admin') names.push(member.login)
    for (const team of teamsReaching(org, repo)) names.push(...team.members.map((row) => row.login))
    for (const role of org.organization_roles) if (role.base_role) names.push(...holdersOf(org, role))
  }
  names.push(...repo.collaborators.map((row) => row.login))
  const seen = new Map(names.map((name) => [name.toLowerCase(), name]))
  return [...seen.values()]
}

/** Whether the account is a member, and as what. */
export function membershipRole(org: Organization, login: string): 'admin' | 'member' | null {
  return org.members.find((row) => same(row.login, login))?.role ?? null
}

/** Logins of those with direct grants who are not members. */
export function outsideCollaborators(world: World, org: Organization): readonly string[] {
  const members = new Set(org.members.map((row) => row.login.toLowerCase()))
  const names = world
    .repositoriesOf(org.login)
    .flatMap((repo) => repo.collaborators.map((row) => row.login))
    .filter((login) => !members.has(login.toLowerCase()))
  return [...new Set(names)]
}

/** The team and those above it, nearest first. */
export function withAncestors(org: Organization, team: Team): readonly Team[] {
  const parent = team.parent === null ? undefined : org.teams.find((other) => other.slug === team.parent)
  return parent ? [team, ...withAncestors(org, parent)] : [team]
}

/** The team's descendants, all generations. */
function descendants(org: Organization, team: Team): readonly Team[] {
  return org.teams
    .filter((other) => other.parent === team.slug)
    .flatMap((child) => [child, ...descendants(org, child)])
}

/** Members of the team and of its descendants; owners always count as maintainers. */
export function teamMembers(
  org: Organization,
  team: Team,
): readonly {
  readonly login: string
  readonly role: 'maintainer' | 'member'
  readonly inherited: boolean
}[] {
  const asShown = (login: string, role: 'maintainer' | 'member') =>
    membershipRole(org, login) === 'admin' ? 'maintainer' : role
  const own = team.members.map((row) => ({
    login: row.login,
    role: asShown(row.login, row.role),
    inherited: false,
  }))
  const seen = new Set(own.map((row) => row.login.toLowerCase()))
  for (const child of descendants(org, team)) {
    for (const row of child.members) {
      if (seen.has(row.login.toLowerCase())) continue
      seen.add(row.login.toLowerCase())
      own.push({ login: row.login, role: asShown(row.login, 'member'), inherited: true })
    }
  }
  return own
}

/** The team's grants, its ancestors' included; a nearer or higher one wins. */
export function teamGrants(org: Organization, team: Team): readonly { name: string; role: RepositoryRole }[] {
  const grants = new Map<string, RepositoryRole>()
  for (const level of withAncestors(org, team)) {
    for (const row of level.repositories) {
      const role = roleOfPermission(row.permission)
      grants.set(
        row.name,
        highest([role, ...(grants.has(row.name) ? [grants.get(row.name) ?? role] : [])]) ?? role,
      )
    }
  }
  return [...grants].map(([name, role]) => ({ name, role }))
}

/** `push` is `write` and `pull` is `read`; the others have one name. */
export function roleOfPermission(permission: string): RepositoryRole {
  if (permission === 'pull') return 'read'
  if (permission === 'push') return 'write'
  return repositoryRoles.find((role) => role === permission) ?? 'read'
}

/** The strongest of some roles. */
export function highest(roles: readonly RepositoryRole[]): RepositoryRole | null {
  return repositoryRoles.findLast((role) => roles.includes(role)) ?? null
}

/** Whether `role` reaches at least as far as `least`. */
export function reaches(role: RepositoryRole | null, least: RepositoryRole): boolean {
  return role !== null && repositoryRoles.indexOf(role) >= repositoryRoles.indexOf(least)
}

function organizationSources(org: Organization, login: string): readonly AccessSource[] {
  const membership = membershipRole(org, login)
  const sources: AccessSource[] = []
  if (membership === 'admin') sources.push({ from: 'organization', role: 'admin', organization: org })
  else if (membership === 'member' && org.default_repository_permission !== 'none')
    sources.push({ from: 'organization', role: org.default_repository_permission, organization: org })
  for (const role of org.organization_roles) {
    if (role.base_role && holdersOf(org, role).some((holder) => same(holder, login)))
      sources.push({ from: 'organization', role: role.base_role, organization: org })
  }
  return sources
}

function teamSources(org: Organization, repo: Repository, login: string): readonly AccessSource[] {
  return org.teams.flatMap((team) => {
    const grant = team.repositories.find((row) => same(row.name, repo.name))
    if (!grant) return []
    const reached = [team, ...descendants(org, team)].some((level) =>
      level.members.some((row) => same(row.login, login)),
    )
    return reached
      ? [{ from: 'team' as const, role: roleOfPermission(grant.permission), team, organization: org }]
      : []
  })
}

function teamsReaching(org: Organization, repo: Repository): readonly Team[] {
  const granted = org.teams.filter((team) => team.repositories.some((row) => same(row.name, repo.name)))
  return [...new Set(granted.flatMap((team) => [team, ...descendants(org, team)]))]
}

function holdersOf(org: Organization, role: Organization['organization_roles'][number]): readonly string[] {
  const teams = org.teams.filter((team) => role.teams.includes(team.slug))
  return [...role.users, ...teams.flatMap((team) => teamMembers(org, team).map((row) => row.login))]
}
