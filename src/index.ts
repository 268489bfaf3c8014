/** The Worker's entry: HTTP requests, the hourly run and the two Workflow classes. */

import { resumeOrphanedAudits, runDue } from './audit.ts'
import { type Bindings, MIGRATE, openPlatform } from './platform.ts'
import { instant } from './policy/calendar.ts'
import { applyDueRules, deleteOld, dueReviews, sendNotices, sendWeeklyHeads } from './review.ts'
import { workOffQueues } from './revoke.ts'
import { app } from './web/app.tsx'
import { forgetDeliveries } from './web/webhook.ts'

export { AuditWorkflow } from './audit.ts'
export { RevokeWorkflow } from './revoke.ts'

const NOT_MIGRATED = `The database lacks tables or columns of this version. Nothing was read, decided or removed. Add them with: ${MIGRATE}`

export default {
  fetch: app.fetch,
  async scheduled(event, env) {
    const platform = openPlatform(env, instant(event.scheduledTime))
    const tasks = [
      () => platform.rewriteOldMoments(),
      () => resumeOrphanedAudits(platform),
      () => runDue(platform),
      () => applyDueRules(platform),
      () => platform.keepHistories(),
      () => dueReviews(platform, platform.now),
      () => workOffQueues(platform),
      () => sendNotices(platform),
      () => sendWeeklyHeads(platform),
      () => platform.deliverMessages(),
      () => forgetDeliveries(platform),
      () => deleteOld(platform),
    ]
    const errors: unknown[] = []
    const isMigrated = await platform.isMigrated().catch((error: unknown) => {
      errors.push(error)
      return null
    })
    // SQLite reads the name of a column that is not there as a text: half a database answers wrongly, and says nothing.
    if (isMigrated === false) {
      console.error(JSON.stringify({ event: 'hourly_run_did_nothing', why: NOT_MIGRATED }))
      throw new Error(NOT_MIGRATED)
    }
    // A task that fails stops none of the others; the next hour tries it again.
    for (const task of tasks) await task().catch((error: unknown) => errors.push(error))
    if (errors.length > 0) {
      console.error(JSON.stringify({ event: 'hourly_run_had_trouble', troubles: errors.map(String) }))
      throw new AggregateError(errors, `The hourly run had trouble: ${errors.map(String).join(' ')}`)
    }
  },
} satisfies ExportedHandler<Bindings>
