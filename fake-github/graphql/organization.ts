/** Organisations and teams as GraphQL shows them. */
import { sees } from '../rest/gate.ts'
import { teamGrants, teamMembers } from '../world/access.ts'
import type { Organization, Repository, RepositoryRole, Team } from '../world/format.ts'
import { same, teamOf } from '../world/lookups.ts'
import { nodeId } from '../world/node-ids.ts'
import { actorView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import {
  type GraphContext,
  graphError,
  ownsOrganization,
  requirePermission,
  sharesOrganization,
  type View,
} from './context.ts'

/** An organisation. */
export function organizationView(context: GraphContext, org: Organization): View {
  const { world } = context.state
  const repositories = () => world.repositoriesOf(org.login).filter((repo) => sees(context, repo))
  const visibleTeams = () => {
    requirePermission(context, 'members=read')
    if (!sharesOrganization(context, org, 'members=read')) return []
    return org.teams.filter(
      (team) => team.privacy === 'closed' || ownsOrganization(context, org, 'members=read'),
    )
  }
  return {
    __typename: 'Organization',
    id: nodeId('O', org.id),
    databaseId: org.id,
    login: org.login,
    name: org.login,
    createdAt: org.created_at,
    updatedAt: org.created_at,
    url: `${context.web}/${org.login}`,
    resourcePath: `/${org.login}`,
    avatarUrl: `${context.web}/avatars/${org.id}`,
    requiresTwoFactorAuthentication: ownsOrganization(context, org, 'organization_administration=read')
      ? org.two_factor_requirement_enabled
      : null,
    viewerIsAMember: sharesOrganization(context, org, 'members=read'),
    viewerCanAdminister: ownsOrganization(context, org, 'organization_administration=write'),
    membersWithRole: (args: PageArgs) => {
      requirePermission(context, 'members=read')
      const rows = sharesOrganization(context, org, 'members=read') ? org.members : []
      return connection(
        rows,
        args,
        (row) => actorView(context, row.login),
        (row) => ({
          role: row.role.toUpperCase(),
          hasTwoFactorEnabled: ownsOrganization(context, org, 'members=read')
            ? world.account(row.login)?.two_factor !== 'disabled'
            : null,
        }),
      )
    },
    team: ({ slug }: { readonly slug: string }) => {
      const team = teamOf(org, slug)
      return team && visibleTeams().includes(team) ? teamView(context, org, team) : null
    },
    teams: (args: PageArgs & TeamArgs) =>
      connection(
        visibleTeams().filter((team) => wanted(org, team, args)),
        args,
        (team) => teamView(context, org, team),
      ),
    repository: ({ name }: { readonly name: string }) => {
      const repo = world.repository(org.login, name)
      return repo && sees(context, repo) ? context.views.repository(repo) : null
    },
    repositories: (args: PageArgs & RepositoryArgs) =>
      connection(inOrder(repositories(), args), args, (repo) =>
        repo.shown === 'advisory_fork' ? notShown() : context.views.repository(repo),
      ),
  }
}

/** In the place of a repository that is listed and not shown. */
function notShown() {
  return graphError('FORBIDDEN', 'Resource not accessible by integration')
}

type TeamArgs = {
  readonly userLogins?: readonly string[] | null
  readonly rootTeamsOnly?: boolean | null
  readonly query?: string | null
  readonly privacy?: string | null
}

function wanted(org: Organization, team: Team, args: TeamArgs): boolean {
  const logins = args.userLogins
  if (logins && !teamMembers(org, team).some((row) => logins.some((login) => same(login, row.login))))
    return false
  if (args.rootTeamsOnly && team.parent !== null) return false
  if (args.query && !`${team.name} ${team.slug}`.toLowerCase().includes(args.query.toLowerCase()))
    return false
  return !args.privacy || (args.privacy === 'SECRET') === (team.privacy === 'secret')
}

type RepositoryArgs = {
  readonly orderBy?: { readonly field: string; readonly direction: string } | null
  readonly isArchived?: boolean | null
  readonly isFork?: boolean | null
  readonly privacy?: string | null
}

function inOrder(all: readonly Repository[], args: RepositoryArgs): readonly Repository[] {
  const rows = all.filter(
    (repo) =>
      (args.isArchived ?? repo.archived) === repo.archived &&
      (args.isFork ?? repo.fork) === repo.fork &&
      (!args.privacy || (args.privacy === 'PRIVATE') === repo.private),
  )
  const { field, direction } = args.orderBy ?? { field: 'CREATED_AT', direction: 'ASC' }
  const key = { PUSHED_AT: 'pushed_at', UPDATED_AT: 'updated_at', NAME: 'name' }[field] ?? 'created_at'
  const by = key as 'pushed_at' | 'updated_at' | 'name' | 'created_at'
  const sign = direction === 'ASC' ? 1 : -1
  return rows.toSorted((a, b) => (a[by] < b[by] ? -sign : a[by] > b[by] ? sign : a.id - b.id))
}

/** A team, with its own members and, unless asked otherwise, its children's. */
export function teamView(context: GraphContext, org: Organization, team: Team): View {
  const children = org.teams.filter((other) => other.parent === team.slug)
  const parent = team.parent === null ? undefined : teamOf(org, team.parent)
  return {
    __typename: 'Team',
    id: nodeId('T', org.id, team.id),
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    combinedSlug: `${org.login}/${team.slug}`,
    privacy: team.privacy === 'secret' ? 'SECRET' : 'VISIBLE',
    createdAt: org.created_at,
    updatedAt: org.created_at,
    url: `${context.web}/orgs/${org.login}/teams/${team.slug}`,
    resourcePath: `/orgs/${org.login}/teams/${team.slug}`,
    organization: () => organizationView(context, org),
    parentTeam: () => (parent ? teamView(context, org, parent) : null),
    ancestors: (args: PageArgs) =>
      connection(parent ? ancestorsOf(org, parent) : [], args, (other) => teamView(context, org, other)),
    childTeams: (args: PageArgs) => connection(children, args, (other) => teamView(context, org, other)),
    members: (args: PageArgs & MemberArgs) =>
      connection(
        membersOf(org, team, args),
        args,
        (row) => actorView(context, row.login),
        (row) => ({
          role: row.role.toUpperCase(),
          memberAccessUrl: context.web,
          memberAccessResourcePath: '/',
        }),
      ),
    repositories: (args: PageArgs & { readonly query?: string | null }) => {
      const rows = teamGrants(org, team).flatMap(({ name, role }) => {
        const repo = context.state.world.repository(org.login, name)
        return repo && sees(context, repo) && (!args.query || name.includes(args.query))
          ? [{ repo, role }]
          : []
      })
      return connection(
        rows,
        args,
        ({ repo }) => (repo.shown === 'advisory_fork' ? notShown() : context.views.repository(repo)),
        ({ role }) => ({ permission: permissionOf(role) }),
      )
    },
  }
}

type MemberArgs = {
  readonly membership?: string | null
  readonly role?: string | null
  readonly query?: string | null
}

function membersOf(org: Organization, team: Team, args: MemberArgs) {
  const membership = args.membership ?? 'ALL'
  return teamMembers(org, team).filter(
    (row) =>
      (membership === 'ALL' || (membership === 'IMMEDIATE') !== row.inherited) &&
      (!args.role || args.role === row.role.toUpperCase()) &&
      (!args.query || row.login.toLowerCase().includes(args.query.toLowerCase())),
  )
}

function ancestorsOf(org: Organization, team: Team): readonly Team[] {
  const parent = team.parent === null ? undefined : teamOf(org, team.parent)
  return parent ? [team, ...ancestorsOf(org, parent)] : [team]
}

/** GraphQL's word for a role on a repository. */
export function permissionOf(role: RepositoryRole): string {
  return role.toUpperCase()
}
