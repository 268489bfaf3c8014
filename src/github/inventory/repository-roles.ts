/** Reads who has a direct role in a repository, and converts GitHub's names of roles. */

import {
  type Grant,
  type Id,
  REPOSITORY_ROLES,
  type RepositoryRole,
  type SeenAccount,
} from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import {
  anything,
  type Decoded,
  type Decoder,
  fields,
  list,
  nullable,
  OddValue,
  rows,
  text,
} from '../http/decode.ts'
import { connection, readEdges, readWithoutErrors, unreadable } from '../http/pages.ts'
import { toAccountFromNode, userNode } from './account-fields.ts'

/** Everybody with a direct role, beginning with the collaborators that came with the repository (`first`). */
export async function* readDirectRolesIn(
  github: GitHub,
  org: string,
  repository: { readonly id: Id; readonly name: string },
  first: Collaborators,
): AsyncGenerator<{ readonly account: SeenAccount; readonly grant: Grant }> {
  const edges = readEdges(first, (after) => moreCollaborators(github, org, repository.name, after))
  for await (const edge of edges) {
    if (edge === null || edge.direct === 'not shown') throw unreadable(`who holds ${org}/${repository.name}`)
    const { node, direct: role } = edge
    if (role === null) continue
    yield {
      account: toAccountFromNode(node),
      grant: { kind: 'repository_role', account: node.databaseId, repository: repository.id, role },
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
  const answer = await readWithoutErrors(
    github,
    ONE_COLLABORATOR,
    { org, name: repository, login: account.login },
    ONE,
    what,
  )
  // Null without an error: there is no such repository.
  if (answer.repository === null) return null
  if (answer.repository.collaborators === null) throw unreadable(what)
  const edge = answer.repository.collaborators.edges.find((e) => e.node.databaseId === account.id)
  if (edge?.direct === 'not shown') throw unreadable(what)
  return edge?.direct ?? null
}

async function moreCollaborators(
  github: GitHub,
  org: string,
  name: string,
  after: string | null,
): Promise<Collaborators> {
  const what = `who holds ${org}/${name}`
  const { repository } = await readWithoutErrors(github, MORE_COLLABORATORS, { org, name, after }, MORE, what)
  if (repository === null || repository.collaborators === null) throw unreadable(what)
  return repository.collaborators
}

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

/** A repository's role by any of GitHub's names for it; a custom role's name is odd. */
export const repositoryRole: Decoder<RepositoryRole> = (value) => {
  const role = typeof value === 'string' ? toRepositoryRole(value) : null
  if (role === null) throw new OddValue(`is ${JSON.stringify(value)}, which is no role known here`)
  return role
}

const RAW_EDGE = fields({
  node: userNode,
  permissionSources: nullable(
    list(fields({ permission: anything, roleName: nullable(text), source: fields({ __typename: text }) })),
  ),
})

/**
 * Somebody with access, and the role that the repository itself gives: null where it gives none, `not shown` where GitHub
 * left out through what they have access. `roleName` distinguishes triage, maintain and custom roles; of a custom one
 * `permission` says what it is at least.
 */
const EDGE: Decoder<{
  readonly node: Decoded<typeof userNode>
  readonly direct: RepositoryRole | 'not shown' | null
}> = (value, odd) => {
  const { node, permissionSources } = RAW_EDGE(value, odd)
  if (permissionSources === null) return { node, direct: 'not shown' }
  const source = permissionSources.find(({ source }) => source.__typename === 'Repository')
  if (source === undefined) return { node, direct: null }
  return { node, direct: toRepositoryRole(source.roleName) ?? repositoryRole(source.permission, odd) }
}

/** A repository's collaborators, asked for with `affiliation: DIRECT`. */
export type Collaborators = Decoded<typeof collaborators>
export const collaborators = connection(rows(nullable(EDGE)))

/** Whether GitHub left out who has access, or through what: then a direct role cannot be ruled out. */
export function isIncomplete({ edges }: Collaborators): boolean {
  return edges.some((edge) => edge === null || edge.direct === 'not shown')
}

const MORE = fields({ repository: nullable(fields({ collaborators: nullable(collaborators) })) })
const ONE = fields({ repository: nullable(fields({ collaborators: nullable(connection(list(EDGE))) })) })

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
