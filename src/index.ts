/** The front door: what Cloudflare calls. Decides nothing. */

import { resumeOrphanedAudits, runDue } from './audit.ts'
import { type Bindings, openPlatform } from './platform.ts'
import { instant } from './policy/calendar.ts'
import { dueReviews } from './review.ts'
import { app } from './web/app.tsx'
import { forgetDeliveries } from './web/webhook.ts'

export { AuditWorkflow } from './audit.ts'
export { RevokeWorkflow } from './revoke.ts'

export default {
  fetch: app.fetch,
  async scheduled(event, env) {
    const platform = openPlatform(env, instant(event.scheduledTime))
    const parts = [
      () => resumeOrphanedAudits(platform),
      () => runDue(platform),
      () => dueReviews(platform, platform.now),
      () => platform.deliverMessages(),
      () => forgetDeliveries(platform),
    ]
    const troubles: unknown[] = []
    for (const part of parts) await part().catch((trouble: unknown) => troubles.push(trouble))
    // The trouble of one part keeps no other from its turn; the next hour tries again.
    if (troubles.length > 0) {
      console.error(JSON.stringify({ event: 'hourly_run_had_trouble', troubles: troubles.map(String) }))
      throw new AggregateError(troubles, `The hourly run had trouble: ${troubles.map(String).join(' ')}`)
    }
  },
} satisfies ExportedHandler<Bindings>
