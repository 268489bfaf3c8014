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

const ACTORS = ['user', 'author', 'actor', 'creator', 'owner', 'triggering_actor']

/** Whose act a row is, by the id of the first actor that it names. */
export function actorOfRow(row: unknown): Id | null {
  if (!isObject(row)) return null
  for (const key of ACTORS) {
    const actor = row[key]
    if (!isObject(actor)) continue
    const id = actor.id ?? actor.databaseId
    if (typeof id === 'number') return id
    if (typeof actor.databaseId === 'number') return actor.databaseId
  }
  return null
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
