/** What stands where somebody was erased, and how their names are found in texts and in what is kept as JSON, and taken out of it. */

import type { Actor, Id } from '../../words.ts'
import { wordOf, wordsToFind } from './name-in-words.ts'

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

/** Whether a text names them: as a word of its own, by a name that means nobody else and nothing of ours. */
export function isNamedIn({ names }: Named, text: string): boolean {
  return wordsToFind(names).some((name) => wordOf(name).test(text))
}

/** The text without their names. */
export function withoutNames({ names }: Named, text: string): string {
  return wordsToFind(names).reduce((rest, name) => rest.replace(wordOf(name), ERASED), text)
}

/** The same of every text within a value; who acted becomes nobody. */
export function withoutPerson(person: Named, value: unknown): unknown {
  if (typeof value === 'string') return withoutNames(person, value)
  if (Array.isArray(value)) return value.map((each) => withoutPerson(person, each))
  if (typeof value !== 'object' || value === null) return value
  const isThem = 'id' in value && value.id === person.id && 'login' in value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (isThem && key === 'id') return [key, 0]
      if (CODES.includes(key) && typeof each === 'string') return [key, each]
      return [key, isNameAt(person, key, each) ? ERASED : withoutPerson(person, each)]
    }),
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
    Object.entries(fields).some(
      ([key, each]) =>
        isNameAt(person, key, each) ||
        (!(CODES.includes(key) && typeof each === 'string') && isNamedWithin(person, each)),
    )
  )
}

/** Fields whose text is one of our words, whoever is called so. */
const CODES: readonly string[] = [
  ...[
    'kind',
    'verdict',
    'because',
    'status',
    'source',
    'action',
    'act',
    'role',
    'decision',
    'answer',
    'result',
  ],
  ...['type', 'precision', 'power', 'severity', 'effect', 'setting', 'proposal', 'review', 'audit', 'batch'],
]

/** Fields whose whole text is somebody's name; there any name of theirs is one. */
const NAME_FIELDS: readonly string[] = ['login', 'sponsor', 'by', 'owner']

/** Whether a field of this name holds a name of theirs, whichever. */
export function isNameAt({ names }: Named, field: string, value: unknown): boolean {
  if (typeof value !== 'string' || !NAME_FIELDS.includes(field)) return false
  return names.some((name) => name.toLowerCase() === value.toLowerCase())
}

type Entry = Readonly<Record<string, unknown>>

/** An invitation or a credential may have the number of a person. */
function isOtherKind(value: object): boolean {
  return 'kind' in value && (value.kind === 'invitation' || value.kind === 'credential')
}
