/** The order in which repositories are looked into where there is no time for all. It leaves none out. */

import type { Instant } from '../words.ts'

/** The newest push first, those never pushed to last. */
export function recentlyPushedFirst<R extends { readonly pushedAt: Instant | null }>(
  repositories: readonly R[],
): R[] {
  return repositories.toSorted((a, b) => (b.pushedAt ?? '').localeCompare(a.pushedAt ?? ''))
}
