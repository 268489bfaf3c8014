/** Reads REST lists that are paged by number. */

import type { GitHub } from './client.ts'

/** GitHub's largest page. */
export const PAGE = 100

interface NumberedPage<T> {
  readonly rows: readonly T[]
  /** The next page's number; null where this was the last. */
  readonly next: number | null
}

/** The pages of a list from page `from` on, until its Link header names no next one. Each is requested when it is taken. */
export async function* numberedPages<T>(
  github: GitHub,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  from: number,
): AsyncGenerator<NumberedPage<T>> {
  for (let page = from; ; page++) {
    const { data, headers } = await github.rest<readonly T[] | InstallationList<T>>(route, {
      ...parameters,
      per_page: PAGE,
      page,
    })
    const rows = 'installations' in data ? data.installations : data
    const next = hasNextPage(headers, rows.length) ? page + 1 : null
    yield { rows, next }
    if (next === null) return
  }
}

/** Whether another page follows. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api; without a Link header a full page may be followed by another. */
export function hasNextPage(headers: Headers, rows: number): boolean {
  const link = headers.get('link')
  return link === null ? rows >= PAGE : /rel="?next"?/.test(link)
}

/** An organisation's installed Apps: the only list that comes inside an object. */
interface InstallationList<T> {
  readonly installations: readonly T[]
}
