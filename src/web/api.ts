/** The API put together, with its description. Its rules are those of the pages. */

import { signedIn } from './access/permissions.ts'
import { runsApi } from './api/audit-routes.ts'
import { router } from './api/contract.ts'
import { organizationsApi } from './api/organization-routes.ts'
import { proposalsApi } from './api/proposal-routes.ts'
import { openApi } from './api/public-numbers.ts'
import { reviewsApi } from './api/review-routes.ts'
import { settingsApi } from './api/settings-routes.ts'
import { VERSION } from './version.ts'

/** What of the API is for everybody. */
const OPEN = ['/api/health', '/api/openapi.json', '/api/public/']

const closed = router()
// Before a request is looked at: a stranger is told to sign in, not what their body lacks.
closed.use('/api/*', async (c, next) => {
  if (!OPEN.some((front) => c.req.path.startsWith(front))) signedIn(c)
  await next()
})

export const api = closed
  .route('/', organizationsApi)
  .route('/', runsApi)
  .route('/', reviewsApi)
  .route('/', proposalsApi)
  .route('/', settingsApi)
  .route('/', openApi)

api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
  type: 'apiKey',
  in: 'cookie',
  name: '__Host-chatelaine-session',
})

api.doc31('/api/openapi.json', {
  openapi: '3.1.0',
  info: {
    title: 'Chatelaine',
    version: VERSION,
    description: 'Who holds the keys of a GitHub organisation, and which of them to take back.',
    license: { name: 'BSD-3-Clause' },
  },
})
