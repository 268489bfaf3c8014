/**
 * Opaque cursors of lists: the sort keys of a page's last row, as base64url of JSON. Where a list has orders and filters, those
 * that were asked for follow.
 */

import { encode } from 'jose/base64url'

/** One page of a list; `nextCursor` is null on the last page. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** The cursor of the page that begins after a row with these sort keys. */
export function writeCursor(keys: readonly (string | number)[]): string {
  return encode(JSON.stringify(keys))
}

/** The sort keys in a cursor; null when it was not written by `writeCursor` with this number of keys. */
export function readCursor(cursor: string, keys: number): (string | number)[] | null {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const isValid = Array.isArray(parsed) && parsed.length === keys
    return isValid && parsed.every((key) => typeof key === 'string' || typeof key === 'number')
      ? parsed
      : null
  } catch {
    // Not base64 or not JSON: somebody made it up. The caller reports it.
    return null
  }
}

/** The same page with a cursor that is accepted only in the same order and under the same filters. */
export function askedFor<Listed extends Page<unknown>>(page: Listed, asked: object): Listed {
  const { nextCursor } = page
  return nextCursor === null ? page : { ...page, nextCursor: `${nextCursor}.${inOneText(asked)}` }
}

/** The cursor as it was before `askedFor`; null where another order or filter was asked for, or none. */
export function cursorFor(cursor: string, asked: object): string | null {
  const end = `.${inOneText(asked)}`
  return cursor.endsWith(end) ? cursor.slice(0, -end.length) : null
}

/** Builds a page and its cursor from up to `limit + 1` rows. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => readonly (string | number)[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(keysOf(last)) : null,
  }
}

/** What was asked for as one text; undefined values and the order of the keys make no difference. */
function inOneText(asked: object): string {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  return encode(JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1))))
}
