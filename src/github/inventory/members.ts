/** Reads the members of an organisation, with role and two-factor state. */

import type { Grant, Id, SeenAccount, TwoFactor } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, flag, moment, nullable, oneOf, rows, text, whole } from '../http/decode.ts'
import { isRefused, nextCursor, notShown, pageInfo } from '../http/graphql.ts'
import { toAccountFromNode } from './account-fields.ts'

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
    const { data, errors } = await github.graphql(MEMBERS, { org, after }, MEMBERS_PAGE, isRefused)
    const { edges: seen, pageInfo: page, totalCount } = data.organization.membersWithRole
    // A second factor that is not shown is `unknown`, a name is only shown.
    github.tellRefused('Members', errors, ['hasTwoFactorEnabled', 'name'])
    if (seen.some(({ role }) => role === null)) throw notShown('who is an owner', errors, 'members=read')
    after = nextCursor(page, after)
    yield {
      accounts: seen.map(({ node }) => ({
        ...toAccountFromNode(node),
        name: node.name,
        createdAt: node.createdAt,
      })),
      grants: seen.flatMap(({ node, role }) =>
        role === null ? [] : [{ kind: 'organization_role', account: node.databaseId, role }],
      ),
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

/** A member whose row is odd is looked up alone before they count as gone. */
const MEMBERS_PAGE = fields({
  organization: fields({
    membersWithRole: fields({
      totalCount: whole,
      pageInfo,
      edges: rows(
        fields({
          role: nullable(oneOf({ ADMIN: 'admin', MEMBER: 'member' })),
          hasTwoFactorEnabled: nullable(flag),
          node: fields({
            databaseId: whole,
            id: text,
            login: text,
            name: nullable(text),
            createdAt: nullable(moment),
          }),
        }),
      ),
    }),
  }),
})

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
