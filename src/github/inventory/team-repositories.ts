/** Reads the repositories to which a team gives access, each with its role. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, nullable, rows, whole } from '../http/decode.ts'
import { connection, readEdges, readWithoutErrors, unreadable } from '../http/pages.ts'
import { repositoryRole } from './repository-roles.ts'

/** A team with the first page of its repositories. */
export interface WithRepositories {
  readonly databaseId: Id
  readonly slug: string
  readonly repositories: Decoded<typeof teamRepositories>
}

/** Every repository of a team, beginning with those that came with it. */
export async function* readTeamRepositories(
  github: GitHub,
  org: string,
  team: WithRepositories,
): AsyncGenerator<Grant> {
  const more = async (after: string | null) => {
    const what = `what team ${team.slug} opens`
    const { organization } = await readWithoutErrors(
      github,
      TEAM_REPOSITORIES,
      { org, slug: team.slug, after },
      MORE,
      what,
    )
    if (organization.team === null) throw unreadable(what)
    return organization.team.repositories
  }
  for await (const { node, permission } of readEdges(team.repositories, more)) {
    yield {
      kind: 'team_repository',
      team: team.databaseId,
      repository: node.databaseId,
      role: permission,
    }
  }
}

export const teamRepositories = connection(
  rows(fields({ permission: repositoryRole, node: fields({ databaseId: whole }) })),
)
const MORE = fields({ organization: fields({ team: nullable(fields({ repositories: teamRepositories })) }) })

/** Selection set for a connection of team repositories. */
export const REPOSITORY_FIELDS = `pageInfo { hasNextPage endCursor } edges { permission node { databaseId } }`

const TEAM_REPOSITORIES = `query TeamRepositories($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { repositories(first: 100, after: $after) { ${REPOSITORY_FIELDS} } } }
}`
