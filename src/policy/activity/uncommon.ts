/** Where hardly anybody acts alone (workflows, deployments, tags): what must be looked through before the silent are asked about. It judges nobody. */

import type { AccessMap } from '../access/access-map.ts'
import { writableBy } from '../access/effective-access.ts'
import { isBefore, monthsBefore } from '../calendar.ts'
import type { ActivitySource, Id, Instant } from '../words.ts'

/** Sources that cost a request a repository and show acts that need the right to write there. */
export const UNCOMMON_SOURCES = [
  'workflow_runs',
  'deployments',
  'tags',
] as const satisfies readonly ActivitySource[]

/** An account without an act inside the window. */
export interface HolderWithoutActivity {
  readonly account: Id
  /** The end of what is known of it: its newest act, or when it first held something here after the first audit. */
  readonly newest: Instant | null
}

/** How far each repository's rare acts have been read; one that was never read is missing. */
export type ReadUpTo = ReadonlyMap<Id, Instant>

/**
 * What is not looked through yet: repositories to which a silent account can write and that nobody has read since it
 * fell silent (`freshFrom`: or read before that moment), and those accounts. An older reading would not do: the window
 * that it covered was one in which the account was active. Who cannot write can at most approve a deployment: for them
 * each repository is read once, and they wait for nothing.
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
  const windowBefore = beginningOfWindow(windowMonths)
  const writable = writableBy(map)
  for (const { account, newest } of withoutActivity) {
    for (const repository of writable(account)) {
      const readTo = readUpTo.get(repository)
      const wasWithoutActivityThen =
        readTo !== undefined && (newest === null || isBefore(newest, windowBefore(readTo)))
      if (!wasWithoutActivityThen) accounts.add(account)
      const isFresh = readTo !== undefined && (freshFrom === null || !isBefore(readTo, freshFrom))
      if (!wasWithoutActivityThen || !isFresh) repositories.add(repository)
    }
  }
  return { repositories, accounts }
}

/** Many repositories are read at the same moment. */
function beginningOfWindow(windowMonths: number): (readTo: Instant) => Instant {
  const known = new Map<Instant, Instant>()
  return (readTo) => {
    const found = known.get(readTo) ?? monthsBefore(readTo, windowMonths)
    known.set(readTo, found)
    return found
  }
}
