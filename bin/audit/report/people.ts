/** The people of the report in groups, one line each: the strongest role first, then who deserves attention. */
import { REPOSITORY_ROLES } from '../../../src/policy/words.ts'
import { type Cell, type Paper, paint, rowsOn, sentenceOn } from './columns.ts'
import type { Person } from './powers.ts'
import { GROUPS, placeOf, verdictCell } from './totals.ts'

/** A list for each group that somebody is in. */
export function peopleOn(paper: Paper, people: readonly Person[]): readonly (readonly string[])[] {
  // One layout for all groups, so that their columns stand below each other.
  const sorted = people.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) || placeOf(a.verdict) - placeOf(b.verdict) || a.login.localeCompare(b.login),
  )
  const lines = rowsOn(paper, [39, 19, 8, 10, 60], sorted.map(cellsOf))
  return GROUPS.flatMap(([power, heading]) => {
    const members = sorted.flatMap((person, at) =>
      person.power === power ? [{ person, line: lines[at] ?? '' }] : [],
    )
    if (members.length === 0) return []
    const rows = members.flatMap(({ person, line }, at) => {
      const next = members[at + 1]?.person
      const isToldOnce =
        next !== undefined && next.verdict === person.verdict && next.reason === person.reason
      return isToldOnce || !NEEDS_REASON.includes(person.verdict)
        ? [line]
        : [line, ...sentenceOn(paper, 4, person.reason, 'dim')]
    })
    return [[paint(paper, `${heading} (${members.length})`, 'bold'), ...rows]]
  })
}

/** Of the others the newest act says all that the reason does. */
const NEEDS_REASON = ['unknown', 'new', 'exempt']

/** The weakest role, and being a member alone, come last. */
function rankOf({ strongest }: Person): number {
  const strongestFirst = ['owner', ...REPOSITORY_ROLES.toReversed(), 'member']
  return strongestFirst.indexOf(strongest)
}

function cellsOf(person: Person): readonly Cell[] {
  const act = person.lastActivity
  const where = act?.repository == null ? '' : ` in ${act.repository.replace(/^.*\//, '')}`
  return [
    { text: person.login },
    { text: person.role === 'outside_collaborator' ? `${person.strongest}, outside` : person.strongest },
    verdictCell(person.verdict),
    { text: act === null ? 'never seen' : act.at.slice(0, 10) },
    { text: act === null ? '' : `${act.kind.replaceAll('_', ' ')}${where}` },
  ]
}
