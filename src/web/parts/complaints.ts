/** What is wrong with what was sent, in plain sentences: which field, what it may be, and what it is. */

import type { z } from 'zod'
import { counted, listed } from '../../policy/english.ts'

type Issue = z.core.$ZodIssue

/** One sentence for each thing that is wrong with what was sent. A message of a schema that begins with *must* is taken as it is. */
export function saidOfRequest(error: z.ZodError, sent: unknown): readonly string[] {
  return error.issues.map((issue) => complaintOf(issue, sent))
}

function complaintOf(issue: Issue, sent: unknown): string {
  const field = issue.path.join('.') || 'The request'
  if (issue.code === 'unrecognized_keys')
    return `${listed(issue.keys.map(inQuotes))} ${issue.keys.length === 1 ? 'is' : 'are'} not known here.`
  const value = issue.path.reduce(within, sent)
  if (value === undefined && !issue.message.startsWith('must')) return `${field} is missing.`
  const must = mustOf(issue)
  return must === null ? `${field}: ${issue.message}` : `${field} ${must}${isOf(value)}.`
}

/** What the field must be; null where the schema says it in its own words. */
function mustOf(issue: Issue): string | null {
  if (issue.message.startsWith('must')) return issue.message
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${listed(issue.values.map(String), 'or')}`
    case 'invalid_type':
      return TYPES[issue.expected] === undefined ? null : `must be ${TYPES[issue.expected]}`
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a day such as 2026-11-22' : null
    case 'too_big':
      return `must ${sizeOf(issue.origin, Number(issue.maximum), 'at most')}`
    case 'too_small':
      return `must ${sizeOf(issue.origin, Number(issue.minimum), 'at least')}`
    default:
      return null
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function sizeOf(origin: string, n: number, bound: string): string {
  switch (origin) {
    case 'string':
      return `have ${bound} ${counted(n, 'character')}`
    case 'array':
      return `have ${bound} ${counted(n, 'entry', 'entries')}`
    default:
      return `be ${bound} ${n}`
  }
}

/** Longer values are cut, so that a sentence stays one. */
const MOST_SHOWN = 60

function isOf(value: unknown): string {
  if (typeof value === 'string') return `, and is ${inQuotes(value)}`
  return typeof value === 'number' || typeof value === 'boolean' ? `, and is ${value}` : ''
}

function inQuotes(text: string): string {
  const characters = [...text]
  if (characters.length <= MOST_SHOWN) return `“${text}”`
  return `“${characters.slice(0, MOST_SHOWN).join('')}…” (${counted(characters.length, 'character')})`
}

function within(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === String(key))?.[1]
}
