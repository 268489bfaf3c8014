/** What a team opens: repositories, each with the role that the team gives there. Never what its members reach by other ways. */

import type { Grant, Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { allOf, type Connection, edgesOf, unreadable } from '../http/pages.ts'
import { roleFromWord } from './role-words.ts'

/** A team with the first of its repositories. */
export interface WithRepositories {
  readonly databaseId: Id
  readonly slug: string
  readonly repositories: Connection<{ readonly permission: string; readonly node: { databaseId: number } }>
}

/** All of a team's repositories, from those on that came along with it. */
export async function* repositoriesOf(
  github: GitHub,
  org: string,
  team: WithRepositories,
): AsyncGenerator<Grant> {
  const more = async (after: string | null) => {
    const what = `what team ${team.slug} opens`
    const { organization } = await allOf<{
      organization: { team: Pick<WithRepositories, 'repositories'> | null }
    }>(github, TEAM_REPOSITORIES, { org, slug: team.slug, after }, what)
    if (organization.team === null) throw unreadable(what)
    return organization.team.repositories
  }
  for await (const { node, permission } of edgesOf(team.repositories, more)) {
    yield {
      kind: 'team_repository',
      team: team.databaseId,
      repository: node.databaseId,
      role: roleFromWord(permission) ?? 'read',
    }
  }
}

/** Fields of GraphQL's list of a team's repositories. */
export const REPOSITORIES_OF = `pageInfo { hasNextPage endCursor } edges { permission node { databaseId } }`

const TEAM_REPOSITORIES = `query TeamRepositories($org: String!, $slug: String!, $after: String) {
  rateLimit { cost }
  organization(login: $org) { team(slug: $slug) { repositories(first: 100, after: $after) { ${REPOSITORIES_OF} } } }
}`
