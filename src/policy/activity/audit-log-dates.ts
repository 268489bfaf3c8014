/** Finds in an audit log since when somebody holds what they hold; a removal that was soon taken back makes nobody new. */

import { INTERRUPTION_DAYS } from '../access/held-since.ts'
import { daysAfter, isBefore } from '../calendar.ts'
import type { Instant } from '../words.ts'
import type { LogEntry, NamedInLog } from './audit-log-entry.ts'

/** What can be given and dated: being a member, being an owner, a team, a repository. */
export const GIVEN_KINDS = ['organization', 'owner', 'team', 'repository'] as const
export type GivenKind = (typeof GIVEN_KINDS)[number]

/** A path of access that somebody was given and that the log does not show taken away again. */
export interface GivenPath {
  readonly who: NamedInLog
  readonly kind: GivenKind
  /** The team's slug or the repository's name; '' for the other kinds. */
  readonly name: string
  readonly at: Instant
}

/** One change of one path: given, or taken away. */
interface Change extends GivenPath {
  readonly given: boolean
}

/** A path as it stands after the changes so far. */
interface Standing {
  readonly path: GivenPath
  /** Since when; null where it was held before the log begins. */
  readonly since: Instant | null
  readonly removedAt: Instant | null
}

/** The paths that were given and stand, each with its beginning. */
export function givenPaths(entries: readonly LogEntry[], keyOf: (who: NamedInLog) => string): GivenPath[] {
  const standing = new Map<string, Standing>()
  // Of two changes at the same moment the one that gives counts as the later.
  const oldestFirst = entries
    .flatMap(changesOf)
    .sort((a, b) => (a.at === b.at ? Number(a.given) - Number(b.given) : a.at < b.at ? -1 : 1))
  for (const change of oldestFirst) {
    const key = `${keyOf(change.who)}:${change.kind}:${change.name}`
    standing.set(key, after(standing.get(key), change))
  }
  return [...standing.values()].flatMap(({ path, since, removedAt }) =>
    since === null || removedAt !== null ? [] : [{ ...path, at: since }],
  )
}

function after(known: Standing | undefined, { given, ...path }: Change): Standing {
  const since = known?.since ?? null
  if (!given) return { path, since, removedAt: path.at }
  if (known === undefined) return { path, since: path.at, removedAt: null }
  // Given twice without a removal in between means that the log is incomplete: the earlier date stays.
  if (known.removedAt === null) return known
  const isGivenBack = isBefore(path.at, daysAfter(known.removedAt, INTERRUPTION_DAYS))
  return { path, since: isGivenBack ? since : path.at, removedAt: null }
}

function changesOf({ action, user, at, team, repository, role, roleBefore }: LogEntry): Change[] {
  if (user === null) return []
  const change = (kind: GivenKind, given: boolean, name = '') => [{ who: user, kind, name, at, given }]
  switch (action) {
    case 'org.add_member':
      return change('organization', true)
    case 'org.remove_member':
      return [...change('organization', false), ...change('owner', false)]
    case 'org.update_member':
      // Only a raise is a new role; where the entry does not tell the role before, nothing is known to be raised.
      if (role === 'admin') return roleBefore === null || roleBefore === 'admin' ? [] : change('owner', true)
      return role === null ? [] : change('owner', false)
    case 'team.add_member':
      return team === null ? [] : change('team', true, team)
    case 'team.remove_member':
      return team === null ? [] : change('team', false, team)
    case 'repo.add_member':
      return repository === null ? [] : change('repository', true, repository)
    case 'repo.remove_member':
      return repository === null ? [] : change('repository', false, repository)
    default:
      return []
  }
}
