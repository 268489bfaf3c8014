/** Finds where uncommon activity (workflow runs, deployments, tags) must be read before accounts are proposed. */

import { type AccessMap, remembered } from '../access/access-map.ts'
import { writableBy } from '../access/effective-access.ts'
import { isBefore, monthsBefore } from '../calendar.ts'
import type { ActivitySource, Id, Instant } from '../words.ts'

/** Sources that cost a request per repository and show acts that need write access there. */
export const UNCOMMON_SOURCES = [
  'workflow_runs',
  'deployments',
  'tags',
] as const satisfies readonly ActivitySource[]

/** Most repositories that one audit looks through, so that it ends in the same night; the others follow with the next audits. */
export const MOST_UNCOMMON_REPOSITORIES = 1000

/** An account without recent activity: no act inside the window. */
export interface HolderWithoutActivity {
  readonly account: Id
  /** Its newest act, or when it first had access if that was after the first audit; null where neither is known. */
  readonly newest: Instant | null
}

/** Up to when each repository's uncommon activity has been read; a repository never read is absent. */
export type ReadUpTo = ReadonlyMap<Id, Instant>

/**
 * What is still to be read: repositories that an account without recent activity can write to and that were not read
 * since its activity ended (with `freshFrom`, also those read before that moment), and the accounts that wait for them.
 * An earlier reading is not enough: it covered a window in which the account was active. An account that cannot write
 * can at most approve a deployment: each repository is read once because of it, and it does not wait.
 */
export function notReadThrough(
  withoutActivity: readonly HolderWithoutActivity[],
  map: AccessMap,
  readUpTo: ReadUpTo,
  windowMonths: number,
  freshFrom: Instant | null = null,
): { readonly repositories: ReadonlySet<Id>; readonly accounts: ReadonlySet<Id> } {
  const neverRead =
    withoutActivity.length === 0 ? [] : [...map.repositories].filter((id) => !readUpTo.has(id))
  const repositories = new Set<Id>(neverRead)
  const accounts = new Set<Id>()
  // Many repositories are read at the same moment, and each comparison parses two dates.
  const windowStart = remembered((readAt: Instant) => monthsBefore(readAt, windowMonths))
  const isFresh = remembered((readAt: Instant) => freshFrom === null || !isBefore(readAt, freshFrom))
  const writable = writableBy(map)
  for (const { account, newest } of withoutActivity) {
    const wasInactiveAt = remembered(
      (readAt: Instant) => newest === null || isBefore(newest, windowStart(readAt)),
    )
    for (const repository of writable(account)) {
      const readAt = readUpTo.get(repository)
      const wasInactiveThen = readAt !== undefined && wasInactiveAt(readAt)
      if (!wasInactiveThen) accounts.add(account)
      if (!wasInactiveThen || !isFresh(readAt)) repositories.add(repository)
    }
  }
  return { repositories, accounts }
}
