/** Says how long what is kept of people stays, from when on it is deleted, and until when what was taken can be given back. */

import { daysAfter, instant, monthsBefore } from '../calendar.ts'
import { counted } from '../english.ts'
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

/** So long what was taken can be given back with one click, where what it needs is kept as long. */
const WAY_BACK_MONTHS = 24

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
  const month = instant(now.slice(0, 7))
  return {
    activity: monthsBefore(now, keeping.activityMonths),
    texts: monthsBefore(month, keeping.textsMonths),
    leaves: monthsBefore(month, leaveMonths(keeping)),
    logs: daysAfter(now, -LOG_DAYS),
    signIns: daysAfter(realNow, -LOG_DAYS),
    uninstalled: daysAfter(now, -keeping.uninstalledDays),
    now,
  }
}

/** For how long leave that is over is kept. */
export function leaveMonths({ textsMonths }: Keeping): number {
  return Math.max(textsMonths, LEAVE_MONTHS)
}

/** How long the way back is in this deployment, as every text says it: `24 months`, or as long as what it needs is kept. */
export function wayBackInWords(keeping: Keeping): string {
  return counted(wayBackMonths(keeping), 'month')
}

/** The last moment of the way back of something that was taken at `at`. */
export function giveBackUntil(at: Instant, keeping: Keeping): Instant {
  return monthsBefore(at, -wayBackMonths(keeping))
}

function wayBackMonths({ textsMonths }: Keeping): number {
  return Math.min(WAY_BACK_MONTHS, textsMonths)
}

/** What owners lose by a setting that is shorter than the way back; null where it is not. */
export function lostBy({ textsMonths }: Keeping): string | null {
  if (textsMonths >= WAY_BACK_MONTHS) return null
  const months = textsMonths === 1 ? 'one month' : `${textsMonths} months`
  return `Texts and what is needed to give access back are kept for ${months} here (KEEP_TEXTS_MONTHS): what is taken can be given back with one click for as long, not for ${WAY_BACK_MONTHS} months, and reasons, answers and the history's texts are gone by then.`
}
