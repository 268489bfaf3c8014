/** The API routes of an organisation's rules and of its pause. */

import { createRoute, z } from '@hono/zod-openapi'
import { mayDecide, mayRead } from '../access/permissions.ts'
import { savePause, saveRules, shownRules } from '../rules/settings.ts'
import { body, Instant, json, OrgParameter, problems, router, security } from './contract.ts'

const Rules = z
  .looseObject({
    windowMonths: z.number(),
    noticeDays: z.number(),
    coolingHours: z.number(),
    reviewDueDays: z.number(),
  })
  .openapi('Rules')

const readRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/settings',
  summary: 'The rules of an organisation',
  security,
  request: { params: OrgParameter },
  responses: { 200: json('The rules; addresses of channels are masked', Rules), ...problems },
})

const writeRoute = createRoute({
  method: 'put',
  path: '/api/orgs/{org}/settings',
  summary: 'Changes rules; keys that are not sent stay as they are',
  security,
  request: { params: OrgParameter, ...body(z.looseObject({ confirmNoNotice: z.boolean().optional() })) },
  responses: { 200: json('The current rules', Rules), ...problems },
})

const pauseRoute = createRoute({
  method: 'put',
  path: '/api/orgs/{org}/pause',
  summary: 'Pauses or resumes every removal',
  security,
  request: { params: OrgParameter, ...body(z.object({ paused: z.boolean() })) },
  responses: {
    200: json('The current pause; null: not paused', z.object({ pausedAt: Instant.nullable() })),
    ...problems,
  },
})

export const settingsApi = router()
  .openapi(readRoute, async (c) => {
    const { org } = await mayRead(c, c.req.valid('param').org)
    return c.json({ ...shownRules(org) }, 200)
  })
  .openapi(writeRoute, async (c) => {
    const { org: login } = c.req.valid('param')
    await saveRules(c, await mayDecide(c, login), c.req.valid('json'))
    return c.json({ ...shownRules((await mayDecide(c, login)).org) }, 200)
  })
  .openapi(pauseRoute, async (c) => {
    const { org: login } = c.req.valid('param')
    await savePause(c, await mayDecide(c, login), c.req.valid('json').paused)
    return c.json({ pausedAt: (await mayDecide(c, login)).org.pausedAt }, 200)
  })
