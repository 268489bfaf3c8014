/** Whether somebody used a role of write or more in one repository. */

import { isBefore } from '../calendar.ts'
import type { Activity, Instant } from '../words.ts'
import { isUseOfWrite } from './grant-use.ts'

/** `unknown`: no use is known, and what happened there was not read in full. */
export const USES = ['used', 'unused', 'unknown'] as const

/** What an account did in a repository. */
export interface UseHere {
  /** Within the window. */
  readonly use: (typeof USES)[number]
  /** The newest act that needs write, however old. */
  readonly lastUse: Activity | null
  /** The newest act of any kind, which reading may allow. */
  readonly lastAct: Activity | null
}

/** `acts`: the account's newest of each kind in that repository; `cutoff`: the beginning of the window. */
export function useHere(acts: readonly Activity[], wasRead: boolean, cutoff: Instant): UseHere {
  const lastUse = newestOf(acts.filter(({ kind }) => isUseOfWrite(kind)))
  const isUsed = lastUse !== null && !isBefore(lastUse.at, cutoff)
  return { use: isUsed ? 'used' : wasRead ? 'unused' : 'unknown', lastUse, lastAct: newestOf(acts) }
}

function newestOf(acts: readonly Activity[]): Activity | null {
  return acts.reduce<Activity | null>(
    (newest, act) => (newest === null || isBefore(newest.at, act.at) ? act : newest),
    null,
  )
}
