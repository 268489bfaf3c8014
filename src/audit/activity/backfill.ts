/** The stage that lets repositories be read anew where somebody was met whose acts nobody had kept. It asks GitHub nothing. */

import { forgetRepositoriesReadStatement } from '../../register/activity/watermarks.ts'
import { isSomebodyDiscoveredLate } from '../../register/activity/without-activity.ts'
import type { Stage } from '../engine/stage.ts'

/**
 * Acts of strangers are not kept, and what was read once is not read again. So whoever an earlier audit missed (a page of
 * members that could not be read), or who came back, would seem silent: then the window is read once more.
 */
export const backfill: Stage = {
  label: 'seeing whether somebody was met late',
  budget: 'nothing',
  async *read(run) {
    const late = await isSomebodyDiscoveredLate(run.register, run.org, run.asOf)
    yield {
      statements: late ? [forgetRepositoriesReadStatement(run.register, run.org.id, run.asOf)] : [],
      next: null,
    }
  },
  skip: async (_run, _cursor, trouble) => {
    throw trouble
  },
}
