/** Says how long what is kept of people stays, and from when on it is deleted. */

import { daysAfter, monthsBefore } from '../calendar.ts'
import { WAY_BACK_MONTHS } from '../revocation/give-back-rights.ts'
import type { Instant } from '../words.ts'

/** How long each kind is kept; the deployment may set others. */
export interface Keeping {
  /** Activity: so many months after the account's last grant here closed. */
  readonly activityMonths: number
  /** Texts and what is needed to give access back. */
  readonly textsMonths: number
  /** What is known of an organisation: so many days after it was uninstalled. */
  readonly uninstalledDays: number
}

/** What holds unless the deployment sets otherwise. */
export const KEEPING: Keeping = { activityMonths: 12, textsMonths: WAY_BACK_MONTHS, uninstalledDays: 30 }

/** Leave is limited to 12 months in any 24: to count that, so many months have to be kept. */
const LEAVE_MONTHS = 24

/** Days for which rows are kept that make a view or a check of a right count once; a little longer than they are used. */
const LOG_DAYS = 7

/** The moments before which each kind is deleted. */
export interface Ages {
  readonly activity: Instant
  readonly texts: Instant
  readonly leaves: Instant
  readonly logs: Instant
  /** Sign-ins and the rights looked up for them, by real time as they run out by it, whatever the calendar says. */
  readonly signIns: Instant
  /** An organisation that was closed before this is deleted but for its numbers. */
  readonly uninstalled: Instant
  readonly now: Instant
}

/**
 * Texts go by the month: each time one entry of the history says which went, and twelve a year are read more easily than one
 * a day.
 */
export function agesAt(keeping: Keeping, now: Instant, realNow: Instant = now): Ages {
  // The cast: a month's first day in the form of moments.
  const month = `${now.slice(0, 7)}-01T00:00:00.000Z` as Instant
  return {
    activity: monthsBefore(now, keeping.activityMonths),
    texts: monthsBefore(month, keeping.textsMonths),
    leaves: monthsBefore(month, Math.max(keeping.textsMonths, LEAVE_MONTHS)),
    logs: daysAfter(now, -LOG_DAYS),
    signIns: daysAfter(realNow, -LOG_DAYS),
    uninstalled: daysAfter(now, -keeping.uninstalledDays),
    now,
  }
}

/** What owners lose by a setting that is shorter than the way back; null where it is not. */
export function lostBy({ textsMonths }: Keeping): string | null {
  if (textsMonths >= WAY_BACK_MONTHS) return null
  const months = textsMonths === 1 ? 'one month' : `${textsMonths} months`
  return `Texts and what is needed to give access back are kept for ${months} here (KEEP_TEXTS_MONTHS): what is taken can be given back with one click for as long, not for ${WAY_BACK_MONTHS} months, and reasons, answers and the history's texts are gone by then.`
}
