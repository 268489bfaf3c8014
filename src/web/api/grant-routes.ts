/** The API route that asks in an open review about one grant of everybody who holds it. */

import { createRoute, z } from '@hono/zod-openapi'
import { Refusal } from '../../policy/refusal.ts'
import { openGrantProposals } from '../../review.ts'
import { mayDecide } from '../permissions/permissions.ts'
import { body, json, OrgParameter, problems, router, security } from './contract.ts'

const askRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/reviews/{id}/grants',
  operationId: 'askAboutGrant',
  summary: 'Asks about one grant of everybody who holds it, active people too: of a team or a repository',
  security,
  request: {
    params: OrgParameter.extend({ id: z.string() }),
    ...body({
      team: z.string().optional().openapi({ description: "The team's slug; either this or a repository" }),
      repository: z.string().optional().openapi({ description: "The repository's name, for direct roles" }),
    }),
  },
  responses: {
    201: json('How many are asked about', z.object({ added: z.number().int() })),
    ...problems,
  },
})

export const grantsApi = router().openapi(askRoute, async (c) => {
  const { org: login, id: reviewId } = c.req.valid('param')
  const { org, actor } = await mayDecide(c, login)
  const { team, repository } = c.req.valid('json')
  if ((team === undefined) === (repository === undefined))
    throw new Refusal('invalid', 'Please name either a team or a repository. Nobody was asked about.')
  const about =
    team === undefined
      ? ({ kind: 'repository', name: repository ?? '' } as const)
      : ({ kind: 'team', name: team } as const)
  const { platform } = c.var
  return c.json(
    await openGrantProposals(platform, { reviewId, orgId: org.id }, about, actor, platform.now),
    201,
  )
})
