/** The repositories of an organisation, with the direct roles in each. Whose roles GitHub does not show is told, never left out. */

import { instant } from '../../policy/calendar.ts'
import type { Grant, Id, SeenAccount, SeenRepository } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { GraphqlProblem, PageInfo } from '../http/graphql.ts'
import { COLLABORATORS_OF, type Collaborators, directRoles, isHalfShown } from './direct-roles.ts'

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
export async function* readRepositories(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<RepositoriesPage> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql<{ organization: { repositories: RepositoryConnection } }>(
      REPOSITORIES,
      { org, after },
      'collaborators',
    )
    const { nodes, pageInfo, totalCount } = data.organization.repositories
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    const unread: { id: Id; reason: string }[] = []
    for (const [index, repository] of nodes.entries()) {
      // Gone or hidden: whoever misses it is asked for by itself.
      if (repository === null) continue
      if (repository.collaborators === null || repository.collaborators.edges.some(isHalfShown)) {
        unread.push({ id: repository.databaseId, reason: problemAt(errors, index) })
        continue
      }
      const { databaseId: id, name, collaborators } = repository
      for await (const { account, grant } of directRoles(github, org, { id, name }, collaborators)) {
        accounts.push(account)
        grants.push(grant)
      }
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    const shown = nodes.filter((node) => node !== null).map(repositoryFrom)
    yield { repositories: shown, accounts, grants, unread, after, total: totalCount }
    if (after === null) return
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
  readonly pageInfo: PageInfo
  readonly nodes: readonly (RepositoryNode | null)[]
}

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
