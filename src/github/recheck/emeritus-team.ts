/** Checks that a member may be added to the emeritus team, which must give access to nothing. */

import type { GitHub } from '../http/client.ts'
import { anything, fields, text } from '../http/decode.ts'
import { readAllPages } from '../http/pages.ts'
import { orNull } from '../http/partial-answers.ts'
import { type NamedOrganization, readMembership } from './membership.ts'

/** Why not; null where nothing speaks against it. The parents may give no access either, since the team inherits from them. */
export async function whyNotEmeritusTeam(
  github: GitHub,
  organization: NamedOrganization,
  slug: string,
  username: string,
): Promise<string | null> {
  const membership = await readMembership(github, organization, username)
  if (membership?.state !== 'active') {
    return `${username} is no member, and nobody is invited into a team of honour; nobody was added.`
  }
  let team: string | null = slug
  while (team !== null) {
    const parameters: Record<string, unknown> = { org: organization.login, team_slug: team }
    const route = 'GET /orgs/{org}/teams/{team_slug}/repos'
    const repositories = await readAllPages(github, route, parameters, anything)
    if (repositories.length > 0) {
      return `The team ${team} opens ${repositories.length} repositories, so ${slug} is no team of honour; nobody was added.`
    }
    team = await readParent(github, parameters)
  }
  return null
}

async function readParent(github: GitHub, parameters: Record<string, unknown>): Promise<string | null> {
  const { data } = await github.rest('GET /orgs/{org}/teams/{team_slug}', parameters, TEAM)
  return data.parent?.slug ?? null
}

const TEAM = fields({ parent: orNull(fields({ slug: text })) })
