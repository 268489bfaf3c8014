/** Finds the lines of CODEOWNERS that name exactly one person who can write: without them a line would name nobody. */

import type { Id } from '../words.ts'
import { type AccessMap, ancestorsOf, remembered } from './access-map.ts'
import { writableBy } from './effective-access.ts'
import type { FileMention } from './file-mentions.ts'

/** A mention with where it stands. */
export interface PlacedMention extends FileMention {
  readonly repository: Id
  /** The line on GitHub. */
  readonly url: string
}

/**
 * Account → the lines in which nobody else who can write is named. Teams count by their members, if the team can write. An
 * e-mail address may be anybody's, so a line with one names somebody. `teamOf` finds a team of the organisation by `org/slug`.
 */
export function linesOfSoleOwners(
  mentions: readonly PlacedMention[],
  map: AccessMap,
  teamOf: (name: string) => Id | null,
): ReadonlyMap<Id, readonly PlacedMention[]> {
  const writable = writableBy(map)
  const writes = remembered((account: Id) => new Set(writable(account)))
  const members = remembered((team: Id) => membersOf(map, team))
  const writersNamed = ({ repository, login, account }: PlacedMention): readonly Id[] => {
    if (!login.includes('/')) return account !== null && writes(account).has(repository) ? [account] : []
    const team = teamOf(login)
    return team !== null && canTeamWrite(map, team, repository) ? members(team) : []
  }
  const sole = new Map<Id, PlacedMention[]>()
  const lines = Map.groupBy(mentions, ({ repository, path, line }) => `${repository}:${line}:${path}`)
  for (const owners of lines.values()) {
    if (owners.some(({ login }) => login.includes('@'))) continue
    const named = new Set(owners.flatMap(writersNamed))
    const [one] = named
    const [mention] = owners
    if (one === undefined || named.size > 1 || mention === undefined) continue
    sole.set(one, [...(sole.get(one) ?? []), mention])
  }
  return sole
}

function canTeamWrite(map: AccessMap, team: Id, repository: Id): boolean {
  return [team, ...ancestorsOf(map, team)].some((through) =>
    map.teamRepositories
      .get(through)
      ?.some((has) => has.repository === repository && has.role !== 'read' && has.role !== 'triage'),
  )
}

/** The members of a team, with those of its child teams. */
function membersOf(map: AccessMap, team: Id): readonly Id[] {
  return [...map.memberships].flatMap(([account, memberships]) =>
    memberships.some((its) => its.team === team || ancestorsOf(map, its.team).includes(team))
      ? [account]
      : [],
  )
}
