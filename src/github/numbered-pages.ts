/** A list that GitHub pages by number, from one page on. A page that is not full is taken for the last; it keeps nothing. */

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
    const { data } = await github.rest<readonly T[] | Wrapped<T>>(route, {
      ...parameters,
      per_page: PAGE,
      page,
    })
    const rows = 'installations' in data ? data.installations : data
    const next = rows.length === PAGE ? page + 1 : null
    yield { rows, next }
    if (next === null) return
  }
}

/** The list of an organisation's installed Apps is the only one that comes inside of an object. */
interface Wrapped<T> {
  readonly installations: readonly T[]
}
