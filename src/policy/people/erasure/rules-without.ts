/** Takes somebody out of rules, as they are stored. */

import { ERASED, isNameAt, type Named, withoutPerson } from './erased.ts'

/**
 * Rules, as stored, without what they say of somebody: their exemption goes, and their name from who set what and from
 * reasons. Sponsors and contributors have a say and are not touched: an owner ends that first.
 */
export function rulesWithout(person: Named, rules: unknown): unknown {
  if (typeof rules !== 'object' || rules === null) return rules
  return Object.fromEntries(
    Object.entries(rules).map(([key, value]) => {
      switch (key) {
        case 'exemptions':
        case 'sponsors':
          return [
            key,
            entriesOf(value)
              .filter((entry) => !isAbout(person, entry))
              .map((entry) => withoutPerson(person, entry)),
          ]
        case 'contributors':
          return [
            key,
            typeof value === 'object' && value !== null && 'people' in value
              ? { ...value, people: entriesOf(value.people).filter((entry) => !isAbout(person, entry)) }
              : value,
          ]
        case 'leftOut':
          return [
            key,
            entriesOf(value).map((entry) => ({ ...entry, ...texts(person, entry, ['reason', 'by']) })),
          ]
        case 'offboarding':
          return [key, withoutPerson(person, value)]
        default:
          return [key, value]
      }
    }),
  )
}

type Entry = Readonly<Record<string, unknown>>

/** Entries of a list; what is none of ours is no entry. */
function entriesOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'object' && entry !== null) : []
}

function isAbout({ id, names }: Named, entry: Entry): boolean {
  if (typeof entry.id === 'number') return entry.id === id
  const { login, sponsor } = entry
  return [login, sponsor].some((label) =>
    names.some((name) => `${label}`.toLowerCase() === name.toLowerCase()),
  )
}

function texts(person: Named, entry: Entry, keys: readonly string[]): Entry {
  return Object.fromEntries(
    keys
      .filter((key) => key in entry)
      .map((key) => [key, isNameAt(person, key, entry[key]) ? ERASED : withoutPerson(person, entry[key])]),
  )
}
