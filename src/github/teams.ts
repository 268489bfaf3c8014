/** Teams with their parents, direct members and repositories. Inheritance is not multiplied out here. */

import type { Grant, RepositoryRole, SeenAccount, SeenTeam } from '../policy/words.ts'
import type { GitHub } from './client.ts'

export interface TeamsPage {
  readonly teams: readonly SeenTeam[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  readonly after: string | null
  readonly total: number
}

/** 25 teams a request; a team with more than 100 members or repositories costs further ones. */
export async function* teams(github: GitHub, org: string, from: string | null): AsyncGenerator<TeamsPage> {
  for (let after = from; ; ) {
    const { data } = await github.graphql<{
      organization: { teams: Connection<TeamNode> & { totalCount: number } }
    }>(TEAMS, { org, after })
    const { nodes, pageInfo, totalCount } = data.organization.teams
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    for (const team of nodes) {
      if (team.parentTeam !== null)
        grants.push({ kind: 'team_parent', team: team.databaseId, parent: team.parentTeam.databaseId })
      for await (const edge of everyMember(github, org, team)) {
        accounts.push({
          id: edge.node.databaseId,
          login: edge.node.login,
          type: 'User',
          nodeId: edge.node.id,
          name: null,
          createdAt: null,
        })
        grants.push({
          kind: 'team_membership',
          account: edge.node.databaseId,
          team: team.databaseId,
          role: edge.role === 'MAINTAINER' ? 'maintainer' : 'member',
        })
      }
      for await (const edge of everyRepository(github, org, team)) {
        grants.push({
          kind: 'team_repository',
          team: team.databaseId,
          repository: edge.node.databaseId,
          role: roleFrom(edge.permission),
        })
      }
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    yield {
      teams: nodes.map((t) => ({
        id: t.databaseId,
        slug: t.slug,
        name: t.name,
        privacy: t.privacy.toLowerCase(),
      })),
      accounts,
      grants,
      after,
      total: totalCount,
    }
    if (after === null) return
  }
}

/** GitHub's RepositoryPermission, or a role's name, as one of the five. */
export function roleFrom(permission: string): RepositoryRole {
  switch (permission.toLowerCase()) {
    case 'admin':
      return 'admin'
    case 'maintain':
      return 'maintain'
    case 'write':
    case 'push':
      return 'write'
    case 'triage':
      return 'triage'
    default:
      return 'read'
  }
}

async function* everyMember(github: GitHub, org: string, team: TeamNode) {
  yield* team.members.edges
  for (let { hasNextPage, endCursor } = team.members.pageInfo; hasNextPage; ) {
    const { data } = await github.graphql<{ organization: { team: Pick<TeamNode, 'members'> } }>(
      TEAM_MEMBERS,
      { org, slug: team.slug, after: endCursor },
    )
    yield* data.organization.team.members.edges
    ;({ hasNextPage, endCursor } = data.organization.team.members.pageInfo)
  }
}

async function* everyRepository(github: GitHub, org: string, team: TeamNode) {
  yield* team.repositories.edges
  for (let { hasNextPage, endCursor } = team.repositories.pageInfo; hasNextPage; ) {
    const { data } = await github.graphql<{ organization: { team: Pick<TeamNode, 'repositories'> } }>(
      TEAM_REPOSITORIES,
      { org, slug: team.slug, after: endCursor },
    )
    yield* data.organization.team.repositories.edges
    ;({ hasNextPage, endCursor } = data.organization.team.repositories.pageInfo)
  }
}

interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

interface Connection<T> {
  readonly nodes: readonly T[]
  readonly pageInfo: PageInfo
}

interface TeamNode {
  readonly databaseId: number
  readonly slug: string
  readonly name: string
  readonly privacy: string
  readonly parentTeam: { readonly databaseId: number } | null
  readonly members: {
    readonly pageInfo: PageInfo
    readonly edges: readonly { role: string; node: { databaseId: number; id: string; login: string } }[]
  }
  readonly repositories: {
    readonly pageInfo: PageInfo
    readonly edges: readonly { permission: string; node: { databaseId: number } }[]
  }
}

const MEMBERS_OF = `pageInfo { hasNextPage endCursor } edges { role node { databaseId id login } }`
const REPOSITORIES_OF = `pageInfo { hasNextPage endCursor } edges { permission node { databaseId } }`

const TEAMS = `query Teams($org: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) {
    teams(first: 25, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        databaseId slug name privacy parentTeam { databaseId }
        members(first: 100, membership: IMMEDIATE) { ${MEMBERS_OF} }
        repositories(first: 100) { ${REPOSITORIES_OF} }
      }
    }
  }
}`

const TEAM_MEMBERS = `query TeamMembers($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after, membership: IMMEDIATE) { ${MEMBERS_OF} } } }
}`

const TEAM_REPOSITORIES = `query TeamRepositories($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { repositories(first: 100, after: $after) { ${REPOSITORIES_OF} } } }
}`
