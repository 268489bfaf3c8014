/** The API routes of an organisation's rules, of the changes that wait, and of the pause. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { mayDecide, mayRead } from '../permissions/permissions.ts'
import { pendingFor } from '../permissions/seen-by-owners.ts'
import { savePause } from '../rules/pause.ts'
import { agree, cancel, pendingChanges } from '../rules/pending-changes.ts'
import { saveRules } from '../rules/save-rules.ts'
import { shownRules } from '../rules/shown-rules.ts'
import {
  body,
  Instant,
  json,
  ListQuery,
  OrgParameter,
  pageOfWhole,
  pageSchema,
  problems,
  router,
  security,
} from './contract.ts'

const Pending = z
  .object({
    id: z.string(),
    setting: z.string().openapi({
      description: 'As the settings are named; paused: the end of a pause; stopped:…: one removal goes on',
    }),
    entry: z.string().nullable().openapi({ description: "Of a list: the account's id or the repository" }),
    value: z.unknown().openapi({ description: 'The new value, of a list the entry; null takes one away' }),
    inWords: z.string(),
    by: z.object({ kind: z.string(), id: z.number().optional(), login: z.string().optional() }),
    at: Instant,
    effectiveFrom: Instant.nullable().openapi({ description: 'From when on it takes effect by itself' }),
    waitsFor: z.enum(['another_owner', 'time', 'sign_in', 'contradiction']),
    complaints: z.array(z.string()).openapi({ description: 'Why the rules of now do not allow it' }),
    seen: Instant.nullable().openapi({ description: 'When another owner first saw it' }),
    told: Instant.nullable().openapi({ description: 'When a channel took the message' }),
  })
  .openapi('PendingRule')

const Rules = z
  .looseObject({
    windowMonths: z.number(),
    noticeDays: z.number(),
    coolingHours: z.number(),
    reviewDueDays: z.number(),
    removals: z.enum(['on', 'off']).nullable().openapi({
      description:
        'Whether removals are carried out in earnest; off on github.com and GHE.com until owners switch them on',
    }),
    pending: z.array(Pending).openapi({ description: 'Changes that wait; ignored when sent back' }),
  })
  .openapi('Rules')

const PendingParameter = OrgParameter.extend({
  id: z.string().openapi({ param: { name: 'id', in: 'path' } }),
})

/** Loose, because the rules themselves say what is no setting, with every other complaint. */
const SENT = {
  required: true,
  content: { 'application/json': { schema: z.looseObject({ confirmNoNotice: z.boolean().optional() }) } },
}

const readRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/settings',
  operationId: 'getSettings',
  summary: 'The rules of an organisation',
  security,
  request: { params: OrgParameter },
  responses: { 200: json('The rules in force; addresses of channels are masked', Rules), ...problems },
})

const writeRoute = createRoute({
  method: 'put',
  path: '/api/orgs/{org}/settings',
  operationId: 'changeSettings',
  summary:
    'Changes rules; keys that are not sent stay as they are. Once the first review has opened, what loosens waits for another owner',
  security,
  request: { params: OrgParameter, body: SENT },
  responses: { 200: json('The rules in force, and what waits', Rules), ...problems },
})

const pendingRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/settings/pending',
  operationId: 'listPendingRules',
  summary: 'The changes of rules that wait',
  security,
  request: { params: OrgParameter, query: ListQuery },
  responses: { 200: json('Oldest first', pageSchema(Pending)), ...problems },
})

const agreeRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/settings/pending/{id}/agreement',
  operationId: 'agreeToRule',
  summary: 'Agrees to a change that another owner asked for; needs a sign-in of the last ten minutes',
  security: [{ session: [] }],
  request: { params: PendingParameter },
  responses: { 200: json('The rules in force, and what waits', Rules), ...problems },
})

const cancelRoute = createRoute({
  method: 'delete',
  path: '/api/orgs/{org}/settings/pending/{id}',
  operationId: 'cancelRule',
  summary: 'Cancels a change that waits',
  security,
  request: { params: PendingParameter },
  responses: { 204: { description: 'Cancelled' }, ...problems },
})

const pauseRoute = createRoute({
  method: 'put',
  path: '/api/orgs/{org}/pause',
  operationId: 'pauseRemovals',
  summary: 'Pauses or resumes every removal; what another owner paused goes on when two agree',
  security,
  request: { params: OrgParameter, ...body({ paused: z.boolean() }) },
  responses: {
    200: json('The current pause; null: not paused', z.object({ pausedAt: Instant.nullable() })),
    ...problems,
  },
})

export const settingsApi = router()
  .openapi(readRoute, async (c) => {
    const authorized = await mayRead(c, c.req.valid('param').org)
    return c.json(await answerOf(c, authorized), 200)
  })
  .openapi(writeRoute, async (c) => {
    const { org: login } = c.req.valid('param')
    await saveRules(c, await mayDecide(c, login), c.req.valid('json'))
    return c.json(await answerOf(c, await mayDecide(c, login)), 200)
  })
  .openapi(pendingRoute, async (c) => {
    const authorized = await mayRead(c, c.req.valid('param').org)
    const pending = pendingFor(authorized, await pendingChanges(c, authorized))
    return c.json(pageOfWhole(pending, c.req.valid('query')), 200)
  })
  .openapi(agreeRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    await agree(c, await mayDecide(c, login), id)
    return c.json(await answerOf(c, await mayDecide(c, login)), 200)
  })
  .openapi(cancelRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    await cancel(c, await mayDecide(c, login), id)
    return c.body(null, 204)
  })
  .openapi(pauseRoute, async (c) => {
    const { org: login } = c.req.valid('param')
    await savePause(c, await mayDecide(c, login), c.req.valid('json').paused)
    return c.json({ pausedAt: (await mayDecide(c, login)).org.pausedAt }, 200)
  })

async function answerOf(c: Visit, authorized: Authorized) {
  return {
    ...(await shownRules(authorized, c.var.platform)),
    pending: pendingFor(authorized, await pendingChanges(c, authorized)),
  }
}
