/** Whether a repository has moved since it was read, and from where on it is still to be read. It reads nothing itself. */

import { daysAfter, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { Watermark } from '../../register/activity/watermarks.ts'
import type { Run } from '../engine/stage.ts'

/** Events may become visible a little late: what was read is read again for so many days' part. */
const OVERLAP_DAYS = 1

/** From where on a repository is still to be read. */
export function readFrom(run: Run, mark: Watermark | undefined): Instant {
  if (mark === undefined || isBefore(run.cutoff, mark.since)) return run.cutoff
  const again = daysAfter(mark.readTo, -OVERLAP_DAYS)
  return isBefore(again, run.cutoff) ? run.cutoff : again
}

/** Whether everything up to the last move was read already. */
export function isCurrent(run: Run, mark: Watermark | undefined, updatedAt: Instant | null): boolean {
  return mark !== undefined && !isBefore(run.cutoff, mark.since) && mark.mark === markUpTo(run, updatedAt)
}

/** What moved after the audit began was left out of it: such a mark is never current, so the next audit reads again. */
export function markUpTo(run: Run, updatedAt: Instant | null): Instant | null {
  return updatedAt !== null && isBefore(run.asOf, updatedAt) ? run.asOf : updatedAt
}

/** Whether there may be anything inside the window. */
export function isUpdatedInside(run: Run, updatedAt: Instant | null): updatedAt is Instant {
  return updatedAt !== null && !isBefore(updatedAt, run.cutoff)
}
