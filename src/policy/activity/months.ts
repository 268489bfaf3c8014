/** Says of each month whether somebody was seen to act, nothing was seen, or it was not read. */

import { instant, isBefore } from '../calendar.ts'
import type { Instant } from '../words.ts'

/** What was read without a gap, from when to when. */
export interface ReadSpan {
  readonly since: Instant
  readonly readTo: Instant
}

export const MONTH_STATES = ['seen', 'nothing_seen', 'not_read'] as const

/** One month of one place. `not_read`: no act is known, and not all of it was read. */
export type MonthCell =
  | { readonly month: string; readonly state: 'seen'; readonly days: number }
  | { readonly month: string; readonly state: 'nothing_seen' | 'not_read'; readonly days: 0 }

/** How many months are shown, the present one included. */
export const MONTHS_SHOWN = 24

/** The months that are shown, the oldest first: `2024-12` to `2026-11`. */
export function monthsShown(now: Instant): readonly string[] {
  const [year = 0, month = 0] = now.split('-').map(Number)
  return Array.from({ length: MONTHS_SHOWN }, (_, at) => monthOf(year, month - MONTHS_SHOWN + at))
}

/**
 * `days`: on how many days of each month acts are known, whether or not it was read. Nothing was seen in a month only if it was
 * read from its first moment to its last; the present month as far as `auditedTo`, the moment of the newest audit, and only if
 * that lies in it.
 */
export function monthCells(
  days: ReadonlyMap<string, number>,
  read: ReadSpan | null,
  { now, auditedTo }: { readonly now: Instant; readonly auditedTo: Instant | null },
): readonly MonthCell[] {
  return monthsShown(now).map((month): MonthCell => {
    const seen = days.get(month) ?? 0
    if (seen > 0) return { month, state: 'seen', days: seen }
    const end = month === now.slice(0, 7) ? auditedTo : endOf(month)
    const wasRead = read !== null && end !== null && isRead({ from: beginOf(month), to: end }, read)
    return { month, state: wasRead ? 'nothing_seen' : 'not_read', days: 0 }
  })
}

function isRead({ from, to }: { readonly from: Instant; readonly to: Instant }, read: ReadSpan): boolean {
  return !isBefore(to, from) && !isBefore(from, read.since) && !isBefore(read.readTo, to)
}

function beginOf(month: string): Instant {
  return instant(`${month}-01T00:00:00.000Z`)
}

/** When the next month begins. */
function endOf(month: string): Instant {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return beginOf(monthOf(year, number))
}

/** `month` counts from 0 and may lie outside the year. */
function monthOf(year: number, month: number): string {
  const number = ((month % 12) + 12) % 12
  return `${year + Math.floor(month / 12)}-${String(number + 1).padStart(2, '0')}`
}
