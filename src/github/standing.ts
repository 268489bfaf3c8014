/** What one account still holds, asked of GitHub now, as grants. It changes nothing and judges nothing. */

import type { Grant, Id, TeamRole } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import {
  type InvitationStanding,
  organizationInvitationsNow,
  repositoryInvitationsNow,
} from './standing-invitations.ts'
import { allOf, roleOf, unlessGone, unreadable } from './whole-answers.ts'

/** Where to look. */
export interface Around {
  readonly organization: string
  /** Repositories in which direct roles are looked for. */
  readonly repositories: readonly { readonly id: Id; readonly nodeId: string }[]
  /** Repositories in which invitations are looked for, `owner/name`: those with an invitation known to the register. */
  readonly invitingRepositories: readonly { readonly id: Id; readonly name: string }[]
}

/** What an account holds at this moment. */
export interface Standing {
  /** The login of today; null where GitHub has no such account any more. */
  readonly login: string | null
  readonly grants: readonly Grant[]
  /** Slugs of today, of the teams it is in. */
  readonly teams: ReadonlyMap<Id, string>
  /** `owner/name` of today, of the repositories it holds a direct role in. */
  readonly repositories: ReadonlyMap<Id, string>
}

/** Repositories per GraphQL query: 25 collaborator connections are one point. */
const REPOSITORIES_AT_ONCE = 25

/** Reads everything that `account` holds by itself: membership, teams, direct roles, invitations. Throws where a part cannot be read. */
export async function standingOf(github: GitHub, around: Around, account: Id): Promise<Standing> {
  const login = await loginOf(github, account)
  if (login === null) return { login, grants: [], teams: new Map(), repositories: new Map() }
  const membership = await membershipOf(github, around.organization, login)
  const teams = await teamsOf(github, around.organization, login, account)
  const direct = await directRolesOf(github, around, login, account)
  const invitations: readonly InvitationStanding[] = [
    ...(membership.state === 'pending' ? await organizationInvitationsNow(github, around.organization) : []),
    ...(await repositoryInvitationsNow(github, around.invitingRepositories)),
  ]
  const outside: readonly Grant[] =
    membership.state !== 'active' && direct.length > 0 ? [{ kind: 'outside_collaborator', account }] : []
  const role: readonly Grant[] =
    membership.state === 'active' ? [{ kind: 'organization_role', account, role: membership.role }] : []
  return {
    login,
    grants: [
      ...role,
      ...outside,
      ...teams.map((team) => team.grant),
      ...direct.map((repository) => repository.grant),
      ...invitations
        .filter((invitation) => invitation.login?.toLowerCase() === login.toLowerCase())
        .map(({ grant }) => ({ ...grant, account })),
    ],
    teams: new Map(teams.map((team) => [team.grant.team, team.slug])),
    repositories: new Map(direct.map((repository) => [repository.grant.repository, repository.name])),
  }
}

/** The account's login of today, by its id; null where the account is gone. */
export async function loginOf(github: GitHub, account: Id): Promise<string | null> {
  const user = await unlessGone(
    github.rest<{ id: Id; login: string }>('GET /user/{account_id}', { account_id: account }),
  )
  return user === null ? null : user.data.login
}

async function membershipOf(
  github: GitHub,
  organization: string,
  login: string,
): Promise<
  { readonly state: 'active'; readonly role: 'admin' | 'member' } | { readonly state: 'pending' | 'none' }
> {
  const answer = await unlessGone(
    github.rest<{ state: string; role: string }>('GET /orgs/{org}/memberships/{username}', {
      org: organization,
      username: login,
    }),
  )
  if (answer === null) return { state: 'none' }
  if (answer.data.state !== 'active') return { state: 'pending' }
  return { state: 'active', role: answer.data.role === 'admin' ? 'admin' : 'member' }
}

const TEAMS = `query StandingTeams($org: String!, $logins: [String!], $login: String!, $after: String) {
  organization(login: $org) {
    teams(first: 50, after: $after, userLogins: $logins) {
      pageInfo { hasNextPage endCursor }
      nodes { databaseId slug members(first: 100, membership: IMMEDIATE, query: $login) { edges { role node { databaseId } } } }
    }
  }
}`

async function teamsOf(github: GitHub, organization: string, login: string, account: Id) {
  interface Answer {
    organization: {
      teams: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null }
        nodes: {
          databaseId: Id
          slug: string
          members: { edges: { role: string; node: { databaseId: Id } }[] }
        }[]
      }
    } | null
  }
  const found: { readonly grant: Extract<Grant, { kind: 'team_membership' }>; readonly slug: string }[] = []
  let after: string | null = null
  for (;;) {
    const variables = { org: organization, logins: [login], login, after }
    const data: Answer = await allOf<Answer>(github, TEAMS, variables, 'the teams')
    const teams = data.organization?.teams
    if (teams === undefined) throw unreadable('the teams')
    for (const team of teams.nodes) {
      const edge = team.members.edges.find((each) => each.node.databaseId === account)
      if (edge === undefined) continue
      const role: TeamRole = edge.role === 'MAINTAINER' ? 'maintainer' : 'member'
      found.push({
        grant: { kind: 'team_membership', account, team: team.databaseId, role },
        slug: team.slug,
      })
    }
    if (!teams.pageInfo.hasNextPage) return found
    after = teams.pageInfo.endCursor
  }
}

const DIRECT_ROLES = `query StandingDirectRoles($ids: [ID!]!, $login: String!) {
  nodes(ids: $ids) {
    ... on Repository {
      databaseId
      nameWithOwner
      collaborators(affiliation: DIRECT, login: $login, first: 1) {
        edges { node { databaseId } permissionSources { roleName source { __typename } } }
      }
    }
  }
}`

async function directRolesOf(github: GitHub, around: Around, login: string, account: Id) {
  interface Answer {
    nodes: ({
      databaseId: Id
      nameWithOwner: string
      collaborators: {
        edges: {
          node: { databaseId: Id }
          permissionSources: { roleName: string | null; source: { __typename: string } }[] | null
        }[]
      } | null
    } | null)[]
  }
  const found: { readonly grant: Extract<Grant, { kind: 'repository_role' }>; readonly name: string }[] = []
  for (let from = 0; from < around.repositories.length; from += REPOSITORIES_AT_ONCE) {
    const ids = around.repositories
      .slice(from, from + REPOSITORIES_AT_ONCE)
      .map((repository) => repository.nodeId)
    const data = await allOf<Answer>(github, DIRECT_ROLES, { ids, login }, 'the direct roles')
    for (const repository of data.nodes) {
      // A node that is null is a repository that is gone: nobody holds a role in it.
      if (repository === null) continue
      if (repository.collaborators === null) throw unreadable(`who holds ${repository.nameWithOwner}`)
      const edge = repository.collaborators.edges.find((each) => each.node.databaseId === account)
      const source = edge?.permissionSources?.find((each) => each.source.__typename === 'Repository')
      if (source === undefined) continue
      const role = roleOf(source.roleName)
      if (role === null) throw unreadable(`the role in ${repository.nameWithOwner} (${source.roleName})`)
      const grant = { kind: 'repository_role', account, repository: repository.databaseId, role } as const
      found.push({ grant, name: repository.nameWithOwner })
    }
  }
  return found
}
