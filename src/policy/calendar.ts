/** Calendar arithmetic on instants, in UTC. */

import { UTCDate } from '@date-fns/utc'
import { addDays } from 'date-fns/addDays'
import { addHours } from 'date-fns/addHours'
import { getISOWeek } from 'date-fns/getISOWeek'
import { getISOWeekYear } from 'date-fns/getISOWeekYear'
import { getQuarter } from 'date-fns/getQuarter'
import { startOfISOWeek } from 'date-fns/startOfISOWeek'
import { subMonths } from 'date-fns/subMonths'
import type { Instant } from './words.ts'

/** A moment as an `Instant`, the one form in which the product keeps moments. Throws on an invalid date. */
export function instant(moment: Date | number | string): Instant {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${String(moment)}" is not a moment in time.`)
  // The cast: this is the form that Date gives.
  return date.toISOString() as Instant
}

/** Milliseconds since 1970; throws on an invalid date, so that one can never compare as "not before". */
function millisecondsOf(at: Instant): number {
  const milliseconds = Date.parse(at)
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${at}" is not a moment in time.`)
  return milliseconds
}

/** `n` calendar months earlier: 31 August minus six months is the last day of February. */
export function monthsBefore(now: Instant, n: number): Instant {
  return instant(subMonths(inUtc(now), n))
}

/** `n` times 24 hours later (UTC has no other days); negative `n` is earlier. */
export function daysAfter(at: Instant, n: number): Instant {
  return instant(addDays(inUtc(at), n))
}

/** `n` hours later; negative `n` is earlier. */
export function hoursAfter(at: Instant, n: number): Instant {
  return instant(addHours(inUtc(at), n))
}

/** Whether `a` lies strictly before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return millisecondsOf(a) < millisecondsOf(b)
}

/** The latest of the moments given; null where there is none. */
export function latest(...moments: readonly (Instant | null | undefined)[]): Instant | null {
  let found: Instant | null = null
  for (const at of moments) if (at != null && (found === null || isBefore(found, at))) found = at
  return found
}

/** A quarter of a year (UTC): `2026-Q4`. */
export type Quarter = `${number}-Q${number}`

/** The UTC quarter of a moment. */
export function quarterOf(now: Instant): Quarter {
  const date = inUtc(now)
  return `${date.getFullYear()}-Q${getQuarter(date)}`
}

/** The ISO week of a moment (UTC) by its number, `2026-W48`, and when it began. */
export function weekOf(now: Instant): { readonly number: string; readonly begins: Instant } {
  const date = inUtc(now)
  const week = `${getISOWeek(date)}`.padStart(2, '0')
  return { number: `${getISOWeekYear(date)}-W${week}`, begins: instant(startOfISOWeek(date)) }
}

/** The quarter so many quarters after another: two after `2026-Q4` is `2027-Q2`. */
export function quarterAfter(quarter: string, quarters: number): Quarter {
  const { year, index: inYear } = partsOf(quarter)
  const index = year * 4 + inYear + quarters
  return `${Math.floor(index / 4)}-Q${(index % 4) + 1}`
}

/** The first moment of a quarter (UTC). */
export function quarterBegins(quarter: string): Instant {
  const { year, index } = partsOf(quarter)
  return instant(Date.UTC(year, index * 3, 1))
}

/** When the second Tuesday of a quarter begins (UTC). */
export function secondTuesdayOf(quarter: string): Instant {
  const { year, index } = partsOf(quarter)
  const first = new Date(Date.UTC(year, index * 3, 1))
  const untilTuesday = (9 - first.getUTCDay()) % 7
  return instant(Date.UTC(year, index * 3, 1 + untilTuesday + 7))
}

/** The year of a quarter, and how many quarters of that year lie before it. */
function partsOf(quarter: string): { readonly year: number; readonly index: number } {
  const [year = 0, number = 1] = quarter.split('-Q').map(Number)
  return { year, index: number - 1 }
}

/** UTC knows no summer time. */
export const MILLISECONDS_A_DAY = 86_400_000
export const MILLISECONDS_AN_HOUR = 3_600_000

/** How many whole hours have passed since 1970: what an hourly run counts its turns by. */
export function hourNumber(now: Instant): number {
  return Math.floor(millisecondsOf(now) / MILLISECONDS_AN_HOUR)
}

/**
 * The same items, beginning `step` further on in each hour's run and then going round: for a run that takes only the first few.
 * What cannot be dealt with for a while then blocks nothing behind it.
 */
export function inTurn<T>(items: readonly T[], step: number, now: Instant): readonly T[] {
  const first = (hourNumber(now) * step) % Math.max(items.length, 1)
  return [...items.slice(first), ...items.slice(0, first)]
}

/** Whole days from `a` to `b`, rounded down; negative where `b` is earlier. */
export function daysBetween(a: Instant, b: Instant): number {
  return Math.floor((millisecondsOf(b) - millisecondsOf(a)) / MILLISECONDS_A_DAY)
}

/** The UTC day in words: `22 May 2026`. Read off the text: a page prints hundreds, and a formatter takes ten times as long. */
export function printedDay(at: Instant): string {
  return `${Number(at.slice(8, 10))} ${monthInWords(at.slice(0, 7))}`
}

/** `2026-11` → `November 2026`. */
export function monthInWords(month: string): string {
  const name = MONTHS[Number(month.slice(5)) - 1]
  if (name === undefined) throw new RangeError(`"${month}" is not a month.`)
  return `${name} ${month.slice(0, 4)}`
}

/** The moment in words, to the minute: `22 May 2026, 06:00 UTC`. */
export function printedMoment(at: Instant): string {
  return `${printedDay(at)}, ${at.slice(11, 16)} UTC`
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
] as const

function inUtc(at: Instant): UTCDate {
  return new UTCDate(millisecondsOf(at))
}
