/** The API route that answers several proposals of a review at once: some by their ids, or a group as it was shown. */

import { createRoute, z } from '@hono/zod-openapi'
import { LONGEST_REASON } from '../../policy/decisions/reason.ts'
import { Refusal } from '../../policy/refusal.ts'
import { DECISION_KINDS, LOWER_ROLES, POWERS } from '../../policy/words.ts'
import { findReview } from '../../register/reviews/reviews.ts'
import { decideAsShown, decideGroup } from '../../review.ts'
import { signInOf } from '../access/fresh-sign-in.ts'
import { mayDecide } from '../permissions/permissions.ts'
import { noSuchReview } from '../permissions/review-rights.ts'
import { body, json, problems, router, security } from './contract.ts'
import { ReviewParameter } from './review-routes.ts'

const ANSWERS = {
  proposals: z
    .array(
      z.strictObject({
        id: z.string(),
        seen: z
          .string()
          .nullish()
          .openapi({ description: 'As the list of proposals gave it; left out: bound to nothing' }),
      }),
    )
    .max(10_000)
    .optional(),
  group: z.enum(POWERS).optional().openapi({
    description: 'Every proposal of a group, as `seen` of the review shows it; not owners and admins',
  }),
  seen: z.string().optional(),
  except: z
    .array(z.enum(['no_second_factor', 'never_seen', 'elsewhere']))
    .default([])
    .openapi({ description: 'Of a group, who is left out' }),
  decision: z.enum(DECISION_KINDS),
  reason: z.string().max(LONGEST_REASON),
  until: z.string().nullish(),
  role: z.enum(LOWER_ROLES).nullish(),
  repositories: z
    .array(z.number().int())
    .max(5000)
    .nullish()
    .openapi({ description: 'Which an outside collaborator keeps, by id; left out: everything reached' }),
}

const decideRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/reviews/{id}/decisions',
  operationId: 'decideSeveral',
  summary:
    'Gives several proposals of a review the same answer; what has changed since it was shown is refused by itself',
  security,
  request: { params: ReviewParameter, ...body(ANSWERS) },
  responses: {
    200: json(
      'Which were recorded, and which were refused and why',
      z.object({
        decided: z.array(
          z.object({ proposal: z.string(), status: z.enum(['decided', 'needs_second', 'open']) }),
        ),
        refused: z.array(z.object({ proposal: z.string(), why: z.string() })),
      }),
    ),
    ...problems,
  },
})

export const reviewDecisionsApi = router().openapi(decideRoute, async (c) => {
  const { org: login, id } = c.req.valid('param')
  const { org, actor, role: voterRole } = await mayDecide(c, login)
  const { proposals, group, seen, except, ...answer } = c.req.valid('json')
  const { platform } = c.var
  const review = await findReview(platform.register, id)
  if (review === null || review.orgId !== org.id) throw noSuchReview(org)
  if ((proposals === undefined) === (group === undefined) || (group !== undefined && seen === undefined)) {
    throw new Refusal(
      'invalid',
      'Send either `proposals` with their ids, or `group` with the `seen` that the review gave. Nothing was decided.',
    )
  }
  const inReview = { orgId: org.id, reviewId: review.id }
  const giver = { by: actor, voterRole, signIn: signInOf(c) }
  const { decided, refused } =
    group === undefined
      ? await decideAsShown(
          platform,
          inReview,
          (proposals ?? []).map((each) => ({ ...answer, proposalId: each.id, seen: each.seen ?? null })),
          giver,
          platform.now,
          { bulk: true },
        )
      : await decideGroup(
          platform,
          inReview,
          { power: group, seen: seen ?? '', except },
          { ...answer, ...giver },
          platform.now,
        )
  const [first] = refused
  if (
    decided.length === 0 &&
    first !== undefined &&
    refused.every(({ refusal }) => isSame(refusal, first.refusal))
  )
    if (first.refusal.code === 'invalid') throw first.refusal
  return c.json(
    {
      decided: decided.map(({ proposalId, status }) => ({ proposal: proposalId, status })),
      refused: refused.map(({ proposalId, refusal }) => ({ proposal: proposalId, why: refusal.sentence })),
    },
    200,
  )
})

function isSame(one: Refusal, other: Refusal): boolean {
  return one.code === other.code && one.sentence === other.sentence
}
