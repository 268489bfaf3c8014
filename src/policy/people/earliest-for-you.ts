/** Says from when something can change for a person who is asked about, as far as it is known before the owners have decided. */

import { daysAfter, hoursAfter, latest } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import type { Instant } from '../words.ts'

/** `told_first`: the days of notice have not begun, because nobody has told them yet. `on`: not before this moment. */
export type EarliestChange =
  | { readonly kind: 'told_first'; readonly noticeDays: number }
  | { readonly kind: 'on'; readonly at: Instant }

/** The earliest change if the owners decided at `now`. `toldAt`: when the person was first told. */
export function earliestChange(
  facts: { readonly toldAt: Instant | null; readonly awayUntil: Instant | null },
  rules: Pick<Rules, 'noticeDays' | 'coolingHours'>,
  now: Instant,
): EarliestChange {
  const { toldAt, awayUntil } = facts
  if (toldAt === null && rules.noticeDays > 0) return { kind: 'told_first', noticeDays: rules.noticeDays }
  const notice = toldAt === null ? null : daysAfter(toldAt, rules.noticeDays)
  return { kind: 'on', at: latest(hoursAfter(now, rules.coolingHours), notice, awayUntil) ?? now }
}
