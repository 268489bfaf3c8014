/** The sample's two years, driven through the product: a first audit, then eight quarters in which owners and people answer. */
import type { World } from '../../fake-github/world/world.ts'
import type { Whole } from '../../local/whole.ts'
import { daysAfter, hoursAfter, instant } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { comeTo, hours } from './days.ts'
import { answerByName, answerTheQuarter, giveOneBack, setTheRules } from './people.ts'

/** The first audit, before which nothing is known. */
export const FIRST = '2024-11-26T06:00:00.000Z' as Instant

/** The second Tuesdays of the quarters, on which reviews open. */
const REVIEWS = [
  '2025-01-14',
  '2025-04-08',
  '2025-07-08',
  '2025-10-14',
  '2026-01-13',
  '2026-04-14',
  '2026-07-14',
  '2026-10-13',
].map((day) => `${day}T06:00:00.000Z` as Instant)

/** Hours after a review's day on which the hourly run comes: each opens one organisation's review. */
const OPENING = [1, 2, 3]
/** When notice and pause of all are over. */
const DAYS_LATER = 17
/** In the quarter after the one in which it was taken. */
const GIVEN_BACK_IN = 3
/** How long after its present the sample begins for whoever starts it. */
const HOURS_LATER = 2

/** Lives through them and returns what runs at the end, and when that is; `say` is told of every quarter. */
export async function liveThrough(
  begun: Whole,
  whole: World,
  say: (line: string) => void,
): Promise<{ readonly running: Whole; readonly now: Instant }> {
  const last = instant(whole.now)
  let running = begun
  await hours(running, FIRST, 0)
  await setTheRules(running)
  let before = FIRST
  for (const [n, day] of REVIEWS.entries()) {
    running = await comeTo(running, whole, before, day)
    await hours(running, day, ...OPENING)
    before = day
    say(`  ${day.slice(0, 10)}`)
    // The newest is left for whoever tries the product out.
    if (n === REVIEWS.length - 1) break
    await answerTheQuarter(running, n)
    await answerByName(running, n)
    if (n === GIVEN_BACK_IN) await giveOneBack(running)
    await hours(running, day, 5)
    before = daysAfter(day, DAYS_LATER)
    running = await comeTo(running, whole, day, before)
    await hours(running, before, 1)
  }
  running = await comeTo(running, whole, before, last)
  await hours(running, last, 1, HOURS_LATER)
  return { running, now: hoursAfter(last, HOURS_LATER) }
}
