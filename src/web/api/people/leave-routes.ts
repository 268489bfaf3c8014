/** The API routes of leave, set and ended by the person themselves. */

import { createRoute, z } from '@hono/zod-openapi'
import { endLeave, setLeave } from '../../../review.ts'
import { personAnswering } from '../../access/person-answering.ts'
import { Instant, json, openBody, problems, router } from '../contract.ts'

const setRoute = createRoute({
  method: 'put',
  path: '/api/me/leave',
  operationId: 'setLeave',
  summary: 'Says until when you are away, in every organisation',
  description: 'At most 12 months in any 24. Only owners of organisations where you hold access see it.',
  security: [{ session: [] }],
  request: openBody({ until: z.string().openapi({ example: '2027-05-01' }) }),
  responses: { 200: json('Set', z.object({ until: Instant })), ...problems },
})

const endRoute = createRoute({
  method: 'delete',
  path: '/api/me/leave',
  operationId: 'endLeave',
  summary: 'Says that you are back',
  security: [{ session: [] }],
  responses: { 204: { description: 'Ended' }, ...problems },
})

export const leaveApi = router()
  .openapi(setRoute, async (c) => {
    const by = personAnswering(c)
    const { platform } = c.var
    const set = { account: by.id, orgId: null, until: c.req.valid('json').until, by }
    const { until } = await setLeave(platform, set, platform.now)
    return c.json({ until }, 200)
  })
  .openapi(endRoute, async (c) => {
    const by = personAnswering(c)
    await endLeave(c.var.platform, { account: by.id, by }, c.var.platform.now)
    return c.body(null, 204)
  })
