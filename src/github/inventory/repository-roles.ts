/** Reads who has a direct role in a repository, and converts GitHub's names of roles. */

import {
  type Grant,
  type Id,
  REPOSITORY_ROLES,
  type RepositoryRole,
  type SeenAccount,
} from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Connection, readEdges, readWithoutErrors, unreadable } from '../http/pages.ts'
import { toAccountFromNode, type UserNode } from './account-fields.ts'

/** Everybody with a direct role, beginning with the collaborators that came with the repository (`first`). */
export async function* readDirectRolesIn(
  github: GitHub,
  org: string,
  repository: { readonly id: Id; readonly name: string },
  first: Collaborators,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const edges = readEdges(first, (after) => moreCollaborators(github, org, repository.name, after))
  for await (const edge of edges) {
    const role = toDirectRole(edge, `who holds ${org}/${repository.name}`)
    if (role === null) continue
    yield {
      account: toAccountFromNode(edge.node),
      grant: { kind: 'repository_role', account: edge.node.databaseId, repository: repository.id, role },
    }
  }
}

/** The direct role of one account in one repository; null where there is none. */
export async function readDirectRole(
  github: GitHub,
  org: string,
  repository: string,
  account: { id: Id; login: string },
): Promise<RepositoryRole | null> {
  const what = `who holds ${org}/${repository}`
  const answer = await readWithoutErrors<{ repository: { collaborators: Collaborators | null } | null }>(
    github,
    ONE_COLLABORATOR,
    { org, name: repository, login: account.login },
    what,
  )
  // Null without an error: there is no such repository.
  if (answer.repository === null) return null
  if (answer.repository.collaborators === null) throw unreadable(what)
  const edge = answer.repository.collaborators.edges.find((e) => e.node.databaseId === account.id)
  return edge === undefined ? null : toDirectRole(edge, what)
}

async function moreCollaborators(
  github: GitHub,
  org: string,
  name: string,
  after: string | null,
): Promise<Collaborators> {
  const what = `who holds ${org}/${name}`
  const { repository } = await readWithoutErrors<{
    repository: { collaborators: Collaborators | null } | null
  }>(github, MORE_COLLABORATORS, { org, name, after }, what)
  if (repository === null || repository.collaborators === null) throw unreadable(what)
  return repository.collaborators
}

/** The role that the repository itself gives. `roleName` distinguishes triage, maintain and custom roles, `permission` does not. */
function toDirectRole(edge: Edge, what: string): RepositoryRole | null {
  if (isIncomplete(edge)) throw unreadable(what)
  const direct = edge.permissionSources?.find((source) => source.source.__typename === 'Repository')
  if (direct === undefined) return null
  return (
    toRepositoryRole(direct.roleName ?? direct.permission) ?? toRepositoryRole(direct.permission) ?? 'read'
  )
}

/** Whether GitHub left out who has access, or through what: then a direct role cannot be ruled out. */
export function isIncomplete(edge: Edge | null): boolean {
  return edge === null || edge.permissionSources === null
}

/** A repository's collaborators, asked for with `affiliation: DIRECT`. */
export type Collaborators = Connection<Edge>

/** REST's names of the repository roles in requests, and in some answers. */
export const REST_ROLES: Readonly<Record<RepositoryRole, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
}

/** The role of REST's or GraphQL's name; null for a custom role. */
export function toRepositoryRole(name: string | null): RepositoryRole | null {
  const lower = name?.toLowerCase() ?? ''
  return REPOSITORY_ROLES.find((role) => role === lower || REST_ROLES[role] === lower) ?? null
}

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

/** Selection set for a connection of collaborators. */
export const COLLABORATOR_FIELDS = `pageInfo { hasNextPage endCursor }
  edges { node { databaseId id login } permissionSources { permission roleName source { __typename } } }`

const MORE_COLLABORATORS = `query MoreCollaborators($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, first: 100, after: $after) { ${COLLABORATOR_FIELDS} } }
}`

const ONE_COLLABORATOR = `query OneCollaborator($org: String!, $name: String!, $login: String!) {
  rateLimit { cost }
  repository(owner: $org, name: $name) { collaborators(affiliation: DIRECT, login: $login, first: 10) { ${COLLABORATOR_FIELDS} } }
}`
