/** The teams of an organisation with their parents, direct members and repositories. Inheritance is not multiplied out here. */

import type { Grant, Id, SeenAccount, SeenTeam } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { PageInfo } from '../http/graphql.ts'
import { MEMBERS_OF, membersOf, type WithMembers } from './team-members.ts'
import { REPOSITORIES_OF, repositoriesOf, type WithRepositories } from './team-repositories.ts'

export interface TeamsPage {
  readonly teams: readonly SeenTeam[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  readonly after: string | null
  readonly total: number
}

/** 25 teams a request; a team with more than 100 members or repositories costs further ones. */
export async function* readTeams(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<TeamsPage> {
  for (let after = from; ; ) {
    const { data } = await github.graphql<{ organization: { teams: TeamsConnection } }>(TEAMS, { org, after })
    const { pageInfo, totalCount } = data.organization.teams
    // A row that is gone or hidden; whoever misses it is asked for by itself.
    const nodes = data.organization.teams.nodes.filter((node) => node !== null)
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    for (const team of nodes) {
      if (team.parentTeam !== null)
        grants.push({ kind: 'team_parent', team: team.databaseId, parent: team.parentTeam.databaseId })
      for await (const { account, grant } of membersOf(github, org, team)) {
        accounts.push(account)
        grants.push(grant)
      }
      for await (const grant of repositoriesOf(github, org, team)) grants.push(grant)
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

interface TeamsConnection {
  readonly totalCount: number
  readonly pageInfo: PageInfo
  readonly nodes: readonly (TeamNode | null)[]
}

interface TeamNode extends WithMembers, WithRepositories {
  readonly name: string
  readonly privacy: string
  readonly parentTeam: { readonly databaseId: Id } | null
}

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
