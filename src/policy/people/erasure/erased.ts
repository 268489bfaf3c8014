/** What stands where somebody was erased, and how their names are taken out of rules and of what is kept as JSON. */

import type { Actor, Id } from '../words.ts'

/** No login: those have neither brackets nor spaces. */
export const ERASED = '(erased)'

/** Who acted, once they are erased: GitHub gives nobody this id. */
export const ERASED_PERSON = { kind: 'person', id: 0, login: ERASED } as const satisfies Actor

/** Somebody, by everything that names them. */
export interface Named {
  readonly id: Id
  /** Present and former logins, and the full name. */
  readonly names: readonly string[]
}

/** Whether a text names them: as a word of its own, whatever its case. */
export function isNamedIn({ names }: Named, text: string): boolean {
  return names.some((name) => wordOf(name).test(text))
}

/** The text without their names. */
export function withoutNames({ names }: Named, text: string): string {
  return names.reduce((rest, name) => rest.replace(wordOf(name), ERASED), text)
}

/** The same of every text within a value; who acted becomes nobody. */
export function withoutPerson(person: Named, value: unknown): unknown {
  if (typeof value === 'string') return withoutNames(person, value)
  if (Array.isArray(value)) return value.map((each) => withoutPerson(person, each))
  if (typeof value !== 'object' || value === null) return value
  const isThem = 'id' in value && value.id === person.id && 'login' in value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      isThem && key === 'id' ? 0 : withoutPerson(person, each),
    ]),
  )
}

/** Whether a value names them, in words or as `{id, login}` or by a key such as `account:5`. */
export function isNamedWithin(person: Named, value: unknown): boolean {
  if (typeof value === 'string')
    return isNamedIn(person, value) || new RegExp(`^(account|person):${person.id}(:|$)`).test(value)
  if (Array.isArray(value)) return value.some((each) => isNamedWithin(person, each))
  if (typeof value !== 'object' || value === null) return false
  const fields: Entry = { ...value }
  const isThem =
    fields.id === person.id && ('login' in fields || fields.kind === 'account') && !isOtherKind(value)
  return (
    isThem ||
    ['account', 'accountId'].some((key) => fields[key] === person.id) ||
    Object.values(fields).some((each) => isNamedWithin(person, each))
  )
}

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
    keys.filter((key) => key in entry).map((key) => [key, withoutPerson(person, entry[key])]),
  )
}

/** An invitation or a credential may have the number of a person. */
function isOtherKind(value: object): boolean {
  return 'kind' in value && (value.kind === 'invitation' || value.kind === 'credential')
}

/** Letters, digits and hyphens make a login; a name is bounded by whatever is no letter or digit. */
function wordOf(name: string): RegExp {
  const text = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}-])${text}(?![\\p{L}\\p{N}-])`, 'giu')
}
