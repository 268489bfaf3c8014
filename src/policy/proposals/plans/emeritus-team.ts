/** Says whether the team named as the emeritus team gives access to nothing, as far as the newest audit knows. */

import { type AccessMap, ancestorsOf } from '../../access/access-map.ts'
import type { Id } from '../../words.ts'

/** Its slug; null where none is named, no audit has seen it, or it or a parent has a role in a repository. */
export function usableEmeritusTeam(
  slug: string | null,
  teams: readonly { readonly id: Id; readonly slug: string }[],
  map: AccessMap,
): string | null {
  const team = teams.find((known) => known.slug === slug)
  if (team === undefined) return null
  const opens = [team.id, ...ancestorsOf(map, team.id)].some(
    (id) => (map.teamRepositories.get(id) ?? []).length > 0,
  )
  return opens ? null : team.slug
}
