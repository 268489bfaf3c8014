/** The API routes of rules, of the pause and of bearer tokens. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../policy/refusal.ts'
import { endToken, findTokens } from '../../register/sign-in.ts'
import { mayDecide, mayRead } from '../access/permissions.ts'
import { makeToken, tokenMaker } from '../access/tokens.ts'
import { realNow } from '../access/visit.ts'
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

const Token = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(['read', 'decide']),
  createdAt: Instant,
  expiresAt: Instant,
})

const tokensRoute = createRoute({
  method: 'get',
  path: '/api/tokens',
  summary: 'Your tokens',
  security,
  responses: { 200: json('Without their secrets', z.object({ items: z.array(Token) })), ...problems },
})

const makeRoute = createRoute({
  method: 'post',
  path: '/api/tokens',
  summary: 'Makes a bearer token that acts as you',
  security: [{ session: [] }],
  request: body(
    z.object({
      name: z.string().trim().min(1).max(100),
      scope: z.enum(['read', 'decide']).default('read'),
      days: z.number().int().min(1).max(365).default(90),
    }),
  ),
  responses: { 201: json('The token, shown this once', Token.extend({ token: z.string() })), ...problems },
})

const endRoute = createRoute({
  method: 'delete',
  path: '/api/tokens/{id}',
  summary: 'Ends a token of yours',
  security: [{ session: [] }],
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Ended' }, ...problems },
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
  .openapi(tokensRoute, async (c) => {
    const items = await findTokens(c.var.platform.register, tokenMaker(c).id, realNow())
    return c.json({ items }, 200)
  })
  .openapi(makeRoute, async (c) => c.json(await makeToken(c, c.req.valid('json')), 201))
  .openapi(endRoute, async (c) => {
    if (!(await endToken(c.var.platform.register, c.req.valid('param').id, tokenMaker(c).id, realNow()))) {
      throw new Refusal('not_found', 'You have no token with this id, or it has been ended already.')
    }
    return c.body(null, 204)
  })
