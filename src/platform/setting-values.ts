/** Parses the text of a setting; a complaint names the setting, never its value. */

import { Refusal } from '../policy/refusal.ts'
import { isLoopback, isPublicGitHub } from '../policy/words/addresses.ts'

/** The trimmed text; null where it is absent or blank. */
export function given(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim()
}

/** The fewest characters of a secret: `openssl rand -hex 16` makes 32, which hold 128 random bits. */
export const SECRET_CHARACTERS = 32

/** A secret that nobody can guess; null where it is not set. */
export function secret(value: string | undefined, name: string): string | null {
  const text = given(value)
  if (text !== null && text.length < SECRET_CHARACTERS)
    throw new Refusal(
      'unavailable',
      `${name} is too short: it must have at least ${SECRET_CHARACTERS} characters. Make one with: openssl rand -hex 32`,
    )
  return text
}

/** A web address without a slash at the end; null where it is not set. Secrets go to it or come by it, so http only on this machine. */
export function address(value: string | undefined, name: string): string | null {
  const text = given(value)
  if (text === null) return null
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Refusal('unavailable', `${name} is no web address: write it like https://example.org.`)
  if (new URL(text).protocol === 'http:' && !isLoopback(text))
    throw new Refusal(
      'unavailable',
      `${name} must begin with https://: what goes over http can be read and changed on the way. Only an address of this machine, like http://127.0.0.1, may use http.`,
    )
  return text.replace(/\/+$/, '')
}

/** A number of requests; null where it is not set. */
export function count(value: string | undefined, name: string): number | null {
  const text = given(value)
  if (text === null) return null
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new Refusal('unavailable', `${name} must be a whole number of requests, at least 1.`)
  return number
}

/** A span of so many months or days, at most 1,200; null where it is not set. */
export function span(value: string | undefined, name: string, unit: 'months' | 'days'): number | null {
  const text = given(value)
  if (text === null) return null
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 1_200)
    throw new Refusal('unavailable', `${name} must be a whole number of ${unit} between 1 and 1200.`)
  return number
}

/** One of a few words; null where it is not set. */
export function choice<Word extends string>(
  value: string | undefined,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = given(value)
  if (text === null) return null
  const word = words.find((each) => each === text)
  if (word === undefined) throw new Refusal('unavailable', `${name} must be one of: ${words.join(', ')}.`)
  return word
}

/** Names separated by commas, in lower case; null where there is none. */
export function listOf(value: string | undefined): readonly string[] | null {
  const names = (value ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  return names.length === 0 ? null : names
}

/** Two settings that mean something only together; null where one of them is not set. */
export function pair<T>(
  one: string | undefined,
  other: string | undefined,
  make: (one: string, other: string) => T,
): T | null {
  const a = given(one)
  const b = given(other)
  return a === null || b === null ? null : make(a, b)
}

/** Why nothing is ever written to GitHub; null where writing is on, which is opt-in. */
export function rehearsalOf(value: string | undefined): string | null {
  return value === 'false' ? null : 'REHEARSAL is on: set it to false to carry removals out.'
}

/**
 * Milliseconds between two writes: GitHub asks for a second
 * (https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api), and against github.com and GHE.com
 * it is never less. A GitHub Enterprise Server without limits takes them faster.
 */
export function writePauseOf(value: string | undefined, apiUrl: string): number {
  const text = given(value)
  if (text === null) return GITHUBS_WRITE_PAUSE
  const milliseconds = Number(text)
  if (!Number.isInteger(milliseconds) || milliseconds < 0)
    throw new Refusal('unavailable', 'WRITE_PAUSE must be a whole number of milliseconds, 0 or more.')
  return isPublicGitHub(apiUrl) ? Math.max(GITHUBS_WRITE_PAUSE, milliseconds) : milliseconds
}

const GITHUBS_WRITE_PAUSE = 1000
