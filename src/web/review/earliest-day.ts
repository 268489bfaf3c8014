/** The earliest day on which something answered now can be carried out. */

import { latest } from '../../policy/calendar.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import type { Instant } from '../../policy/words.ts'
import type { RowsVisit } from './views.tsx'

/**
 * By the notice since the opening, as if everybody had been told then, and the cooling time from now; being told later, and
 * other rules that bind, can only make it later.
 */
export function earliestDayOf({ review, rules, c }: RowsVisit): Instant {
  const { now } = c.var.platform
  return latest(earliestRemoval({ ...review, notice: FROM_OPENING }, { at: now }, rules), now) ?? now
}

const FROM_OPENING = { kind: 'from_opening' } as const
