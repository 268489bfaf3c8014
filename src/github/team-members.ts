/** Who is in a team by itself. Never who is in it through a child team, whom REST lists as well. */

import type { Grant, Id, SeenAccount } from '../policy/words.ts'
import { accountFromNode, type UserNode } from './accounts.ts'
import type { GitHub } from './client.ts'
import type { PageInfo } from './graphql-answer.ts'
import { type Connection, edgesOf } from './whole-answers.ts'

/** A team with the first of its members. */
export interface WithMembers {
  readonly databaseId: Id
  readonly slug: string
  readonly members: Connection<{ readonly role: string; readonly node: UserNode }>
}

/** Everybody in a team, from those on who came along with it. */
export async function* membersOf(
  github: GitHub,
  org: string,
  team: WithMembers,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const more = async (after: string | null) => {
    const { data } = await github.graphql<{ organization: { team: Pick<WithMembers, 'members'> } }>(
      TEAM_MEMBERS,
      { org, slug: team.slug, after },
    )
    return data.organization.team.members
  }
  for await (const { node, role } of edgesOf(team.members, more)) {
    yield {
      account: accountFromNode(node),
      grant: {
        kind: 'team_membership',
        account: node.databaseId,
        team: team.databaseId,
        role: role === 'MAINTAINER' ? 'maintainer' : 'member',
      },
    }
  }
}

/** Whether one account is in a team. GitHub has no question for one direct membership, so the list is looked through. */
export async function isDirectMember(
  github: GitHub,
  org: string,
  slug: string,
  account: Id,
): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const answer: { data: { organization: { team: { members: Ids } | null } } } = await github.graphql(
      DIRECT_MEMBERS,
      { org, slug, after },
    )
    const members = answer.data.organization.team?.members
    if (members === undefined) return false
    if (members.nodes.some((node) => node.databaseId === account)) return true
    if (!members.pageInfo.hasNextPage) return false
    after = members.pageInfo.endCursor
  }
}

interface Ids {
  readonly pageInfo: PageInfo
  readonly nodes: readonly { readonly databaseId: Id }[]
}

/** Fields of GraphQL's list of a team's members. */
export const MEMBERS_OF = `pageInfo { hasNextPage endCursor } edges { role node { databaseId id login } }`

const TEAM_MEMBERS = `query TeamMembers($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after, membership: IMMEDIATE) { ${MEMBERS_OF} } } }
}`

const DIRECT_MEMBERS = `query DirectMembers($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after, membership: IMMEDIATE) { pageInfo { hasNextPage endCursor } nodes { databaseId } } } }
}`
