/** Replaces what is somebody's own in bodies and queries, and keeps numbers, dates, keys and GitHub's own words. */
import { isId, isMoment, replaceAddress, replaceName, replaceResourcePath } from './addresses.ts'
import type { Replacing } from './pseudonyms.ts'
import {
  isGitHubsWord,
  knownPartOf,
  OWN_KEYS,
  QUERY_TEXTS,
  SEARCH_QUALIFIERS,
  WORD_QUALIFIERS,
} from './vocabulary.ts'

/** A JSON value under these keys, outermost first. */
export function replaceValue(value: unknown, replacing: Replacing, trail: readonly string[] = []): unknown {
  if (typeof value === 'string') return replaceUnder(trail, value, replacing)
  if (typeof value === 'number') return isIdKey(trail.at(-1)) && isId(value) ? replacing.id(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => replaceValue(each, replacing, trail))
  const ownKeys = trail.some((key) => OWN_KEYS.includes(key))
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      ownKeys || !/^[\w$+-]*$/.test(key) ? replaceText(key, replacing) : key,
      replaceValue(each, replacing, [...trail, key]),
    ]),
  )
}

/** The body of a request; a GraphQL query is a text with texts in it. */
export function replaceRequestBody(body: unknown, replacing: Replacing): unknown {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string')
    return replaceValue(body, replacing)
  const { query, ...rest } = body
  return { query: replaceQueryTexts(query, replacing), ...(replaceValue(rest, replacing) as object) }
}

function replaceQueryTexts(query: string, replacing: Replacing): string {
  return query.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const text: string = JSON.parse(literal)
    if (QUERY_TEXTS.includes(text)) return literal
    return JSON.stringify(isSearch(text) ? replaceSearch(text, replacing) : replaceText(text, replacing))
  })
}

/** `org:acme author:mara sort:created-desc`. */
function isSearch(text: string): boolean {
  const qualifiers = text.split(' ').map((token) => /^([a-z-]+):\S+$/.exec(token)?.[1])
  return qualifiers.every((qualifier) => qualifier !== undefined && SEARCH_QUALIFIERS.includes(qualifier))
}

function replaceSearch(text: string, replacing: Replacing): string {
  const tokens = text.split(' ').map((token) => {
    const [qualifier = '', value = ''] = token.split(/:(.*)/s)
    return WORD_QUALIFIERS.includes(qualifier) ? token : `${qualifier}:${replaceText(value, replacing)}`
  })
  return tokens.join(' ')
}

function replaceUnder(trail: readonly string[], text: string, replacing: Replacing): string {
  if (isGitHubsWord(trail, text)) return text
  if (trail.at(-1) === 'message') return replaceMessage(text, replacing)
  if (isIdKey(trail.at(-1)) && /^\d+$/.test(text)) return replaceName(text, replacing)
  return replaceText(text, replacing)
}

/** A text of which nothing is known but its form. What is of none is replaced whole. */
export function replaceText(text: string, replacing: Replacing): string {
  if (text === '' || isMoment(text)) return text
  if (/\s/.test(text) || /^\d+$/.test(text)) return replacing.word(text)
  if (/^[a-z][a-z+.-]*:\/\//i.test(text)) return replaceAddress(text, replacing)
  if (/^[^@/]+@[^@/]+\.[^@/]+$/.test(text)) return `${replacing.word(text)}@example.invalid`
  if (/^\/[^/]/.test(text)) return replaceResourcePath(text, replacing)
  // Owner and repository, or a branch: each part has the pseudonym that it has alone.
  const isRef = /^refs\/(heads|tags)\//.test(text)
  const parts = text
    .split('/')
    .map((part, at) => (part === '' || (isRef && at < 2) ? part : alone(part, replacing)))
  return parts.join('/')
}

/** A login of digits is a name here, never an id. */
function alone(part: string, replacing: Replacing): string {
  return /^\d+$/.test(part) ? replacing.word(part) : replaceName(part, replacing)
}

/** A failure's message keeps the phrases by which it is known. */
function replaceMessage(message: string, replacing: Replacing): string {
  const { whole, phrases } = knownPartOf(message)
  if (whole) return message
  return [replaceText(message, replacing), ...phrases].join(' ')
}

/** `id`, `databaseId`, `owner_id`: numbers that name somebody or something. Issue numbers and counts stay. */
function isIdKey(key: string | undefined): boolean {
  return key !== undefined && /^(id|ids|.*_ids?|.*[a-z]Ids?)$/.test(key)
}
