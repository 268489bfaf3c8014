/** Whether a repository has changed since it was read, and from when on it still has to be read. */

import { daysAfter, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { Watermark } from '../../register/activity/watermarks.ts'
import type { Run } from '../engine/stage.ts'

/** What of an earlier reading is read again all the same; the longest of these counts. */
const OVERLAP_CONDITIONS: readonly { readonly name: string; readonly days: number }[] = [
  { name: 'what GitHub showed late is read again', days: 1 },
]

/** What must hold for a repository to count as read already. */
const CURRENT_CONDITIONS: readonly {
  readonly name: string
  readonly holds: (run: Run, mark: Watermark, updatedAt: Instant | null) => boolean
}[] = [
  { name: 'it was read from the beginning of the window on', holds: isReadThrough },
  {
    name: 'nothing has changed in it since it was read',
    holds: (run, { mark }, updatedAt) => mark === markUpTo(run, updatedAt),
  },
]

/** From when on a repository still has to be read: the watermark less the overlap, and at most the whole window. */
export function readFrom(run: Run, mark: Watermark | undefined): Instant {
  if (mark === undefined || !isReadThrough(run, mark)) return run.cutoff
  const overlap = Math.max(0, ...OVERLAP_CONDITIONS.map(({ days }) => days))
  const overlapStart = daysAfter(mark.readTo, -overlap)
  return isBefore(overlapStart, run.cutoff) ? run.cutoff : overlapStart
}

/** Whether everything in the window up to the last change has been read. */
export function isCurrent(run: Run, mark: Watermark | undefined, updatedAt: Instant | null): boolean {
  return mark !== undefined && CURRENT_CONDITIONS.every(({ holds }) => holds(run, mark, updatedAt))
}

/** What was read only from within the window on bridges no gap before it. */
function isReadThrough(run: Run, mark: Watermark): boolean {
  return !isBefore(run.cutoff, mark.since)
}

/** A change after the audit began is left out of it: the mark then stays behind the change, so the next audit reads again. */
export function markUpTo(run: Run, updatedAt: Instant | null): Instant | null {
  return updatedAt !== null && isBefore(run.asOf, updatedAt) ? run.asOf : updatedAt
}

/** Whether the last change lies inside the window. */
export function isUpdatedInside(run: Run, updatedAt: Instant | null): updatedAt is Instant {
  return updatedAt !== null && !isBefore(updatedAt, run.cutoff)
}
