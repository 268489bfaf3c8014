/** Whether a repository has changed since it was read, and from when on it still has to be read. */

import { daysAfter, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { Watermark } from '../../register/activity/watermarks.ts'
import type { Run } from '../engine/stage.ts'

/** GitHub may show events a little late, so this many days before the watermark are read again. */
const OVERLAP_DAYS = 1

/** From when on a repository still has to be read: the watermark less the overlap, and at most the whole window. */
export function readFrom(run: Run, mark: Watermark | undefined): Instant {
  if (mark === undefined || isBefore(run.cutoff, mark.since)) return run.cutoff
  const overlapStart = daysAfter(mark.readTo, -OVERLAP_DAYS)
  return isBefore(overlapStart, run.cutoff) ? run.cutoff : overlapStart
}

/** Whether everything in the window up to the last change has been read. */
export function isCurrent(run: Run, mark: Watermark | undefined, updatedAt: Instant | null): boolean {
  return mark !== undefined && !isBefore(run.cutoff, mark.since) && mark.mark === markUpTo(run, updatedAt)
}

/** A change after the audit began is left out of it: the mark then stays behind the change, so the next audit reads again. */
export function markUpTo(run: Run, updatedAt: Instant | null): Instant | null {
  return updatedAt !== null && isBefore(run.asOf, updatedAt) ? run.asOf : updatedAt
}

/** Whether the last change lies inside the window. */
export function isUpdatedInside(run: Run, updatedAt: Instant | null): updatedAt is Instant {
  return updatedAt !== null && !isBefore(updatedAt, run.cutoff)
}
