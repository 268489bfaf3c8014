/** Reads the members of an organisation, with role and two-factor state. */

import { instant } from '../../policy/calendar.ts'
import type { Grant, Id, SeenAccount, TwoFactor } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { notShown, type PageInfo } from '../http/graphql.ts'
import { toAccountFromNode, type UserNode } from './account-fields.ts'

interface MembersPage {
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  readonly twoFactor: readonly { readonly id: Id; readonly state: TwoFactor }[]
  /** Cursor of the next page; null at the end. */
  readonly after: string | null
  readonly total: number
}

/** 100 members a request. GraphQL, because REST's list has no role. */
export async function* readMembers(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<MembersPage> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ organization: { membersWithRole: MembersConnection } }>(
      MEMBERS,
      { org, after },
    )
    const { edges, pageInfo, totalCount } = data.organization.membersWithRole
    // A null row is gone or hidden; a member missing from the list is looked up alone before they count as gone.
    const seen = edges.flatMap((edge) => (edge?.node == null ? [] : [{ ...edge, node: edge.node }]))
    if (seen.some(({ role }) => role === null)) throw notShown('who is an owner', errors, 'members=read')
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    yield {
      accounts: seen.map(({ node }) => ({
        ...toAccountFromNode(node),
        name: node.name,
        createdAt: node.createdAt === null ? null : instant(node.createdAt),
      })),
      grants: seen.map(({ node, role }) => ({
        kind: 'organization_role',
        account: node.databaseId,
        role: role === 'ADMIN' ? 'admin' : 'member',
      })),
      twoFactor: seen.map(({ node, hasTwoFactorEnabled }) => ({
        id: node.databaseId,
        state: twoFactorFrom(hasTwoFactorEnabled),
      })),
      after,
      total: totalCount,
    }
    if (after === null) return
  }
}

/** Null means that this token may not see it, never that it is off. */
function twoFactorFrom(enabled: boolean | null): TwoFactor {
  return enabled === null ? 'unknown' : enabled ? 'enabled' : 'disabled'
}

interface MembersConnection {
  readonly totalCount: number
  readonly pageInfo: PageInfo
  readonly edges: readonly ({
    readonly role: 'ADMIN' | 'MEMBER' | null
    readonly hasTwoFactorEnabled: boolean | null
    readonly node: (UserNode & { readonly name: string | null; readonly createdAt: string | null }) | null
  } | null)[]
}

const MEMBERS = `query Members($org: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) {
    membersWithRole(first: 100, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { role hasTwoFactorEnabled node { databaseId id login name createdAt } }
    }
  }
}`
