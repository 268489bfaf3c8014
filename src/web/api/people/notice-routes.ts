/** The API routes by which owners record that a person was told, and see who still is to be. */

import { createRoute, z } from '@hono/zod-openapi'
import type { NoticePeriod } from '../../../policy/people/notices/notice-period.ts'
import { sentAtOf, type ToldNow, wayOf } from '../../../policy/people/notices/record-notice.ts'
import type { Instant as Moment } from '../../../policy/words.ts'
import { findNoticePeriod } from '../../../register/people/notices/notices.ts'
import { tellEach } from '../../../review.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { body, Instant, json, ProposalParameter, problems, router, security } from '../contract.ts'

const Notice = z
  .object({
    kind: z.enum(['none', 'from_opening', 'owed', 'tried', 'sent', 'unreachable']).openapi({
      description:
        '`none`: nobody has to be told · `from_opening`: the period runs from the opening · `owed`: the person is still to be told · `tried`: one way failed · `sent` · `unreachable`: two ways failed',
    }),
    at: Instant.optional().openapi({ description: 'When they were told, or the way that failed was tried' }),
    way: z.string().optional(),
    nextFrom: Instant.optional().openapi({ description: 'From when on another way may be tried' }),
    until: Instant.optional().openapi({ description: 'From when on it may be carried out all the same' }),
  })
  .openapi('Notice')

const recordRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/notice',
  operationId: 'recordNotice',
  summary: 'Records that the person was told, or could not be reached; the notice runs from there',
  security,
  request: {
    params: ProposalParameter,
    ...body({
      way: z.string().openapi({ description: '`mail`, `chat`…; `email` is what this product sends itself' }),
      sentAt: z.string().optional().openapi({
        description: 'A day or a moment, not in the future and not before the opening; else now',
      }),
      unreachable: z.boolean().default(false).openapi({ description: 'It was tried and failed' }),
    }),
  },
  responses: {
    201: json('Recorded: where the notice of this proposal stands now', Notice),
    ...problems,
  },
})

export const noticesApi = router().openapi(recordRoute, async (c) => {
  const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
  const { platform } = c.var
  const { org, actor } = authorized
  const told = toldBy(c.req.valid('json'), platform.now)
  const { refused } = await tellEach(platform, org.id, [proposal.id], told, actor, platform.now)
  for (const { refusal } of refused) throw refusal
  return c.json(toNotice(await findNoticePeriod(platform.register, proposal.id)), 201)
})

/** A telling as it was sent; throws a Refusal where it says no way or no moment. */
export function toldBy(
  sent: { readonly way: string; readonly sentAt?: string | undefined; readonly unreachable: boolean },
  now: Moment,
): ToldNow {
  const way = wayOf(sent.way)
  if (typeof way !== 'string') throw way.refusal
  const at = sent.sentAt === undefined ? now : sentAtOf(sent.sentAt, now)
  if (typeof at !== 'string') throw at.refusal
  return { kind: 'notice', result: sent.unreachable ? 'unreachable' : 'sent', way, at }
}

function toNotice(period: NoticePeriod): z.infer<typeof Notice> {
  return { ...period }
}
