/** Complains about a team or a repository in the rules that the newest audit does not know, with those that it knows. */

import { listedBriefly } from '../../policy/english.ts'
import { teamLabel } from '../../policy/people/contributing/named-team.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import { findRepositoryFacts } from '../../register/access/repositories.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import type { Register } from '../../register/open.ts'

/** A name that a rule newly has, and where in the rules it stands. */
interface NewName {
  readonly setting: string
  readonly name: string
}

/** Nothing where the names are known, are as they were, or where no audit has read any yet. */
export async function complaintsAboutNames(
  register: Register,
  orgId: Id,
  before: Rules | null,
  after: Rules,
): Promise<readonly string[]> {
  const teams = [
    ['emeritusTeam', after.emeritusTeam, before?.emeritusTeam] as const,
    ['contributors.team', teamLabel(after.contributors.team), teamLabel(before?.contributors.team)] as const,
  ].flatMap(([setting, name, old]) => (name === null || name === old ? [] : [{ setting, name }]))
  const repositories = after.leftOut.flatMap(({ repository: name }, at) =>
    before?.leftOut.some(({ repository }) => repository === name)
      ? []
      : [{ setting: `leftOut.${at}.repository`, name }],
  )
  const slugs = teams.length === 0 ? [] : (await findOpenTeams(register, orgId)).map(({ slug }) => slug)
  const names =
    repositories.length === 0 ? [] : (await findRepositoryFacts(register, orgId)).map(({ name }) => name)
  return [
    ...unknownAmong(teams, slugs, 'team'),
    // As the audit compares them: GitHub tells no two repositories apart by case.
    ...unknownAmong(repositories, names, 'repository', (name) => name.toLowerCase()),
  ]
}

function unknownAmong(
  wanted: readonly NewName[],
  known: readonly string[],
  what: 'team' | 'repository',
  compared = (name: string) => name,
): readonly string[] {
  if (known.length === 0) return []
  const seen = new Set(known.map(compared))
  const all = listedBriefly([...known].sort())
  return wanted.flatMap(({ setting, name }) =>
    seen.has(compared(name))
      ? []
      : [`${setting}: the newest audit has seen no ${what} ${name}; it has seen ${all}.`],
  )
}
