/** The API routes of what people answer about their own access, and of what owners were told another way. */

import { createRoute, z } from '@hono/zod-openapi'
import { LONGEST_REASON } from '../../../policy/decisions/reason.ts'
import { ANSWERS, PROPOSAL_STATUSES } from '../../../policy/words.ts'
import { answerProposal, takeAnswerBack } from '../../../review.ts'
import { personAnswering } from '../../access/person-answering.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { json, openBody, ProposalParameter, problems, router } from '../contract.ts'

const Answered = z
  .object({
    id: z.string(),
    status: z.enum(PROPOSAL_STATUSES),
    sentence: z.string().openapi({ description: 'What becomes of it, for whoever answered' }),
  })
  .openapi('Answered')

const until = z
  .string()
  .nullish()
  .openapi({ description: 'For `away`: the last day of it, at most 12 months ahead', example: '2027-05-01' })

const answerRoute = createRoute({
  method: 'post',
  path: '/api/me/answers',
  operationId: 'answerAboutYourself',
  summary: 'Answers a proposal about your own access',
  security: [{ session: [] }],
  request: openBody({
    proposal: z.string(),
    answer: z.enum(ANSWERS),
    until,
    text: z.string().max(LONGEST_REASON).nullish(),
  }),
  responses: { 201: json('Recorded', Answered), ...problems },
})

const takeBackRoute = createRoute({
  method: 'delete',
  path: '/api/me/answers/{id}',
  operationId: 'takeAnswerBack',
  summary: "Takes your answer to a proposal back; `id` is the proposal's",
  security: [{ session: [] }],
  request: { params: ProposalParameter },
  responses: { 200: json('Taken back', Answered.omit({ id: true })), ...problems },
})

const enterRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/answers',
  operationId: 'enterAnswer',
  summary: 'Enters what the person told you another way',
  description: 'They see it on their page and can change it. Nobody enters an answer for themselves here.',
  security: [{ session: [] }],
  request: {
    params: ProposalParameter,
    ...openBody({
      answer: z.enum(ANSWERS),
      until,
      toldBy: z.string().min(1).max(LONGEST_REASON).openapi({ example: 'by phone' }),
    }),
  },
  responses: { 201: json('Recorded', Answered), ...problems },
})

export const answersApi = router()
  .openapi(answerRoute, async (c) => {
    const { proposal: proposalId, ...answer } = c.req.valid('json')
    const { platform } = c.var
    const by = personAnswering(c)
    return c.json(
      await answerProposal(platform, { ...answer, proposalId, by, toldBy: null }, platform.now),
      201,
    )
  })
  .openapi(takeBackRoute, async (c) => {
    const { platform } = c.var
    const given = { proposalId: c.req.valid('param').id, by: personAnswering(c) }
    return c.json(await takeAnswerBack(platform, given, platform.now), 200)
  })
  .openapi(enterRoute, async (c) => {
    const { proposal } = await proposalForDeciding(c, c.req.valid('param').id)
    const { platform } = c.var
    const by = personAnswering(c)
    return c.json(
      await answerProposal(platform, { ...c.req.valid('json'), proposalId: proposal.id, by }, platform.now),
      201,
    )
  })
