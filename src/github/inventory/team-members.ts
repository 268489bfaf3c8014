/** Reads the direct members of a team; REST's list would add the members of child teams. */

import type { Grant, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, list, nullable, oneOf, rows, whole } from '../http/decode.ts'
import { nextCursor, pageInfo } from '../http/graphql.ts'
import { connection, readEdges, readWithoutErrors, unreadable } from '../http/pages.ts'
import { toAccountFromNode, userNode } from './account-fields.ts'

/** A team with the first page of its members. */
export interface WithMembers {
  readonly databaseId: Id
  readonly slug: string
  readonly members: Decoded<typeof teamMembers>
}

/** Every direct member of a team, beginning with those that came with it. */
export async function* readTeamMembers(
  github: GitHub,
  org: string,
  team: WithMembers,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const more = async (after: string | null) => {
    const what = `the members of team ${team.slug}`
    const { organization } = await readWithoutErrors(
      github,
      TEAM_MEMBERS,
      { org, slug: team.slug, after },
      MORE,
      what,
    )
    if (organization.team === null) throw unreadable(what)
    return organization.team.members
  }
  for await (const { node, role } of readEdges(team.members, more)) {
    yield {
      account: toAccountFromNode(node),
      grant: {
        kind: 'team_membership',
        account: node.databaseId,
        team: team.databaseId,
        role,
      },
    }
  }
}

/** Whether an account is a direct member of a team. GitHub has no call for one direct membership, so the list is searched. */
export async function isDirectMember(
  github: GitHub,
  org: string,
  slug: string,
  account: Id,
): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const answer: Decoded<typeof DIRECT> = await readWithoutErrors(
      github,
      DIRECT_MEMBERS,
      { org, slug, after },
      DIRECT,
      `who is in team ${slug}`,
    )
    const members = answer.organization.team?.members
    // Null without an error: there is no such team.
    if (members === undefined) return false
    if (members.nodes.some((node) => node.databaseId === account)) return true
    after = nextCursor(members.pageInfo, after)
    if (after === null) return false
  }
}

export const teamMembers = connection(
  rows(fields({ role: oneOf({ MAINTAINER: 'maintainer', MEMBER: 'member' }), node: userNode })),
)
const MORE = fields({ organization: fields({ team: nullable(fields({ members: teamMembers })) }) })
const DIRECT = fields({
  organization: fields({
    team: nullable(fields({ members: fields({ pageInfo, nodes: list(fields({ databaseId: whole })) }) })),
  }),
})

/** Selection set for a connection of team members. */
export const MEMBER_FIELDS = `pageInfo { hasNextPage endCursor } edges { role node { databaseId id login } }`

const TEAM_MEMBERS = `query TeamMembers($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after, membership: IMMEDIATE) { ${MEMBER_FIELDS} } } }
}`

const DIRECT_MEMBERS = `query DirectMembers($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after, membership: IMMEDIATE) { pageInfo { hasNextPage endCursor } nodes { databaseId } } } }
}`
