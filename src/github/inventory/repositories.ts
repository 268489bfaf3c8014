/** Reads the repositories of an organisation and the direct roles in each. */

import { instant } from '../../policy/calendar.ts'
import type { Grant, Id, SeenAccount, SeenRepository } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import type { GraphqlProblem, PageInfo } from '../http/graphql.ts'
import {
  COLLABORATOR_FIELDS,
  type Collaborators,
  isIncomplete,
  readDirectRolesIn,
} from './repository-roles.ts'

export interface RepositoriesPage {
  readonly repositories: readonly SeenRepository[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** Repositories whose collaborators were not shown in full, each with the reason. */
  readonly unread: readonly { readonly id: Id; readonly reason: string }[]
  /** Cursor of the next page; null at the end. */
  readonly after: string | null
  readonly total: number
}

/** 20 repositories a request, and further requests for each with more than 50 direct collaborators. */
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
      // Gone or hidden; a repository missing from the list is looked up alone before it counts as gone.
      if (repository === null) continue
      if (repository.collaborators === null || repository.collaborators.edges.some(isIncomplete)) {
        unread.push({ id: repository.databaseId, reason: reasonAt(errors, index) })
        continue
      }
      const { databaseId: id, name, collaborators } = repository
      for await (const { account, grant } of readDirectRolesIn(github, org, { id, name }, collaborators)) {
        accounts.push(account)
        grants.push(grant)
      }
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    const repositories = nodes.filter((node) => node !== null).map(toRepository)
    yield { repositories, accounts, grants, unread, after, total: totalCount }
    if (after === null) return
  }
}

function reasonAt(errors: readonly GraphqlProblem[], index: number): string {
  const problem = errors.find((e) => e.path?.includes('nodes') === true && e.path.includes(index))
  return problem?.message ?? 'GitHub does not show its collaborators'
}

function toRepository(node: RepositoryNode): SeenRepository {
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
        collaborators(affiliation: DIRECT, first: 50) { ${COLLABORATOR_FIELDS} }
      }
    }
  }
}`
