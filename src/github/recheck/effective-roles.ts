/** Reads the roles that one account has in repositories by all paths together: direct, teams, base permission, ownership. */

import { type Id, type RepositoryRole, stronger } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, list, nullable, text, whole } from '../http/decode.ts'
import { readWithoutErrors, unreadable } from '../http/pages.ts'
import { repositoryRole, toRepositoryRole } from '../inventory/repository-roles.ts'

/** Repositories per GraphQL query: 25 collaborator connections cost one point. */
const REPOSITORIES_PER_QUERY = 25

/** The strongest role in each repository; absent where there is none beyond what everybody has. Throws where one cannot be read. */
export async function readEffectiveRoles(
  github: GitHub,
  repositories: readonly { readonly nodeId: string }[],
  login: string,
  account: Id,
): Promise<ReadonlyMap<Id, RepositoryRole>> {
  const roles = new Map<Id, RepositoryRole>()
  for (let from = 0; from < repositories.length; from += REPOSITORIES_PER_QUERY) {
    const ids = repositories.slice(from, from + REPOSITORIES_PER_QUERY).map(({ nodeId }) => nodeId)
    const data = await readWithoutErrors(
      github,
      EFFECTIVE_ROLES,
      { ids, login },
      ANSWER,
      'the access that is left',
    )
    for (const repository of data.nodes) {
      // A null node is a repository that is gone: nobody has a role in it.
      if (repository === null) continue
      if (repository.collaborators === null) throw unreadable(`who holds ${repository.nameWithOwner}`)
      const edge = repository.collaborators.edges.find(({ node }) => node.databaseId === account)
      if (edge === undefined) continue
      if (edge.permissionSources === null) throw unreadable(`who holds ${repository.nameWithOwner}`)
      for (const { roleName, permission } of edge.permissionSources) {
        // Of a custom role `permission` says what it is at least.
        const role = toRepositoryRole(roleName) ?? permission
        roles.set(repository.databaseId, stronger(roles.get(repository.databaseId) ?? role, role))
      }
    }
  }
  return roles
}

const COLLABORATOR = fields({
  node: fields({ databaseId: whole }),
  permissionSources: nullable(list(fields({ permission: repositoryRole, roleName: nullable(text) }))),
})
const REPOSITORY = fields({
  databaseId: whole,
  nameWithOwner: text,
  collaborators: nullable(fields({ edges: list(COLLABORATOR) })),
})
const ANSWER = fields({ nodes: list(nullable(REPOSITORY)) })

const EFFECTIVE_ROLES = `query EffectiveRoles($ids: [ID!]!, $login: String!) {
  nodes(ids: $ids) {
    ... on Repository {
      databaseId
      nameWithOwner
      collaborators(affiliation: ALL, login: $login, first: 1) {
        edges { node { databaseId } permissionSources { permission roleName } }
      }
    }
  }
}`
