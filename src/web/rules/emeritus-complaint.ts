/** Complains about an emeritus team that the newest audit does not know, with the teams that it knows. */

import { listed } from '../../policy/english.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import type { Register } from '../../register/open.ts'

/** So many teams are named in the complaint. */
const MOST_NAMED = 20

/** Nothing where the team is known, is as it was, or where no audit has read a team yet. */
export async function complaintsAboutTeam(
  register: Register,
  orgId: Id,
  before: Rules | null,
  { emeritusTeam }: Rules,
): Promise<readonly string[]> {
  if (emeritusTeam === null || emeritusTeam === before?.emeritusTeam) return []
  const slugs = (await findOpenTeams(register, orgId)).map(({ slug }) => slug).sort()
  if (slugs.length === 0 || slugs.includes(emeritusTeam)) return []
  const more = slugs.length > MOST_NAMED ? [`${slugs.length - MOST_NAMED} more`] : []
  const known = listed([...slugs.slice(0, MOST_NAMED), ...more])
  return [`emeritusTeam: the newest audit has seen no team ${emeritusTeam}; it has seen ${known}.`]
}
