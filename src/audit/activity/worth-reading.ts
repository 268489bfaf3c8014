/** Whether activity is worth reading: somebody is still silent, or requests are left for how each grant is used. It names nobody. */

import { isAnybodyWithoutActivity } from '../../register/activity/without-activity.ts'
import { requestsLeft } from '../engine/request-budget.ts'
import type { Run } from '../engine/stage.ts'

/** Runs of this step in which somebody was; an act found meanwhile is noticed by the next step. */
const withoutActivity = new WeakSet<Run>()

/**
 * Where nobody is silent no verdict waits for more. What the day has left is spent all the same: each grant's own use is
 * known only where everything was read, and so it fills in from day to day.
 */
export async function isWorthReading(run: Run): Promise<boolean> {
  return (await isAnybodyStillWithoutActivity(run)) || requestsLeft(run) > 0
}

async function isAnybodyStillWithoutActivity(run: Run): Promise<boolean> {
  if (withoutActivity.has(run)) return true
  const any = await isAnybodyWithoutActivity(run.register, run.org.id, run.cutoff)
  if (any) withoutActivity.add(run)
  return any
}
