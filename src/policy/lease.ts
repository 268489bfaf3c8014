/** For how long a lane of audits may stand still before it counts as dead. Asks no clock. */

import { hoursAfter, instant } from './calendar.ts'
import type { Instant } from './words.ts'

/** Far longer than a step takes, far shorter than the hour between two crons. */
const LEASE_HOURS = 0.25

/** The end of a lease taken `elapsedMs` milliseconds after `now`. */
export function leaseUntil(now: Instant, elapsedMs = 0): Instant {
  return hoursAfter(instant(Date.parse(now) + elapsedMs), LEASE_HOURS)
}
