/** Reads the teams of an organisation with their parents, direct members and repositories, without what they inherit. */

import type { Grant, Id, SeenAccount, SeenTeam } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { PageInfo } from '../http/graphql.ts'
import { MEMBER_FIELDS, readTeamMembers, type WithMembers } from './team-members.ts'
import { REPOSITORY_FIELDS, readTeamRepositories, type WithRepositories } from './team-repositories.ts'

export interface TeamsPage {
  readonly teams: readonly SeenTeam[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** Cursor of the next page; null at the end. */
  readonly after: string | null
  readonly total: number
}

/** 25 teams a request, and further requests for each with more than 100 members or repositories. */
export async function* readTeams(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<TeamsPage> {
  for (let after = from; ; ) {
    const { data } = await github.graphql<{ organization: { teams: TeamsConnection } }>(TEAMS, { org, after })
    const { pageInfo, totalCount } = data.organization.teams
    // A null row is gone or hidden; a team missing from the list is looked up alone before it counts as gone.
    const nodes = data.organization.teams.nodes.filter((node) => node !== null)
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    for (const team of nodes) {
      if (team.parentTeam !== null)
        grants.push({ kind: 'team_parent', team: team.databaseId, parent: team.parentTeam.databaseId })
      for await (const { account, grant } of readTeamMembers(github, org, team)) {
        accounts.push(account)
        grants.push(grant)
      }
      for await (const grant of readTeamRepositories(github, org, team)) grants.push(grant)
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    yield {
      teams: nodes.map((team) => ({
        id: team.databaseId,
        slug: team.slug,
        name: team.name,
        privacy: team.privacy.toLowerCase(),
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
        members(first: 100, membership: IMMEDIATE) { ${MEMBER_FIELDS} }
        repositories(first: 100) { ${REPOSITORY_FIELDS} }
      }
    }
  }
}`
