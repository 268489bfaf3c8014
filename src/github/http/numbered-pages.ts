/** Reads REST lists that are paged by number. */

import type { GitHub } from './client.ts'
import type { Decoder } from './decode.ts'
import { withCount } from './partial-answers.ts'

/** GitHub's largest page. */
export const PAGE = 100

interface NumberedPage<T> {
  readonly rows: readonly T[]
  /** The next page's number; null where this was the last. */
  readonly next: number | null
}

/**
 * The pages of a list from page `from` on, until its Link header names no next one. Each is requested when it is taken.
 * `page` decodes one: `rows(…)` where an odd row costs itself, `list(…)` where the list must be whole.
 */
export async function* numberedPages<T>(
  github: GitHub,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  from: number,
  page: Decoder<readonly T[]>,
): AsyncGenerator<NumberedPage<T>> {
  const decode = withCount(page)
  for (let number = from; ; number++) {
    const asked = { ...parameters, per_page: PAGE, page: number }
    const { data, headers } = await github.rest(route, asked, decode)
    const next = hasNextPage(headers, data.came) ? number + 1 : null
    yield { rows: data.rows, next }
    if (next === null) return
  }
}

/** Whether another page follows. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api; without a Link header a full page may be followed by another. */
export function hasNextPage(headers: Headers, rows: number): boolean {
  const link = headers.get('link')
  return link === null ? rows >= PAGE : /rel="?next"?/.test(link)
}
