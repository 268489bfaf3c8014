/** Names a row of an answer in a sentence, and finds whose act it is: for rows that cannot be decoded. */

import type { Id } from '../../policy/words.ts'

const NAMES = [
  'login',
  'name',
  'slug',
  'title',
  'app_slug',
  'token_name',
  'url',
  'html_url',
  'id',
  'databaseId',
]

/** How a row is named in a sentence: by the first name that it or its node has. */
export function nameOfRow(row: unknown): string {
  if (!isObject(row)) return 'a row'
  for (const at of [row, row.node]) {
    if (!isObject(at)) continue
    const name = NAMES.map((key) => at[key]).find(
      (each) => typeof each === 'string' || typeof each === 'number',
    )
    if (name !== undefined) return String(name).slice(0, 100)
  }
  return 'a row without a name'
}

const ACTORS = new Set([
  ...['user', 'author', 'actor', 'creator', 'owner', 'triggering_actor', 'mergedBy', 'merged_by', 'tagger'],
  ...['publisher', 'assigner', 'review_requester'],
])

/** What an act was done to: whoever made that is not lost with the row. */
const CONTEXT = new Set(['issue', 'pull_request', 'repository', 'head', 'base'])

/** Whose acts a row holds: everybody whom it names as an actor, however deep, since its parts are lost with it. */
export function actorsOfRow(row: unknown): readonly Id[] {
  const found = new Set<Id>()
  const collect = (value: unknown, isActor: boolean, depth: number): void => {
    if (depth > DEEPEST || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const each of value) collect(each, false, depth + 1)
      return
    }
    if (!isObject(value)) return
    const id = isActor ? (idIn(value.databaseId) ?? idIn(value.id)) : null
    if (id !== null) found.add(id)
    for (const [key, each] of Object.entries(value))
      if (!CONTEXT.has(key)) collect(each, ACTORS.has(key), depth + 1)
  }
  collect(row, false, 0)
  return [...found]
}

/** Answers are not nested deeper. */
const DEEPEST = 12

function idIn(value: unknown): Id | null {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
