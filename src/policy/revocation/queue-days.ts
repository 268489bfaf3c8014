/** Foretells when each proposal of the queue is carried out: the budget of rolling 24 hours, filled hour by hour. */

import { hoursAfter, instant, isBefore, MILLISECONDS_A_DAY, MILLISECONDS_AN_HOUR } from '../calendar.ts'
import type { Instant } from '../words.ts'
import { byQueueOrder, type Placed } from './queue-order.ts'

/** A proposal that nothing holds back but time and budget. */
export interface Moving extends Placed {
  /** How many accounts may go in 24 hours by the rules that bind it; null where it counts for none. */
  readonly budget: number | null
}

const HOUR = MILLISECONDS_AN_HOUR
const DAY = MILLISECONDS_A_DAY

/**
 * A removal that starts at a full hour is counted a little later, so a day later its place is free at the next full hour and
 * not yet at the same one.
 */
const COUNTED_AFTER = HOUR / 2

/**
 * When each is carried out, by proposal, in the order in which they go: where only time held it back, the moment at which
 * that is over, else the hour in which there is budget. `spent`: when others counted. In each hour go the first in order for
 * which time and budget are there, so one that waits blocks no other.
 */
export function queueDays(
  moving: readonly Moving[],
  spent: readonly Instant[],
  now: Instant,
): ReadonlyMap<string, Instant> {
  const counted = spent.map((at) => Date.parse(at)).sort((a, b) => a - b)
  const due = new Map<string, Instant>()
  let waiting = [...moving].sort(byQueueOrder).map((each) => ({ ...each, from: Date.parse(each.notBefore) }))
  let hour = Date.parse(now)
  let before = Number.NEGATIVE_INFINITY
  while (waiting.length > 0) {
    let inADay = counted.filter((at) => at > hour - DAY).length
    const left: typeof waiting = []
    for (const each of waiting) {
      const { proposal, budget, from } = each
      if (from > hour || (budget !== null && inADay >= budget)) left.push(each)
      else {
        due.set(proposal, instant(from > before ? from : hour))
        if (budget === null) continue
        counted.push(hour + COUNTED_AFTER)
        inADay += 1
      }
    }
    waiting = left
    before = hour
    hour = nextHour(hour, [...waiting.map(({ from }) => from), ...counted.map((at) => at + DAY)])
  }
  return due
}

/** When the budget that is spent at `now` has room again; null where it has room now. */
export function budgetFreeAt(spent: readonly Instant[], budget: number, now: Instant): Instant | null {
  const counted = spent.filter((at) => isBefore(hoursAfter(now, -24), at)).sort()
  const freeing = counted[counted.length - budget]
  return freeing === undefined ? null : hoursAfter(freeing, 24)
}

/** The first full hour after `hour` at or after one of the moments. */
function nextHour(hour: number, moments: readonly number[]): number {
  const soonest = moments.reduce(
    (least, at) => (at > hour ? Math.min(least, at) : least),
    Number.POSITIVE_INFINITY,
  )
  return Math.ceil((Number.isFinite(soonest) ? soonest : hour + 1) / HOUR) * HOUR
}
