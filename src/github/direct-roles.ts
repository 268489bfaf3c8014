/** Who holds a role directly on a repository, and which. Never lists everybody who can reach it (`affiliation: ALL`). */

import type { Grant, Id, RepositoryRole, SeenAccount } from '../policy/words.ts'
import { accountFromNode, type UserNode } from './accounts.ts'
import type { GitHub } from './client.ts'
import { roleOf } from './role-words.ts'
import { type Connection, edgesOf } from './whole-answers.ts'

/** Everybody with a direct role, from the collaborators on that came along with the repository. */
export async function* directRoles(
  github: GitHub,
  org: string,
  repository: { readonly id: Id; readonly name: string },
  first: Collaborators,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const edges = edgesOf(first, (after) => moreCollaborators(github, org, repository.name, after))
  for await (const edge of edges) {
    const role = directRole(edge)
    if (role === null) continue
    yield {
      account: accountFromNode(edge.node),
      grant: { kind: 'repository_role', account: edge.node.databaseId, repository: repository.id, role },
    }
  }
}

/** What one account holds directly on one repository; null where nothing. */
export async function directRoleOf(
  github: GitHub,
  org: string,
  repository: string,
  account: { id: Id; login: string },
): Promise<RepositoryRole | null> {
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

async function moreCollaborators(
  github: GitHub,
  org: string,
  name: string,
  after: string | null,
): Promise<Collaborators> {
  const { data } = await github.graphql<{ repository: { collaborators: Collaborators } }>(
    MORE_COLLABORATORS,
    {
      org,
      name,
      after,
    },
  )
  return data.repository.collaborators
}

/** The role that the repository itself gives; `roleName` knows triage, maintain and custom roles, `permission` does not. */
function directRole(edge: Edge): RepositoryRole | null {
  const direct = edge.permissionSources?.find((source) => source.source.__typename === 'Repository')
  if (direct === undefined) return null
  return roleOf(direct.roleName ?? direct.permission) ?? roleOf(direct.permission) ?? 'read'
}

export type Collaborators = Connection<Edge>

interface Edge {
  readonly node: UserNode
  readonly permissionSources:
    | readonly {
        readonly permission: string
        readonly roleName: string | null
        readonly source: { readonly __typename: string }
      }[]
    | null
}

/** Fields of GraphQL's list of collaborators. */
export const COLLABORATORS_OF = `pageInfo { hasNextPage endCursor }
  edges { node { databaseId id login } permissionSources { permission roleName source { __typename } } }`

const MORE_COLLABORATORS = `query MoreCollaborators($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, first: 100, after: $after) { ${COLLABORATORS_OF} } }
}`

const ONE_COLLABORATOR = `query OneCollaborator($org: String!, $name: String!, $login: String!) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, login: $login, first: 10) { ${COLLABORATORS_OF} } }
}`
