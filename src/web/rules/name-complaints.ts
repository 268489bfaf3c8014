/** Complains about a team in the rules that the newest audit does not know, with the teams that it knows. */

import { listed } from '../../policy/english.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import type { Register } from '../../register/open.ts'

/** So many teams are named in the complaint. */
const MOST_NAMED = 20

/** Nothing where the teams are known, are as they were, or where no audit has read a team yet. */
export async function complaintsAboutTeams(
  register: Register,
  orgId: Id,
  before: Rules | null,
  after: Rules,
): Promise<readonly string[]> {
  const changed = [
    ['emeritusTeam', after.emeritusTeam, before?.emeritusTeam] as const,
    ['contributors.team', after.contributors.team, before?.contributors.team] as const,
  ].flatMap(([setting, team, old]) => (team === null || team === old ? [] : [{ setting, team }]))
  if (changed.length === 0) return []
  const slugs = (await findOpenTeams(register, orgId)).map(({ slug }) => slug).sort()
  if (slugs.length === 0) return []
  const more = slugs.length > MOST_NAMED ? [`${slugs.length - MOST_NAMED} more`] : []
  const known = listed([...slugs.slice(0, MOST_NAMED), ...more])
  return changed.flatMap(({ setting, team }) =>
    slugs.includes(team)
      ? []
      : [`${setting}: the newest audit has seen no team ${team}; it has seen ${known}.`],
  )
}
