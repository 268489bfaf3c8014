/** The day's budget for requests that no verdict waits for: exact dates, and each grant's own use. */

import { isAnybodyWithoutActivity } from '../../register/activity/without-activity.ts'
import type { Run } from './stage.ts'

/** Requests of a first and of a later audit for people, grants and activity together (targets: docs/benchmarks). */
const FIRST = 245
const DAILY = 28
/** At least this many are always left, so that what is missing fills in from day to day. */
const LEAST = 2

/** Requests left today for exact dates. */
export function requestsLeft(run: Run): number {
  const { inventory, activity, dates } = run.spent
  const all = run.org.firstCompleteAt === null ? FIRST : DAILY
  return Math.max(LEAST, all - inventory - activity) - dates
}

/**
 * Whether activity is still worth reading: somebody is without recent activity, or the day's budget is not spent. Where
 * everybody is active no verdict waits for more, but a grant's own use is known only where everything was read.
 */
export async function isWorthReading(run: Run): Promise<boolean> {
  return (await isAnybodyStillWithoutActivity(run)) || requestsLeft(run) > 0
}

async function isAnybodyStillWithoutActivity(run: Run): Promise<boolean> {
  if (foundWithoutActivity.has(run)) return true
  const any = await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff)
  if (any) foundWithoutActivity.add(run)
  return any
}

/** Runs in which the query found somebody; only the next step notices if an act has cleared them meanwhile. */
const foundWithoutActivity = new WeakSet<Run>()
