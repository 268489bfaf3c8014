/** Assembles the API and its OpenAPI description. */

import { Refusal, refusalOfMethod } from '../policy/refusal.ts'
import { auditLogApi } from './api/audits/audit-log-routes.ts'
import { auditsApi } from './api/audits/audit-routes.ts'
import { router, VERSION } from './api/contract.ts'
import { grantsApi } from './api/grant-routes.ts'
import { publicApi } from './api/numbers/public-routes.ts'
import { reportApi } from './api/numbers/report-routes.ts'
import { staleAccessApi } from './api/numbers/stale-access-routes.ts'
import { organizationsApi } from './api/organization-routes.ts'
import { announcementApi } from './api/people/announcement-routes.ts'
import { answersApi } from './api/people/answer-routes.ts'
import { commentsApi } from './api/people/comment-routes.ts'
import { erasureApi } from './api/people/erasure-routes.ts'
import { leaveApi } from './api/people/leave-routes.ts'
import { meApi } from './api/people/me-routes.ts'
import { noticesApi } from './api/people/notice-routes.ts'
import { offboardingApi } from './api/people/offboarding-routes.ts'
import { proposalsApi } from './api/proposal-routes.ts'
import { queueApi } from './api/queue-routes.ts'
import { repositoriesApi } from './api/repositories/repository-routes.ts'
import { reviewDecisionsApi } from './api/review-decision-routes.ts'
import { reviewsApi } from './api/review-routes.ts'
import { settingsApi } from './api/settings-routes.ts'
import { tokenApi } from './api/token-routes.ts'
import { signedIn } from './permissions/permissions.ts'

/** The paths that need no sign-in. */
const PUBLIC_PATHS = ['/api/health', '/api/openapi.json', '/api/public']

const routes = router()
// Before validation, so that nobody who is not signed in learns what their body lacks.
routes.use('/api/*', async (c, next) => {
  if (!PUBLIC_PATHS.some((front) => c.req.path === front || c.req.path.startsWith(`${front}/`))) signedIn(c)
  await next()
})
// A client that calls all that it sends JSON may send nothing: then it says nothing, as without the header.
routes.use('/api/*', async (c, next) => {
  const isEmpty = c.req.raw.body === null || c.req.header('content-length') === '0'
  if (isEmpty && c.req.header('content-type') !== undefined) {
    const headers = new Headers(c.req.raw.headers)
    headers.delete('content-type')
    c.req.raw = new Request(c.req.raw, { headers })
  }
  await next()
})

export const api = routes
  .route('/', organizationsApi)
  .route('/', repositoriesApi)
  .route('/', auditsApi)
  .route('/', auditLogApi)
  .route('/', reviewsApi)
  .route('/', reviewDecisionsApi)
  .route('/', grantsApi)
  .route('/', proposalsApi)
  .route('/', noticesApi)
  .route('/', announcementApi)
  .route('/', commentsApi)
  .route('/', queueApi)
  .route('/', settingsApi)
  .route('/', staleAccessApi)
  .route('/', reportApi)
  .route('/', tokenApi)
  .route('/', erasureApi)
  .route('/', offboardingApi)
  .route('/', answersApi)
  .route('/', leaveApi)
  .route('/', meApi)
  .route('/', publicApi)

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
    description: 'Who has access to a GitHub organisation, and which access to take back.',
    license: { name: 'BSD-3-Clause' },
  },
})

// After every route: the path may be one of another method's.
for (const paths of ['/api/*', '/badge/*'])
  api.all(paths, (c) => {
    const methods = methodsAt(c.req.path)
    if (methods.length === 0) throw new Refusal('not_found', 'There is no such address in the API.')
    throw refusalOfMethod(c.req.method, methods)
  })

/** The methods of the routes whose path this is, in the order of the alphabet. */
function methodsAt(path: string): readonly string[] {
  const fitting = api.routes.filter(({ method, path: pattern }) => method !== 'ALL' && fits(pattern, path))
  return [...new Set(fitting.map(({ method }) => method))].sort()
}

function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((segment, n) => (segment.startsWith(':') ? given[n] !== '' : segment === given[n]))
  )
}
