/** The stage that has repositories read again after somebody was discovered late, with no request to GitHub. */

import { forgetRepositoriesReadStatement } from '../../register/activity/watermarks.ts'
import { isSomebodyDiscoveredLate } from '../../register/activity/without-activity.ts'
import type { ComputingStage } from '../engine/stage.ts'

/**
 * Acts of people who hold nothing are not kept, and what was read is not read again. Somebody whom an earlier audit missed (a
 * page of members that could not be read), or who came back, would seem inactive, so the window is read once more.
 */
export const backfill: ComputingStage = {
  label: 'seeing whether somebody was discovered late',
  async *compute(run) {
    const late = await isSomebodyDiscoveredLate(run.register, run.org, run.asOf)
    yield {
      statements: late ? [forgetRepositoriesReadStatement(run.register, run.org.id, run.asOf)] : [],
      next: null,
    }
  },
}
