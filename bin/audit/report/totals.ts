/** The first lines of the report: how many of each power have which verdict, credentials too. */
import type { CredentialRow } from '../../../local/api.ts'
import type { Power } from '../../../src/policy/words.ts'
import { type Cell, type Paper, rowsOn, type Style } from './columns.ts'
import type { Person } from './powers.ts'

/** The groups of people, the most powerful first, under the headings of a review. */
export const GROUPS: readonly (readonly [power: Power, heading: string])[] = [
  ['owners_and_admins', 'Owners and admins'],
  ['can_push', 'Can push'],
  ['membership_only', 'Members only'],
]

/** What deserves attention first. */
export const VERDICTS: readonly (readonly [verdict: string, style: Style])[] = [
  ['inactive', 'red'],
  ['unknown', 'yellow'],
  ['new', 'cyan'],
  ['active', 'green'],
  ['exempt', 'dim'],
]

export function totalsOn(
  paper: Paper,
  people: readonly Person[],
  credentials: readonly CredentialRow[],
): readonly string[] {
  const groups = GROUPS.map(([power, heading]) =>
    row(
      heading,
      people.filter((person) => person.power === power),
    ),
  )
  return rowsOn(
    paper,
    [20, ...VERDICTS.map(() => 8), 8],
    [head(), ...groups, row('All people', people, 'bold'), row('Credentials', credentials)],
  )
}

export function verdictCell(verdict: string): Cell {
  const style = VERDICTS.find(([name]) => name === verdict)?.[1]
  return { text: verdict, ...(style === undefined ? {} : { style }) }
}

/** Where a verdict stands in a list. */
export function placeOf(verdict: string): number {
  return VERDICTS.findIndex(([name]) => name === verdict)
}

function head(): readonly Cell[] {
  const verdicts = VERDICTS.map(([text, style]) => ({ text, style, right: true as const }))
  return [{ text: '' }, ...verdicts, { text: 'all', right: true }]
}

function row(heading: string, of: readonly { readonly verdict: string }[], style?: Style): readonly Cell[] {
  const cell = (text: string): Cell => (style === undefined ? { text } : { text, style })
  const counts = VERDICTS.map(([name]) => of.filter(({ verdict }) => verdict === name).length)
  return [
    cell(heading),
    ...[...counts, of.length].map((count) => ({ ...cell(String(count)), right: true as const })),
  ]
}
