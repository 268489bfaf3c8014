/** The API route of comments: what contributors and owners say on a proposal, and recommend. */

import { createRoute, z } from '@hono/zod-openapi'
import { LONGEST_COMMENT } from '../../../policy/people/contributing/comment.ts'
import { DECISION_KINDS, LOWER_ROLES } from '../../../policy/words.ts'
import { comment } from '../../../review.ts'
import { proposalForCommenting } from '../../permissions/proposal-for.ts'
import { json, openBody, ProposalParameter, problems, router, security } from '../contract.ts'

const commentRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/comments',
  operationId: 'comment',
  summary: 'Says something on a proposal, and recommends an answer; it decides nothing',
  security,
  request: {
    params: ProposalParameter,
    ...openBody({
      text: z.string().max(LONGEST_COMMENT),
      recommends: z.enum(DECISION_KINDS).nullish(),
      role: z.enum(LOWER_ROLES).nullish(),
    }),
  },
  responses: { 201: json('Kept', z.object({ id: z.string() })), ...problems },
})

export const commentsApi = router().openapi(commentRoute, async (c) => {
  const { id } = c.req.valid('param')
  const { actor: by } = await proposalForCommenting(c, id)
  const { text, recommends = null, role = null } = c.req.valid('json')
  const { platform } = c.var
  return c.json(await comment(platform, id, { by, text, recommends, role }, platform.now), 201)
})
