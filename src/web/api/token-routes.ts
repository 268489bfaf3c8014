/** The API routes of one's own bearer tokens. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../policy/refusal.ts'
import { endToken, findTokens } from '../../register/sign-in.ts'
import { makeToken, TOKEN_DAYS, tokenMaker } from '../access/tokens.ts'
import { realNow } from '../access/visit.ts'
import { body, Instant, json, problems, router, security } from './contract.ts'

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
      days: z.number().int().min(1).max(TOKEN_DAYS.most).default(TOKEN_DAYS.usual),
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

export const tokenApi = router()
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
