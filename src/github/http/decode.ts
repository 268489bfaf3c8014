/** Decodes GitHub's answers, and what an audit kept of them: picks the fields that are used, and checks each of them. */

import { instant } from '../../policy/calendar.ts'
import type { Id, Instant } from '../../policy/words.ts'
import { actorsOfRow, isObject, nameOfRow } from './name-of-row.ts'

/**
 * Makes a value of what GitHub answered. Throws OddValue where it is not as documented; what a lenient list leaves out goes
 * into `odd`.
 */
export type Decoder<T> = (value: unknown, odd: OddRow[]) => T

/** The type that a decoder makes. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never

/** A row of a list that is not as GitHub documents it, and was left out. */
export interface OddRow {
  /** What is wrong with it, with its name: `ada (role is "OVERLORD", which is not known here)`. */
  readonly sentence: string
  /** Whose acts it would have been, as far as it names them. */
  readonly accounts: readonly Id[]
}

/** What is wrong with a value, as the end of a sentence that begins with its name. */
export class OddValue extends Error {
  override readonly name = 'OddValue'
}

/** An object, with the fields of `shape` alone. */
export function fields<S extends Readonly<Record<string, Decoder<unknown>>>>(
  shape: S,
): Decoder<{ readonly [K in keyof S]: Decoded<S[K]> }> {
  const decoders = Object.entries(shape)
  return (value, odd) => {
    if (!isObject(value)) throw new OddValue(isNot(value, 'an object'))
    const picked: Record<string, unknown> = {}
    let at = ''
    try {
      for (const [key, decode] of decoders) {
        at = key
        picked[key] = decode(value[key], odd)
      }
    } catch (error) {
      throw under(at, error)
    }
    return picked as { readonly [K in keyof S]: Decoded<S[K]> } // key by key, what its decoder makes
  }
}

/** A list that must be whole: for whatever concludes something from what is absent. */
export function list<T>(row: Decoder<T>): Decoder<readonly T[]> {
  return (value, odd) =>
    rowsIn(value).map((each, index) => {
      try {
        return row(each, odd)
      } catch (error) {
        throw under(`row ${index + 1}`, error)
      }
    })
}

/** A list of which one odd row costs only itself: it is left out and told by name. */
export function rows<T>(row: Decoder<T>): Decoder<readonly T[]> {
  return (value, odd) =>
    rowsIn(value).flatMap((each) => {
      try {
        return [row(each, odd)]
      } catch (error) {
        if (!(error instanceof OddValue)) throw error
        odd.push({ sentence: `${nameOfRow(each)} (${error.message})`, accounts: actorsOfRow(each) })
        return []
      }
    })
}

/** An object with keys that are not known beforehand, as the aliases of a query; `decode` makes each value. */
export function record<T>(decode: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, odd) => {
    if (!isObject(value)) throw new OddValue(isNot(value, 'an object'))
    const decoded: Record<string, T> = {}
    for (const [key, each] of Object.entries(value)) {
      try {
        decoded[key] = decode(each, odd)
      } catch (error) {
        throw under(key, error)
      }
    }
    return decoded
  }
}

/** Null, also where the field is absent, or what `decode` makes. */
export function nullable<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, odd) => (value === null || value === undefined ? null : decode(value, odd))
}

/** What the first decoder makes, or where it cannot, the second. */
export function either<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<A | B> {
  return (value, odd) => {
    try {
      return first(value, odd)
    } catch (error) {
      if (!(error instanceof OddValue)) throw error
      return second(value, odd)
    }
  }
}

export const text: Decoder<string> = (value) => {
  if (typeof value !== 'string') throw new OddValue(isNot(value, 'a text'))
  return value
}

/** A whole number: an id, a count. */
export const whole: Decoder<number> = (value) => {
  if (!Number.isSafeInteger(value)) throw new OddValue(isNot(value, 'a whole number'))
  return value as number // what isSafeInteger says
}

export const flag: Decoder<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new OddValue(isNot(value, 'true or false'))
  return value
}

/** A moment in any form that GitHub writes, with or without milliseconds. */
export const moment: Decoder<Instant> = (value) => {
  // V8 takes "5" and "foo 1" for days of 2001.
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value) || Number.isNaN(Date.parse(value)))
    throw new OddValue(isNot(value, 'a moment in time'))
  return instant(value)
}

/** One of GitHub's words, as ours. A word that is not known here never passes for another. */
export function oneOf<const W extends Readonly<Record<string, string>>>(words: W): Decoder<W[keyof W]> {
  return (value) => {
    const found = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined
    if (found === undefined) throw new OddValue(`is ${printed(value)}, which is not known here`)
    return found as W[keyof W] // one of the values given
  }
}

/** What is taken as it is: an answer without a body, or one whose parts are decoded later. */
export const anything: Decoder<unknown> = (value) => value

/** What is wrong with a part, said of the whole: `node` and `login is null` are `node.login is null`. */
function under(key: string, error: unknown): unknown {
  if (!(error instanceof OddValue)) return error
  return new OddValue(error.message.startsWith('is ') ? `${key} ${error.message}` : `${key}.${error.message}`)
}

function rowsIn(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new OddValue(isNot(value, 'a list'))
  return value
}

function isNot(value: unknown, what: string): string {
  if (value === undefined) return 'is missing'
  return value === null ? 'is null' : `is ${printed(value)}, not ${what}`
}

/** A value in a sentence: cut short, and nothing of what an object holds. */
function printed(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 40) : value) ?? 'missing'
}
