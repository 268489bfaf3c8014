/** Days and names as the overview's panels print them. */

import type { AccessGroup } from '../../../policy/access/access-groups.ts'
import { daysAfter, printedDay } from '../../../policy/calendar.ts'
import type { Instant } from '../../../policy/words.ts'

/** `13 December`; with its year where that is another than now's. */
export function dayMonth(at: Instant, now: Instant): string {
  const day = printedDay(at)
  return at.slice(0, 4) === now.slice(0, 4) ? day.replace(/ \d{4}$/, '') : day
}

/** `today`, `yesterday`, `on 3 November`. */
export function dayFromNow(at: Instant, now: Instant): string {
  const day = at.slice(0, 10)
  if (day === now.slice(0, 10)) return 'today'
  return day === daysAfter(now, -1).slice(0, 10) ? 'yesterday' : `on ${dayMonth(at, now)}`
}

/** The rows, in the order of power. */
export const GROUP_NAMES: Readonly<Record<AccessGroup, string>> = {
  owner: 'Owners',
  admin: 'Admin of a repository',
  write_or_maintain: 'Write or maintain',
  read_or_triage: 'Read or triage',
  none: 'No repository',
}
