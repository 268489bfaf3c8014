/** Opaque cursors of lists: the sort keys of a page's last row, as base64url of JSON. */

/** One page of a list; `nextCursor` is null on the last page. */
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
