/** Reads what repositories and teams are called now, and which deploy keys a repository has. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { fields, text, whole } from '../http/decode.ts'
import { readAllPages, unlessGone } from '../http/pages.ts'

/** A repository's names of today. */
export interface RepositoryNow {
  readonly name: string
  readonly nodeId: string
}

/**
 * The repository under its last known `owner/name`: GitHub leads from an old name to the new one. Null where it is gone, is
 * not shown, has left the organisation, or where another has taken its name.
 */
export async function readRepositoryNow(
  github: GitHub,
  organization: string,
  repository: { readonly id: Id; readonly name: string },
): Promise<RepositoryNow | null> {
  const [owner, repo] = repository.name.split('/')
  const answer = await unlessGone(github.rest('GET /repos/{owner}/{repo}', { owner, repo }, REPOSITORY))
  if (answer === null || answer.data.id !== repository.id) return null
  const { full_name: name, node_id: nodeId } = answer.data
  return name.toLowerCase().startsWith(`${organization.toLowerCase()}/`) ? { name, nodeId } : null
}

/** The team that has a slug now; null where there is none. https://docs.github.com/rest/teams/teams#get-a-team-by-name */
export async function readTeamNow(
  github: GitHub,
  organization: string,
  slug: string,
): Promise<{ readonly id: Id; readonly slug: string } | null> {
  const parameters = { org: organization, team_slug: slug }
  return (await unlessGone(github.rest('GET /orgs/{org}/teams/{team_slug}', parameters, TEAM)))?.data ?? null
}

/** The slug of every team of the organisation, by its id. https://docs.github.com/rest/teams/teams#list-teams */
export async function readTeamSlugs(github: GitHub, organization: string): Promise<ReadonlyMap<Id, string>> {
  const teams = await readAllPages(github, 'GET /orgs/{org}/teams', { org: organization }, TEAM)
  return new Map(teams.map(({ id, slug }) => [id, slug]))
}

/** The public halves of a repository's deploy keys, without their comments. */
export async function readPublicKeys(github: GitHub, repository: string): Promise<readonly string[]> {
  const [owner, repo] = repository.split('/')
  const keys = await readAllPages(github, 'GET /repos/{owner}/{repo}/keys', { owner, repo }, KEY)
  return keys.map(({ key }) => key)
}

const REPOSITORY = fields({ id: whole, full_name: text, node_id: text })
const TEAM = fields({ id: whole, slug: text })
const KEY = fields({ key: text })
