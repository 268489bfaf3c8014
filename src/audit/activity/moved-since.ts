/** Whether a repository has moved since it was read, and from where on it is still to be read. It reads nothing itself. */

import { daysAfter, isBefore } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import type { Watermark } from '../../register/activity/watermarks.ts'
import type { Run } from '../engine/stage.ts'

/** Events may become visible a little late: what was read is read again for so many days' part. */
const OVERLAP_DAYS = 1

/** From where on a repository is still to be read. */
export function sinceWhen(run: Run, mark: Watermark | undefined): Instant {
  if (mark === undefined || isBefore(run.cutoff, mark.since)) return run.cutoff
  const again = daysAfter(mark.readTo, -OVERLAP_DAYS)
  return isBefore(again, run.cutoff) ? run.cutoff : again
}

/** Whether everything up to the last move was read already. */
export function isCurrent(run: Run, mark: Watermark | undefined, movedAt: Instant | null): boolean {
  return mark !== undefined && !isBefore(run.cutoff, mark.since) && mark.mark === settled(run, movedAt)
}

/** What moved after the audit began was left out of it: such a mark is never current, so the next audit reads again. */
export function settled(run: Run, movedAt: Instant | null): Instant | null {
  return movedAt !== null && isBefore(run.asOf, movedAt) ? run.asOf : movedAt
}

/** Whether there may be anything inside the window. */
export function movedInside(run: Run, movedAt: Instant | null): movedAt is Instant {
  return movedAt !== null && !isBefore(movedAt, run.cutoff)
}
