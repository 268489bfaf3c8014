/** The API routes of what is held on somebody: their export, and their erasure. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../../policy/refusal.ts'
import { findAccount } from '../../../register/access/find-account.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import { findEverythingHeld } from '../../../register/people/everything-held.ts'
import { ERASURE_REASONS, eraseFrom } from '../../../review.ts'
import { requireFreshSignIn } from '../../access/fresh-sign-in.ts'
import { mayDecide, mayRead } from '../../permissions/permissions.ts'
import { body, json, OrgParameter, problems, router, security } from '../contract.ts'

const AccountParameter = OrgParameter.extend({ login: z.string() })

const Rows = z.array(z.record(z.string(), z.unknown()))
const Held = z.record(z.string(), z.unknown())

/** The rows as they are stored; their columns are the register's, and no contract. */
const EverythingHeld = z
  .object({
    account: Held.nullable(),
    access: z.record(z.string(), Rows),
    secondFactor: z.string().nullable(),
    activity: z.record(z.string(), Rows),
    verdict: Held.nullable(),
    reviews: z.record(z.string(), Rows),
    removals: z.record(z.string(), Rows),
    told: z.record(z.string(), Rows),
    theirs: z.record(z.string(), Rows),
    history: Rows.openapi({ description: 'The entries of the history that name them' }),
  })
  .openapi('EverythingHeld')

const exportRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/accounts/{login}/export',
  operationId: 'exportAccount',
  summary:
    'Everything held on one account in this organisation, for whoever asked for it; stands in the history',
  security,
  request: { params: AccountParameter },
  responses: { 200: json('What is held', EverythingHeld), ...problems },
})

const eraseRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/accounts/{login}/erasure',
  operationId: 'eraseAccount',
  summary:
    'Erases somebody who holds nothing here any more from this organisation; needs a sign-in of the last ten minutes',
  security: [{ session: [] }],
  request: {
    params: AccountParameter,
    ...body({
      reason: z.enum(ERASURE_REASONS),
      waivesWayBack: z.boolean().default(false).openapi({
        description: 'They asked for it and know that nothing can be given back with one click then',
      }),
    }),
  },
  responses: {
    200: json(
      'Erased',
      z
        .object({ texts: z.number().int().openapi({ description: 'Texts of the history that went' }) })
        .openapi('Erased'),
    ),
    ...problems,
  },
})

export const erasureApi = router()
  .openapi(exportRoute, async (c) => {
    const { org: login, login: account } = c.req.valid('param')
    const { org, actor, role } = await mayRead(c, login)
    if (role !== 'owner')
      throw new Refusal(
        'forbidden',
        'What is held on somebody is for owners and for themselves: second factor, answers and reasons are among it. Nothing was exported.',
      )
    const { register, now } = c.var.platform
    const known = await findAccount(register, org.id, { login: account })
    if (known === undefined)
      throw new Refusal('not_found', `${org.login} has no account ${account}: nothing is held on them.`)
    await logAccess(register, org.id, actor, 'person', now)
    return c.json(await findEverythingHeld(register, org.id, known.id), 200)
  })
  .openapi(eraseRoute, async (c) => {
    const { org: login, login: account } = c.req.valid('param')
    const { org, actor } = await mayDecide(c, login)
    requireFreshSignIn(c, 'erasing somebody')
    const { platform } = c.var
    return c.json(
      await eraseFrom(platform, org, { login: account, by: actor, ...c.req.valid('json') }, platform.now),
      200,
    )
  })
