/** The earliest day on which something answered now can be carried out. */

import { latest } from '../../policy/calendar.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import type { Instant } from '../../policy/words.ts'
import type { RowsVisit } from './views.tsx'

/** By the notice since the opening and the cooling time from now; other rules that bind can only make it later. */
export function earliestDayOf({ review, rules, c }: RowsVisit): Instant {
  const { now } = c.var.platform
  return latest(earliestRemoval(review, { at: now }, rules), now) ?? now
}
