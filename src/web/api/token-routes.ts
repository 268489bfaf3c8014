/** The API routes of bearer tokens: one's own, and those of an organisation's owners. */

import { createRoute, z } from '@hono/zod-openapi'
import { findTokens, type TokenLabel } from '../../register/sign-in/bearer-tokens.ts'
import { endToken, makeToken, TOKEN_DAYS, tokenMaker, tokensOfOwners } from '../access/tokens.ts'
import { realNow } from '../access/visit.ts'
import { mayRead } from '../permissions/permissions.ts'
import {
  Instant,
  json,
  ListQuery,
  OrgParameter,
  openBody,
  pageOfWhole,
  pageSchema,
  problems,
  router,
  security,
} from './contract.ts'

const Token = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(['read', 'decide']),
  createdAt: Instant,
  expiresAt: Instant,
})

const OwnersToken = Token.extend({
  maker: z.object({ id: z.number().int(), login: z.string() }).openapi({ description: 'As whom it acts' }),
})

const tokensRoute = createRoute({
  method: 'get',
  path: '/api/tokens',
  operationId: 'listTokens',
  summary: 'Your tokens',
  security,
  request: { query: ListQuery },
  responses: { 200: json('Without their secrets', pageSchema(Token)), ...problems },
})

const makeRoute = createRoute({
  method: 'post',
  path: '/api/tokens',
  operationId: 'makeToken',
  summary: 'Makes a bearer token that acts as you',
  description:
    'Needs a sign-in of the last ten minutes. The history and the channels of every organisation that you own say so.',
  security: [{ session: [] }],
  request: openBody({
    name: z.string().trim().min(1).max(100),
    scope: z.enum(['read', 'decide']).default('read'),
    days: z.number().int().min(1).max(TOKEN_DAYS.most).default(TOKEN_DAYS.usual),
  }),
  responses: { 201: json('The token, shown this once', Token.extend({ token: z.string() })), ...problems },
})

const endRoute = createRoute({
  method: 'delete',
  path: '/api/tokens/{id}',
  operationId: 'endToken',
  summary: 'Ends a token of yours, or of another owner of an organisation that you own',
  description: 'What was answered with it and is not carried out yet loses that vote.',
  security: [{ session: [] }],
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Ended' }, ...problems },
})

const ownersRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/tokens',
  operationId: 'listOwnersTokens',
  summary: "The valid tokens of the organisation's owners",
  security: [{ session: [] }],
  request: { params: OrgParameter, query: ListQuery },
  responses: {
    200: json('Without their secrets, newest first', pageSchema(OwnersToken)),
    ...problems,
  },
})

export const tokenApi = router()
  .openapi(tokensRoute, async (c) => {
    const own = await findTokens(c.var.platform.register, tokenMaker(c).id, realNow())
    return c.json(pageOfWhole(own.map(withoutMaker), c.req.valid('query')), 200)
  })
  .openapi(makeRoute, async (c) => {
    const { token, ...made } = await makeToken(c, c.req.valid('json'))
    return c.json({ ...withoutMaker(made), token }, 201)
  })
  .openapi(endRoute, async (c) => {
    await endToken(c, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(ownersRoute, async (c) => {
    // First the organisation: a foreign one is as unknown to a token as to everybody else.
    const { org } = await mayRead(c, c.req.valid('param').org)
    tokenMaker(c)
    return c.json(pageOfWhole(await tokensOfOwners(c, org.id), c.req.valid('query')), 200)
  })

function withoutMaker({ id, name, scope, createdAt, expiresAt }: TokenLabel): TokenLabel {
  return { id, name, scope, createdAt, expiresAt }
}
