/** The API routes of the off-boarding list of one removal. */

import { createRoute, z } from '@hono/zod-openapi'
import { isOffboarded, type OffboardingItem, offboardingInWords } from '../../../policy/people/offboarding.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { readOffboarding, tickLines } from '../../../review.ts'
import { proposalForDeciding, proposalForReading } from '../../permissions/proposal-for.ts'
import { body, Instant, json, ProposalParameter, problems, router, security } from '../contract.ts'
import { Actor } from '../review-shapes.ts'

const List = z
  .object({
    items: z
      .array(
        z.object({
          line: z.string(),
          done: z.object({ by: Actor, at: Instant }).nullable(),
          isAsked: z.boolean().openapi({ description: 'False: the list does not have the line any more' }),
        }),
      )
      .readonly(),
    summary: z.string().openapi({ example: '3 of 5 ticked' }),
  })
  .openapi('OffboardingList')

const readRoute = createRoute({
  method: 'get',
  path: '/api/proposals/{id}/offboarding',
  operationId: 'getOffboarding',
  summary: 'The off-boarding list for somebody who was removed',
  security,
  request: { params: ProposalParameter },
  responses: { 200: json('The list', List), ...problems },
})

const tickRoute = createRoute({
  method: 'put',
  path: '/api/proposals/{id}/offboarding',
  operationId: 'tickOffboarding',
  summary: 'Ticks lines of the off-boarding list; those left out are not ticked any more',
  security,
  request: {
    params: ProposalParameter,
    ...body({ done: z.array(z.string().max(200)).max(100) }),
  },
  responses: { 200: json('The list', List), ...problems },
})

export const offboardingApi = router()
  .openapi(readRoute, async (c) => {
    const { proposal, authorized } = await proposalForReading(c, c.req.valid('param').id)
    if (!isOffboarded(proposal))
      throw new Refusal('not_found', 'The off-boarding list is for people whose removal is done.')
    return c.json(toList(await readOffboarding(c.var.platform.register, authorized.org, proposal)), 200)
  })
  .openapi(tickRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    const { register, now } = c.var.platform
    const as = { by: authorized.actor, now }
    return c.json(
      toList(await tickLines(register, authorized.org, proposal, c.req.valid('json').done, as)),
      200,
    )
  })

function toList(items: readonly OffboardingItem[]) {
  return { items, summary: offboardingInWords(items) }
}
