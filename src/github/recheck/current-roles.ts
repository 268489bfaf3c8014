/** Reads the direct roles that one account has now; not those by team, ownership or base permission. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, list, nullable, oneOf, text, whole } from '../http/decode.ts'
import { readWithoutErrors, unreadable } from '../http/pages.ts'
import { toRepositoryRole } from '../inventory/repository-roles.ts'

/** Repositories per GraphQL query: 25 collaborator connections cost one point. */
const REPOSITORIES_PER_QUERY = 25

/** The direct roles in these repositories, each with the current `owner/name`. Throws where one cannot be read. */
export async function readDirectRoles(
  github: GitHub,
  repositories: readonly { readonly nodeId: string }[],
  login: string,
  account: Id,
) {
  const found: { readonly grant: Extract<Grant, { kind: 'repository_role' }>; readonly name: string }[] = []
  for (let from = 0; from < repositories.length; from += REPOSITORIES_PER_QUERY) {
    const ids = repositories.slice(from, from + REPOSITORIES_PER_QUERY).map((repository) => repository.nodeId)
    const data = await readWithoutErrors(github, DIRECT_ROLES, { ids, login }, ANSWER, 'the direct roles')
    for (const repository of data.nodes) {
      // A null node is a repository that is gone: nobody has a role in it.
      if (repository === null) continue
      if (repository.collaborators === null) throw unreadable(`who holds ${repository.nameWithOwner}`)
      const edge = repository.collaborators.edges.find(({ node }) => node.databaseId === account)
      if (edge === undefined) continue
      if (edge.permissionSources === null) throw unreadable(`who holds ${repository.nameWithOwner}`)
      const direct = edge.permissionSources.find(({ source }) => source.__typename === 'repository')
      if (direct === undefined) continue
      // Of a custom role `permission` says what it is at least; the audit reads it in the same way.
      const role = toRepositoryRole(direct.roleName) ?? toRepositoryRole(direct.permission)
      if (role === null) throw unreadable(`the role in ${repository.nameWithOwner} (${direct.roleName})`)
      const grant = { kind: 'repository_role', account, repository: repository.databaseId, role } as const
      found.push({ grant, name: repository.nameWithOwner })
    }
  }
  return found
}

/** What can give a role: taken for another, an unknown one would look like no direct role. */
const SOURCE = fields({
  permission: text,
  roleName: nullable(text),
  source: fields({
    __typename: oneOf({ Repository: 'repository', Team: 'team', Organization: 'organization' }),
  }),
})
const COLLABORATOR = fields({
  node: fields({ databaseId: whole }),
  permissionSources: nullable(list(SOURCE)),
})
const REPOSITORY = fields({
  databaseId: whole,
  nameWithOwner: text,
  collaborators: nullable(fields({ edges: list(COLLABORATOR) })),
})
const ANSWER = fields({ nodes: list(nullable(REPOSITORY)) })

const DIRECT_ROLES = `query CurrentDirectRoles($ids: [ID!]!, $login: String!) {
  nodes(ids: $ids) {
    ... on Repository {
      databaseId
      nameWithOwner
      collaborators(affiliation: DIRECT, login: $login, first: 1) {
        edges { node { databaseId } permissionSources { permission roleName source { __typename } } }
      }
    }
  }
}`
