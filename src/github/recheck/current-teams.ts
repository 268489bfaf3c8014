/** Reads the teams in which one account is a direct member now. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, list, nullable, oneOf, text, whole } from '../http/decode.ts'
import { nextCursor, pageInfo } from '../http/graphql.ts'
import { connection, readWithoutErrors, unreadable } from '../http/pages.ts'

/** Its direct memberships, each with the team's current slug. Throws where a list is incomplete. */
export async function readTeamsOf(github: GitHub, organization: string, login: string, account: Id) {
  const found: { readonly grant: Extract<Grant, { kind: 'team_membership' }>; readonly slug: string }[] = []
  let after: string | null = null
  for (;;) {
    const variables = { org: organization, logins: [login], login, after }
    const data: Decoded<typeof ANSWER> = await readWithoutErrors(
      github,
      TEAMS,
      variables,
      ANSWER,
      'the teams',
    )
    const teams = data.organization?.teams
    if (teams === undefined) throw unreadable('the teams')
    for (const team of teams.nodes) {
      const edge = team.members.edges.find(({ node }) => node.databaseId === account)
      // The query finds by similar names: with more than a hundred of them, the account may be on a later page.
      if (edge === undefined && team.members.pageInfo.hasNextPage)
        throw unreadable(`who is in team ${team.slug}`)
      if (edge === undefined) continue
      found.push({
        grant: { kind: 'team_membership', account, team: team.databaseId, role: edge.role },
        slug: team.slug,
      })
    }
    after = nextCursor(teams.pageInfo, after)
    if (after === null) return found
  }
}

const MEMBER = fields({
  role: oneOf({ MAINTAINER: 'maintainer', MEMBER: 'member' }),
  node: fields({ databaseId: whole }),
})
const TEAM = fields({ databaseId: whole, slug: text, members: connection(list(MEMBER)) })
const ANSWER = fields({ organization: nullable(fields({ teams: fields({ pageInfo, nodes: list(TEAM) }) })) })

const TEAMS = `query CurrentTeams($org: String!, $logins: [String!], $login: String!, $after: String) {
  organization(login: $org) {
    teams(first: 50, after: $after, userLogins: $logins) {
      pageInfo { hasNextPage endCursor }
      nodes { databaseId slug members(first: 100, membership: IMMEDIATE, query: $login) { pageInfo { hasNextPage endCursor } edges { role node { databaseId } } } }
    }
  }
}`
