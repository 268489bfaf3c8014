/** Who is in the organisation: its own facts, members with role and second factor, outside collaborators. */

import { instant } from '../policy/calendar.ts'
import type { BasePermission, Grant, Id, SeenAccount, TwoFactor } from '../policy/words.ts'
import type { GitHub } from './client.ts'

export interface OrganizationFacts {
  readonly id: Id
  readonly login: string
  readonly nodeId: string
  readonly plan: string | null
  readonly twoFactorRequired: boolean | null
  /** Null: not shown to us, which is not `none`. */
  readonly basePermission: BasePermission | null
}

/** https://docs.github.com/rest/orgs/orgs#get-an-organization */
export async function readOrganization(github: GitHub, org: string): Promise<OrganizationFacts> {
  const { data } = await github.rest<{
    id: number
    login: string
    node_id: string
    plan?: { name?: string }
    two_factor_requirement_enabled?: boolean | null
    default_repository_permission?: BasePermission | null
  }>('GET /orgs/{org}', { org })
  return {
    id: data.id,
    login: data.login,
    nodeId: data.node_id,
    plan: data.plan?.name ?? null,
    twoFactorRequired: data.two_factor_requirement_enabled ?? null,
    basePermission: data.default_repository_permission ?? null,
  }
}

export interface PeoplePage {
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  readonly twoFactor: readonly { readonly id: Id; readonly state: TwoFactor }[]
  /** Where to go on; null at the end. */
  readonly after: string | null
  /** Null where GitHub does not tell. */
  readonly total: number | null
}

/** Members with their role, 100 a request. GraphQL, because REST's list has no role. */
export async function* members(github: GitHub, org: string, from: string | null): AsyncGenerator<PeoplePage> {
  for (let after = from; ; ) {
    const { data } = await github.graphql<{ organization: { membersWithRole: MembersConnection } }>(MEMBERS, {
      org,
      after,
    })
    const { edges, pageInfo, totalCount } = data.organization.membersWithRole
    const seen = edges.flatMap((edge) => (edge.node === null ? [] : [{ ...edge, node: edge.node }]))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    yield {
      accounts: seen.map(({ node }) => ({
        id: node.databaseId,
        login: node.login,
        type: 'User',
        nodeId: node.id,
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

/** Accepted outside collaborators, without their repositories. https://docs.github.com/rest/orgs/outside-collaborators */
export async function* outsideCollaborators(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<PeoplePage & { page: number }> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<RestUser[]>('GET /orgs/{org}/outside_collaborators', {
      org,
      per_page: 100,
      page,
    })
    const more = data.length === 100
    yield {
      accounts: data.map(accountFromRest),
      grants: data.map((user) => ({ kind: 'outside_collaborator', account: user.id })),
      twoFactor: [],
      after: more ? String(page + 1) : null,
      page,
      total: null,
    }
    if (!more) return
  }
}

/** Outside collaborators without a second factor; owners alone may ask, others are refused (422). */
export async function outsideWithoutTwoFactor(github: GitHub, org: string): Promise<Id[]> {
  const ids: Id[] = []
  for (let page = 1; ; page++) {
    const { data } = await github.rest<RestUser[]>('GET /orgs/{org}/outside_collaborators', {
      org,
      filter: '2fa_disabled',
      per_page: 100,
      page,
    })
    ids.push(...data.map((user) => user.id))
    if (data.length < 100) return ids
  }
}

/** GitHub's short form of a user in REST lists. */
export interface RestUser {
  readonly id: number
  readonly login: string
  readonly node_id?: string
  readonly type?: string
}

export function accountFromRest(user: RestUser): SeenAccount {
  return {
    id: user.id,
    login: user.login,
    type: user.type === 'Bot' ? 'Bot' : 'User',
    nodeId: user.node_id ?? null,
    name: null,
    createdAt: null,
  }
}

interface MembersConnection {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly {
    readonly role: 'ADMIN' | 'MEMBER'
    readonly hasTwoFactorEnabled: boolean | null
    readonly node: {
      databaseId: number
      id: string
      login: string
      name: string | null
      createdAt: string | null
    } | null
  }[]
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

/** Null is "not visible to us", never "off". */
function twoFactorFrom(enabled: boolean | null): TwoFactor {
  return enabled === null ? 'unknown' : enabled ? 'enabled' : 'disabled'
}
