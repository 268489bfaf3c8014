/** Opaque cursors of lists: where a page ended, as base64url of JSON. It never carries more than sort keys. */

/** One page of a list; `nextCursor` null: it was the last. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** The cursor of the page that begins after a row with these sort keys. */
export function writeCursor(keys: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(keys))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The sort keys of a cursor, or null where it is not one of ours with so many keys. */
export function readCursor(cursor: string, keys: number): (string | number)[] | null {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const isOurs = Array.isArray(parsed) && parsed.length === keys
    return isOurs && parsed.every((key) => typeof key === 'string' || typeof key === 'number') ? parsed : null
  } catch {
    // Not base64, not JSON: somebody made it up. The caller says so.
    return null
  }
}

/** Cuts one row too many into a page and its cursor. */
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
