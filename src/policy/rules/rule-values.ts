/** Schemas for the kinds of values that settings have, each with its complaint as a sentence. */

import { z } from 'zod'
import { instant } from '../calendar.ts'
import type { Instant } from '../words.ts'

/** A whole number from `least` to `most`. */
export function whole(name: string, least: number, most: number) {
  const sentence =
    most === Number.MAX_SAFE_INTEGER
      ? `${name} must be a whole number from ${least} on.`
      : `${name} must be a whole number from ${least} to ${most}.`
  return z.int(sentence).min(least, sentence).max(most, sentence)
}

/** A share above 0 and up to 1. */
export function share(name: string) {
  const sentence = `${name} must be a share above 0 and at most 1, for example 0.1.`
  return z.number(sentence).gt(0, sentence).max(1, sentence)
}

/** A GitHub login; bots carry `[bot]`. */
export function login(whose: string) {
  const sentence = `The login of ${whose} must be a GitHub login.`
  return z.string(sentence).regex(/^[a-z\d][a-z\d_-]{0,99}(\[bot\])?$/i, sentence)
}

/** The slug of a team, in lower case as GitHub has it. */
export function slug(name: string) {
  const sentence = slugSentence(name)
  return z
    .string(sentence)
    .regex(/^[a-z\d][a-z\d._-]{0,254}$/i, sentence)
    .toLowerCase()
}

/** A team as it is stored, by its id, the slug as its label; as it is sent, and as earlier versions stored it, by the slug alone. */
export function namedTeam(name: string) {
  const byId = { id: whole(`The id of ${name}`, 1, Number.MAX_SAFE_INTEGER), slug: slug(name) }
  return z.union([slug(name), z.strictObject(byId)], slugSentence(name))
}

/** The name of a repository, without its owner. */
export function unqualifiedName(whose: string) {
  const sentence = `The name of ${whose} must be a repository's, without its organisation.`
  return z.string(sentence).regex(/^[\w.-]{1,100}$/, sentence)
}

/** A moment; a day without a time means its last second (UTC). */
export function moment(name: string) {
  const sentence = `${name} must be a day (2027-03-01) or a moment (2027-03-01T12:00:00Z).`
  return z.string(sentence).transform((text, context) => {
    const at = momentOf(text)
    if (at === null) context.addIssue(sentence)
    return at ?? z.NEVER
  })
}

/** A day or moment as an instant (UTC); null where the text is neither. A day without a time means its last second. */
export function momentOf(text: string): Instant | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!day && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null
  // JavaScript reads 31 April as 1 May; a day that does not exist is a typing mistake.
  const midnight = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(midnight) || !instant(midnight).startsWith(text.slice(0, 10))) return null
  const at = Date.parse(day ? `${text}T23:59:59Z` : text)
  return Number.isNaN(at) ? null : instant(at)
}

function slugSentence(name: string): string {
  return `${name} must be the slug of a team, as in its address on GitHub, or null.`
}

/** Free text on one line: the settings form has one line per entry, so a line break would make two entries of one. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Everything that is wrong with the settings, a sentence each, prefixed by the path where the sentence does not name it. */
export function complaintsOf(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `There is no setting ${[...issue.path, key].join('.')}.`)
    }
    const where = issue.path.join('.')
    return [where === '' || issue.message.includes(where) ? issue.message : `${where}: ${issue.message}`]
  })
}
