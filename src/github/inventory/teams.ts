/** Reads the teams of an organisation with their parents, direct members and repositories, without what they inherit. */

import type { Grant, SeenAccount, SeenTeam } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, nullable, rows, text, whole } from '../http/decode.ts'
import { isRefused, nextCursor, pageInfo } from '../http/graphql.ts'
import { MEMBER_FIELDS, readTeamMembers, teamMembers } from './team-members.ts'
import { REPOSITORY_FIELDS, readTeamRepositories, teamRepositories } from './team-repositories.ts'

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
    const { data, errors } = await github.graphql(TEAMS, { org, after }, PAGE, isRefused)
    github.tellRefused('Teams', errors)
    const { nodes, pageInfo: page, totalCount } = data.organization.teams
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
    after = nextCursor(page, after)
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

/** A team whose row is odd is looked up alone before it counts as gone. */
const PAGE = fields({
  organization: fields({
    teams: fields({
      totalCount: whole,
      pageInfo,
      nodes: rows(
        fields({
          databaseId: whole,
          slug: text,
          name: text,
          privacy: text,
          parentTeam: nullable(fields({ databaseId: whole })),
          members: teamMembers,
          repositories: teamRepositories,
        }),
      ),
    }),
  }),
})

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
