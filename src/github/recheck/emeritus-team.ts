/** Whether somebody may be put into a team of honour: one that opens nothing, and for members alone. It puts nobody there. */

import type { GitHub } from '../http/client.ts'
import { readAllPages } from '../http/pages.ts'
import { readMembership } from './membership.ts'

/** What speaks against it; null where nothing does. The team's parents must open nothing either, for it inherits from them. */
export async function whyNotEmeritusTeam(
  github: GitHub,
  org: string,
  slug: string,
  username: string,
): Promise<string | null> {
  const membership = await readMembership(github, org, username)
  if (membership?.state !== 'active') {
    return `${username} is no member, and nobody is invited into a team of honour; nobody was added.`
  }
  let team: string | null = slug
  while (team !== null) {
    const asked: Record<string, unknown> = { org, team_slug: team }
    const repositories = await readAllPages<unknown>(github, 'GET /orgs/{org}/teams/{team_slug}/repos', asked)
    if (repositories.length > 0) {
      return `The team ${team} opens ${repositories.length} repositories, so ${slug} is no team of honour; nobody was added.`
    }
    team = await parentOf(github, asked)
  }
  return null
}

async function parentOf(github: GitHub, asked: Record<string, unknown>): Promise<string | null> {
  const { data } = await github.rest<{ parent: { slug: string } | null }>(
    'GET /orgs/{org}/teams/{team_slug}',
    asked,
  )
  return data.parent?.slug ?? null
}
