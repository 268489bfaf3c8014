/** The front door: what Cloudflare calls. Decides nothing. */

import { runDue } from './audit.ts'
import { type Bindings, openOutside } from './outside.ts'
import { instant } from './policy/calendar.ts'
import { dueReviews } from './review.ts'
import { app } from './web/app.tsx'
import { forgetDeliveries } from './web/webhook.ts'

export { AuditWorkflow } from './audit.ts'
export { RevokeWorkflow } from './revoke.ts'

export default {
  fetch: app.fetch,
  async scheduled(event, env) {
    const outside = openOutside(env, instant(event.scheduledTime))
    await runDue(outside)
    await dueReviews(outside, outside.now)
    await outside.deliverLetters()
    await forgetDeliveries(outside)
  },
} satisfies ExportedHandler<Bindings>
