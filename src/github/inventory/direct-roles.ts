/** Who holds a role directly on a repository, and which. Never lists everybody who can reach it (`affiliation: ALL`). */

import type { Grant, Id, RepositoryRole, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { allOf, type Connection, edgesOf, unreadable } from '../http/pages.ts'
import { toAccountFromNode, type UserNode } from './account-fields.ts'
import { roleFromWord } from './role-words.ts'

/** Everybody with a direct role, from the collaborators on that came along with the repository. */
export async function* directRoles(
  github: GitHub,
  org: string,
  repository: { readonly id: Id; readonly name: string },
  first: Collaborators,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const edges = edgesOf(first, (after) => moreCollaborators(github, org, repository.name, after))
  for await (const edge of edges) {
    const role = directRole(edge, `who holds ${org}/${repository.name}`)
    if (role === null) continue
    yield {
      account: toAccountFromNode(edge.node),
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
  const what = `who holds ${org}/${repository}`
  const answer = await allOf<{ repository: { collaborators: Collaborators | null } | null }>(
    github,
    ONE_COLLABORATOR,
    { org, name: repository, login: account.login },
    what,
  )
  // Nothing went wrong, so there is no such repository.
  if (answer.repository === null) return null
  if (answer.repository.collaborators === null) throw unreadable(what)
  const edge = answer.repository.collaborators.edges.find((e) => e.node.databaseId === account.id)
  return edge === undefined ? null : directRole(edge, what)
}

async function moreCollaborators(
  github: GitHub,
  org: string,
  name: string,
  after: string | null,
): Promise<Collaborators> {
  const what = `who holds ${org}/${name}`
  const { repository } = await allOf<{ repository: { collaborators: Collaborators | null } | null }>(
    github,
    MORE_COLLABORATORS,
    { org, name, after },
    what,
  )
  if (repository === null || repository.collaborators === null) throw unreadable(what)
  return repository.collaborators
}

/** The role that the repository itself gives; `roleName` knows triage, maintain and custom roles, `permission` does not. */
function directRole(edge: Edge, what: string): RepositoryRole | null {
  if (isHalfShown(edge)) throw unreadable(what)
  const direct = edge.permissionSources?.find((source) => source.source.__typename === 'Repository')
  if (direct === undefined) return null
  return roleFromWord(direct.roleName ?? direct.permission) ?? roleFromWord(direct.permission) ?? 'read'
}

/** Whether it is not told who holds access, or by what way: then nobody knows that it is not by a direct role. */
export function isHalfShown(edge: Edge | null): boolean {
  return edge === null || edge.permissionSources === null
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
