/** Repositories with their direct roles. Never lists everybody who can reach a repository (`affiliation: ALL`). */

import { instant } from '../policy/calendar.ts'
import type { Grant, Id, SeenAccount, SeenRepository } from '../policy/words.ts'
import type { GitHub, GraphqlProblem } from './client.ts'
import { roleFrom } from './teams.ts'

export interface RepositoriesPage {
  readonly repositories: readonly SeenRepository[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** Repositories whose collaborators were not shown, each with why. */
  readonly unread: readonly { readonly id: Id; readonly reason: string }[]
  readonly after: string | null
  readonly total: number
}

/** 20 repositories a request; one with more than 50 direct collaborators costs further ones. */
export async function* repositories(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<RepositoriesPage> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ organization: { repositories: RepositoryConnection } }>(
      REPOSITORIES,
      { org, after },
    )
    const { nodes, pageInfo, totalCount } = data.organization.repositories
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    const unread: { id: Id; reason: string }[] = []
    for (const [index, repository] of nodes.entries()) {
      if (repository.collaborators === null) {
        unread.push({ id: repository.databaseId, reason: problemAt(errors, index) })
        continue
      }
      for await (const edge of everyCollaborator(github, org, repository.name, repository.collaborators)) {
        const role = directRole(edge)
        if (role === null) continue
        accounts.push({
          id: edge.node.databaseId,
          login: edge.node.login,
          type: 'User',
          nodeId: edge.node.id,
          name: null,
          createdAt: null,
        })
        grants.push({
          kind: 'repository_role',
          account: edge.node.databaseId,
          repository: repository.databaseId,
          role,
        })
      }
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    yield { repositories: nodes.map(repositoryFrom), accounts, grants, unread, after, total: totalCount }
    if (after === null) return
  }
}

/** What one account holds directly on one repository; null where nothing. */
export async function directRoleOf(
  github: GitHub,
  org: string,
  repository: string,
  account: { id: Id; login: string },
) {
  const { data } = await github.graphql<{ repository: { collaborators: Collaborators | null } | null }>(
    ONE_COLLABORATOR,
    {
      org,
      name: repository,
      login: account.login,
    },
  )
  const edge = data.repository?.collaborators?.edges.find((e) => e.node.databaseId === account.id)
  return edge === undefined ? null : directRole(edge)
}

/** The role that the repository itself gives; `roleName` knows triage, maintain and custom roles, `permission` does not. */
function directRole(edge: Edge) {
  const direct = edge.permissionSources?.find((source) => source.source.__typename === 'Repository')
  if (direct === undefined) return null
  const named = roleFrom(direct.roleName ?? direct.permission)
  const known = ['read', 'triage', 'write', 'maintain', 'admin', 'pull', 'push'].includes(
    (direct.roleName ?? direct.permission).toLowerCase(),
  )
  return known ? named : roleFrom(direct.permission)
}

async function* everyCollaborator(github: GitHub, org: string, name: string, first: Collaborators) {
  yield* first.edges
  for (let { hasNextPage, endCursor } = first.pageInfo; hasNextPage; ) {
    const { data } = await github.graphql<{ repository: { collaborators: Collaborators } }>(
      MORE_COLLABORATORS,
      { org, name, after: endCursor },
    )
    yield* data.repository.collaborators.edges
    ;({ hasNextPage, endCursor } = data.repository.collaborators.pageInfo)
  }
}

function problemAt(errors: readonly GraphqlProblem[], index: number): string {
  const problem = errors.find((e) => e.path?.includes('nodes') === true && e.path.includes(index))
  return problem?.message ?? 'GitHub does not show its collaborators'
}

function repositoryFrom(node: RepositoryNode): SeenRepository {
  return {
    id: node.databaseId,
    name: node.name,
    nodeId: node.id,
    private: node.isPrivate,
    archived: node.isArchived,
    fork: node.isFork,
    defaultBranch: node.defaultBranchRef?.name ?? null,
    createdAt: node.createdAt === null ? null : instant(node.createdAt),
    pushedAt: node.pushedAt === null ? null : instant(node.pushedAt),
  }
}

interface Edge {
  readonly node: { readonly databaseId: number; readonly id: string; readonly login: string }
  readonly permissionSources:
    | readonly {
        readonly permission: string
        readonly roleName: string | null
        readonly source: { readonly __typename: string }
      }[]
    | null
}

interface Collaborators {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly Edge[]
}

interface RepositoryNode {
  readonly databaseId: number
  readonly id: string
  readonly name: string
  readonly isPrivate: boolean
  readonly isArchived: boolean
  readonly isFork: boolean
  readonly createdAt: string | null
  readonly pushedAt: string | null
  readonly defaultBranchRef: { readonly name: string } | null
  readonly collaborators: Collaborators | null
}

interface RepositoryConnection {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly RepositoryNode[]
}

const COLLABORATORS_OF = `pageInfo { hasNextPage endCursor }
  edges { node { databaseId id login } permissionSources { permission roleName source { __typename } } }`

const REPOSITORIES = `query Repositories($org: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) {
    repositories(first: 20, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        databaseId id name isPrivate isArchived isFork createdAt pushedAt defaultBranchRef { name }
        collaborators(affiliation: DIRECT, first: 50) { ${COLLABORATORS_OF} }
      }
    }
  }
}`

const MORE_COLLABORATORS = `query MoreCollaborators($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, first: 100, after: $after) { ${COLLABORATORS_OF} } }
}`

const ONE_COLLABORATOR = `query OneCollaborator($org: String!, $name: String!, $login: String!) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, login: $login, first: 10) { ${COLLABORATORS_OF} } }
}`
