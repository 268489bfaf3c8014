/** Who is in a team by itself. Never who is in it through a child team, whom REST lists as well. */

import type { Grant, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { PageInfo } from '../http/graphql.ts'
import { allOf, type Connection, edgesOf, unreadable } from '../http/pages.ts'
import { toAccountFromNode, type UserNode } from './account-fields.ts'

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
    const what = `the members of team ${team.slug}`
    const { organization } = await allOf<{ organization: { team: Pick<WithMembers, 'members'> | null } }>(
      github,
      TEAM_MEMBERS,
      { org, slug: team.slug, after },
      what,
    )
    if (organization.team === null) throw unreadable(what)
    return organization.team.members
  }
  for await (const { node, role } of edgesOf(team.members, more)) {
    yield {
      account: toAccountFromNode(node),
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
    const answer: { organization: { team: { members: Ids } | null } } = await allOf(
      github,
      DIRECT_MEMBERS,
      { org, slug, after },
      `who is in team ${slug}`,
    )
    const members = answer.organization.team?.members
    // Nothing went wrong, so there is no such team.
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
