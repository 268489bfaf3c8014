/** What GitHub does when access is given or taken, side effects included. */

import { accessSources, highest, membershipRole } from './access.ts'
import { compare } from './acts.ts'
import type { Organization, Repository, RepositoryRole, Team } from './format.ts'
import { same } from './lookups.ts'
import type { World } from './world.ts'

/** Take the person out of the organisation: teams, direct roles and the invitations they sent go with it. */
export function removeMember(world: World, org: Organization, login: string, at: string): void {
  const role = membershipRole(org, login)
  if (role === null) return
  const repositories = world.repositoriesOf(org.login)
  org.former_members = org.former_members.filter((row) => !same(row.login, login))
  org.former_members.push({
    login,
    left_at: at,
    role,
    teams: org.teams.flatMap((team) =>
      team.members
        .filter((row) => same(row.login, login))
        .map((row) => ({ slug: team.slug, role: row.role })),
    ),
    repositories: repositories.flatMap((repo) =>
      repo.collaborators
        .filter((row) => same(row.login, login))
        .map((row) => ({ name: repo.name, role: row.role })),
    ),
  })
  org.members = org.members.filter((row) => !same(row.login, login))
  for (const team of org.teams) team.members = team.members.filter((row) => !same(row.login, login))
  for (const role of org.organization_roles) role.users = role.users.filter((name) => !same(name, login))
  org.invitations = org.invitations.filter((row) => !same(row.inviter, login))
  for (const repo of repositories) removeCollaborator(world, repo, login)
}

/** Turn a member into an outside collaborator who keeps what teams gave, as direct grants, and nothing else. */
export function convertToOutsideCollaborator(
  world: World,
  org: Organization,
  login: string,
  at: string,
): void {
  const kept = world.repositoriesOf(org.login).flatMap((repo) => {
    const byTeam = accessSources(world, repo, login).flatMap((source) =>
      source.from === 'team' ? [source.role] : [],
    )
    const role = highest(byTeam)
    return role ? [{ repo, role }] : []
  })
  removeMember(world, org, login, at)
  for (const { repo, role } of kept) repo.collaborators.push({ login, role, added_at: at })
}

/** End a direct grant; the invitations that the person sent for that repository are cancelled. */
export function removeCollaborator(world: World, repo: Repository, login: string): void {
  repo.collaborators = repo.collaborators.filter((row) => !same(row.login, login))
  repo.invitations = repo.invitations.filter((row) => !same(row.inviter, login) && !same(row.login, login))
  const fork = world
    .repositoriesOf(login)
    .find((other) => other.fork && other.private && other.name === repo.name)
  if (fork) world.repositories.splice(world.repositories.indexOf(fork), 1)
}

/** Delete a repository; what teams and installations held of it goes with it. */
export function deleteRepository(world: World, repo: Repository): void {
  world.repositories.splice(world.repositories.indexOf(repo), 1)
  const org = world.organization(repo.owner)
  for (const team of org?.teams ?? [])
    team.repositories = team.repositories.filter((row) => !same(row.name, repo.name))
  for (const installation of org?.installations ?? [])
    installation.repositories = installation.repositories.filter((name) => !same(name, repo.name))
}

/** Rename a repository: its old name redirects from then on. */
export function renameRepository(world: World, repo: Repository, to: string): void {
  const from = repo.name
  world.renameRepository(repo, to)
  world.acts.renameRepository(repo.owner, from, to)
}

/** Delete a team; its child teams go with it. */
export function removeTeam(org: Organization, team: Team): void {
  for (const child of org.teams.filter((other) => other.parent === team.slug)) removeTeam(org, child)
  org.teams = org.teams.filter((other) => other !== team)
}

/** Give a direct role, at once. */
export function setCollaborator(repo: Repository, login: string, role: RepositoryRole, at: string): void {
  const row = repo.collaborators.find((other) => same(other.login, login))
  if (row) row.role = role
  else repo.collaborators.push({ login, role, added_at: at })
}

/** Put the person into the team, or change their role in it. */
export function setTeamMember(team: Team, login: string, role: 'maintainer' | 'member'): void {
  const row = team.members.find((other) => same(other.login, login))
  if (row) row.role = role
  else team.members.push({ login, role })
}

/** The invited person says yes: what the invitation promises, or what a reinstatement remembers, comes true. */
export function acceptOrganizationInvitation(
  world: World,
  org: Organization,
  login: string,
  at: string,
): boolean {
  const invitation = org.invitations.find(
    (row) => row.login !== undefined && same(row.login, login) && !row.failed_at,
  )
  if (!invitation) return false
  org.invitations = org.invitations.filter((row) => row !== invitation)
  const former = org.former_members.find((row) => same(row.login, login))
  const restored = invitation.role === 'reinstate' && former ? former : null
  const role = restored?.role ?? (invitation.role === 'admin' ? 'admin' : 'member')
  org.members.push({ login, role, added_at: at })
  for (const slug of invitation.teams) {
    const team = org.teams.find((other) => other.slug === slug)
    if (team) setTeamMember(team, login, 'member')
  }
  if (restored) {
    for (const row of restored.teams) {
      const team = org.teams.find((other) => other.slug === row.slug)
      if (team) setTeamMember(team, login, row.role)
    }
    for (const row of restored.repositories) {
      const repo = world.repository(org.login, row.name)
      if (repo) setCollaborator(repo, login, row.role, at)
    }
  }
  org.former_members = org.former_members.filter((row) => row !== former)
  return true
}

/** The invited person takes the repository invitation. */
export function acceptRepositoryInvitation(repo: Repository, login: string, at: string): boolean {
  const invitation = repo.invitations.find((row) => same(row.login, login))
  if (!invitation) return false
  repo.invitations = repo.invitations.filter((row) => row !== invitation)
  setCollaborator(repo, login, invitation.permissions, at)
  return true
}

/** Whether the former member can still be reinstated: three calendar months from leaving. */
export function canReinstate(org: Organization, login: string, at: string): boolean {
  const former = org.former_members.find((row) => same(row.login, login))
  if (!former) return false
  const end = new Date(former.left_at)
  end.setUTCMonth(end.getUTCMonth() + 3)
  return compare(at, end.toISOString()) <= 0
}
