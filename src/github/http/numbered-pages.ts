/** A list that GitHub pages by number, from one page on, until its Link header names no next one. It keeps nothing. */

import type { GitHub } from './client.ts'

/** GitHub's largest page. */
export const PAGE = 100

interface NumberedPage<T> {
  readonly rows: readonly T[]
  /** The next page's number; null where this was the last. */
  readonly next: number | null
}

/** A request each, made when the page is taken. */
export async function* numberedPages<T>(
  github: GitHub,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  from: number,
): AsyncGenerator<NumberedPage<T>> {
  for (let page = from; ; page++) {
    const { data, headers } = await github.rest<readonly T[] | Wrapped<T>>(route, {
      ...parameters,
      per_page: PAGE,
      page,
    })
    const rows = 'installations' in data ? data.installations : data
    const next = isThereMore(headers, rows.length) ? page + 1 : null
    yield { rows, next }
    if (next === null) return
  }
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api; without any Link a full page may have more behind it. */
export function isThereMore(headers: Headers, rows: number): boolean {
  const link = headers.get('link')
  return link === null ? rows >= PAGE : /rel="?next"?/.test(link)
}

/** The list of an organisation's installed Apps is the only one that comes inside of an object. */
interface Wrapped<T> {
  readonly installations: readonly T[]
}
