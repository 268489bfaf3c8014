/** Reads the repositories of an organisation and the direct roles in each. */

import type { Grant, Id, SeenAccount, SeenRepository } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, flag, list, moment, nullable, text, whole } from '../http/decode.ts'
import { type GraphqlProblem, isRefused, nextCursor, pageInfo } from '../http/graphql.ts'
import { COLLABORATOR_FIELDS, collaborators, isIncomplete, readDirectRolesIn } from './repository-roles.ts'

export interface RepositoriesPage {
  readonly repositories: readonly SeenRepository[]
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** Repositories whose collaborators, or the time of their last push, were not shown, each with the reason. */
  readonly unread: readonly Unread[]
  /** Why GitHub shows nothing of a repository that it lists, once for each: not even its id is known. */
  readonly hidden: readonly string[]
  /** Cursor of the next page; null at the end. */
  readonly after: string | null
  readonly total: number
}

interface Unread {
  readonly source: 'direct_roles' | 'repository_activity'
  readonly id: Id
  readonly reason: string
}

/** 20 repositories a request, and further requests for each with more than 50 direct collaborators. */
export async function* readRepositories(
  github: GitHub,
  org: string,
  from: string | null,
): AsyncGenerator<RepositoriesPage> {
  for (let after = from; ; ) {
    const { data, errors } = await github.graphql(REPOSITORIES, { org, after }, PAGE, isTold)
    github.tellRefused('Repositories', errors, ['collaborators'])
    const { nodes, pageInfo: page, totalCount } = data.organization.repositories
    const accounts: SeenAccount[] = []
    const grants: Grant[] = []
    const unread: Unread[] = []
    const hidden: string[] = []
    for (const [index, repository] of nodes.entries()) {
      if (repository === null) {
        hidden.push(reasonAt(errors, index, 'GitHub does not say why'))
        continue
      }
      const unshownPush = errors.find(({ path = [] }) => path.at(-1) === 'pushedAt' && path.includes(index))
      if (unshownPush !== undefined) {
        const { message: reason } = unshownPush
        unread.push({ source: 'repository_activity', id: repository.databaseId, reason })
      }
      if (repository.collaborators === null || isIncomplete(repository.collaborators)) {
        unread.push({
          source: 'direct_roles',
          id: repository.databaseId,
          reason: reasonAt(errors, index, 'GitHub does not show its collaborators'),
        })
        continue
      }
      const { databaseId: id, name, collaborators: first } = repository
      for await (const { account, grant } of readDirectRolesIn(github, org, { id, name }, first)) {
        accounts.push(account)
        grants.push(grant)
      }
    }
    after = nextCursor(page, after)
    const repositories = nodes.filter((node) => node !== null).map(toRepository)
    yield { repositories, accounts, grants, unread, hidden, after, total: totalCount }
    if (after === null) return
  }
}

/** Collaborators that are not shown make their repository unread, a repository that is refused is told as hidden. */
function isTold(problem: GraphqlProblem): boolean {
  return problem.path?.includes('collaborators') === true || isRefused(problem)
}

function reasonAt(errors: readonly GraphqlProblem[], index: number, otherwise: string): string {
  const problem = errors.find((e) => e.path?.includes('nodes') === true && e.path.includes(index))
  return problem?.message ?? otherwise
}

function toRepository(node: Decoded<typeof REPOSITORY>): SeenRepository {
  return {
    id: node.databaseId,
    name: node.name,
    nodeId: node.id,
    // Unknown counts as what costs nobody anything: private, and not archived.
    private: node.isPrivate ?? true,
    archived: node.isArchived ?? false,
    fork: node.isFork ?? false,
    defaultBranch: node.defaultBranchRef?.name ?? null,
    createdAt: node.createdAt,
    pushedAt: node.pushedAt,
  }
}

const REPOSITORY = fields({
  databaseId: whole,
  id: text,
  name: text,
  isPrivate: nullable(flag),
  isArchived: nullable(flag),
  isFork: nullable(flag),
  createdAt: nullable(moment),
  pushedAt: nullable(moment),
  defaultBranchRef: nullable(fields({ name: text })),
  collaborators: nullable(collaborators),
})

/** The errors name a repository by its place in the list. */
const PAGE = fields({
  organization: fields({
    repositories: fields({ totalCount: whole, pageInfo, nodes: list(nullable(REPOSITORY)) }),
  }),
})

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
