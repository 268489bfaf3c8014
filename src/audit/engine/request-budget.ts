/** How many requests an audit may make for what no verdict waits for: rare acts and exact dates. It never stops a deciding source. */

import type { Run } from './stage.ts'

/** Requests of a first audit and of a later one for people, grants and activity together (docs/benchmarks has the targets). */
const FIRST = 245
const DAILY = 28
/** And so many in any case, so that what is missing fills in from day to day. */
const LEAST = 2

/** What is left for rare acts and dates together. */
export function requestsLeft(run: Run): number {
  const { inventory, activity, uncommon, dates } = run.spent
  const all = run.org.firstCompleteAt === null ? FIRST : DAILY
  return Math.max(LEAST, all - inventory - activity) - uncommon - dates
}
