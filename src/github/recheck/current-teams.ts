/** Reads the teams in which one account is a direct member now. */

import type { Grant, Id, TeamRole } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { PageInfo } from '../http/graphql.ts'
import { readWithoutErrors, unreadable } from '../http/pages.ts'

/** Its direct memberships, each with the team's current slug. Throws where a list is incomplete. */
export async function readTeamsOf(github: GitHub, organization: string, login: string, account: Id) {
  interface Answer {
    organization: {
      teams: {
        pageInfo: PageInfo
        nodes: {
          databaseId: Id
          slug: string
          members: { pageInfo: PageInfo; edges: { role: string; node: { databaseId: Id } }[] }
        }[]
      }
    } | null
  }
  const found: { readonly grant: Extract<Grant, { kind: 'team_membership' }>; readonly slug: string }[] = []
  let after: string | null = null
  for (;;) {
    const variables = { org: organization, logins: [login], login, after }
    const data: Answer = await readWithoutErrors<Answer>(github, TEAMS, variables, 'the teams')
    const teams = data.organization?.teams
    if (teams === undefined) throw unreadable('the teams')
    for (const team of teams.nodes) {
      const edge = team.members.edges.find(({ node }) => node.databaseId === account)
      // The query finds by similar names: with more than a hundred of them, the account may be on a later page.
      if (edge === undefined && team.members.pageInfo.hasNextPage)
        throw unreadable(`who is in team ${team.slug}`)
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

const TEAMS = `query CurrentTeams($org: String!, $logins: [String!], $login: String!, $after: String) {
  organization(login: $org) {
    teams(first: 50, after: $after, userLogins: $logins) {
      pageInfo { hasNextPage endCursor }
      nodes { databaseId slug members(first: 100, membership: IMMEDIATE, query: $login) { pageInfo { hasNextPage endCursor } edges { role node { databaseId } } } }
    }
  }
}`
