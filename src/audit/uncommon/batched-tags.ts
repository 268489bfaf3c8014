/** The stage that reads the newest tags and deployments of many repositories a query. */

import {
  ASKED_AT_ONCE,
  readTagsAndNewestDeployments,
} from '../../github/activity/uncommon/newest-uncommon.ts'
import { waitingSince } from '../../github/activity/uncommon/runs-that-waited.ts'
import { whole } from '../../github/http/decode.ts'
import { isBefore } from '../../policy/calendar.ts'
import type { ActivitySource, Id } from '../../policy/words.ts'
import { forgetReviewsStatement } from '../../register/activity/deployment-reviewers.ts'
import { watermarksStatement } from '../../register/activity/watermarks.ts'
import { withCursor } from '../engine/cursor.ts'
import { actStatements } from '../engine/record-seen.ts'
import { scheduledRepositories } from './plan.ts'

/** Tags, and whether anything was deployed at all, many repositories a query. `tags` and `deployments` read what this leaves open. */
export const batchedTags = withCursor(whole, {
  label: 'reading tags',
  budget: 'uncommon',
  canSplit: true,
  async *read(run, cursor) {
    for (let after = cursor ?? 0; ; ) {
      const batch = (await scheduledRepositories(run)).filter((r) => r.id > after).slice(0, ASKED_AT_ONCE)
      const last = batch.at(-1)
      if (last === undefined) return
      after = last.id
      const read = await readTagsAndNewestDeployments(
        run.github,
        { login: run.org.login, webUrl: run.webUrl },
        batch,
        run.cutoff,
      )
      // What was deployed before the window may have waited for a review until it began.
      const waited = waitingSince(run.cutoff)
      const idle = read.flatMap((r) =>
        r.deployedAt === null || isBefore(r.deployedAt, waited) ? [r.id] : [],
      )
      const readStatement = (source: ActivitySource, ids: readonly Id[]) =>
        watermarksStatement(
          run.register,
          run.org.id,
          source,
          ids.map((scope) => ({ scope, since: run.cutoff, readTo: run.asOf, mark: null })),
        )
      yield {
        statements: [
          ...actStatements(
            run,
            read.flatMap((r) => r.acts),
          ),
          readStatement(
            'tags',
            read.flatMap((r) => (r.tagsRead ? [r.id] : [])),
          ),
          readStatement('deployments', idle),
          ...(idle.length === 0 ? [] : [forgetReviewsStatement(run.register, run.org.id, idle)]),
        ],
        next: after,
      }
    }
  },
  /** The next stages then read one repository after another. */
  skip: async () => ({ statements: [], next: null }),
})
