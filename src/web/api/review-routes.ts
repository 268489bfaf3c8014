/** The API routes of reviews: open, list, read one and its proposals. */

import { createRoute, z } from '@hono/zod-openapi'
import { seenOf } from '../../policy/decisions/seen.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type Id, type Instant, POWERS, PROPOSAL_STATUSES } from '../../policy/words.ts'
import { logAccess } from '../../register/history/access-log.ts'
import type { Register } from '../../register/open.ts'
import { findBesideProposals } from '../../register/reviews/beside-proposals.ts'
import { findMissing, NOBODY_MISSING } from '../../register/reviews/missing.ts'
import { findReviewTally } from '../../register/reviews/page/review-tally.ts'
import { findShown } from '../../register/reviews/page/shown.ts'
import { listProposals } from '../../register/reviews/proposal-list.ts'
import { findReviewView, listReviews } from '../../register/reviews/review-list.ts'
import { openReview } from '../../review.ts'
import { mayDecide, mayRead } from '../permissions/permissions.ts'
import { proposalFor } from '../permissions/seen-by-owners.ts'
import { json, keysIn, ListQuery, OrgParameter, pageSchema, problems, router, security } from './contract.ts'
import { ListedProposal, OneReview, Review } from './review-shapes.ts'

export const ReviewParameter = OrgParameter.extend({ id: z.string() })

const openRoute = createRoute({
  method: 'post',
  path: '/api/orgs/{org}/reviews',
  operationId: 'openReview',
  summary: 'Opens a review now',
  security,
  request: { params: OrgParameter },
  responses: { 201: json('Opened', OneReview), ...problems },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews',
  operationId: 'listReviews',
  summary: 'Reviews, newest first',
  security,
  request: { params: OrgParameter, query: ListQuery },
  responses: { 200: json('Reviews', pageSchema(Review)), ...problems },
})

const reviewRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews/{id}',
  operationId: 'getReview',
  summary: 'One review with its counts',
  security,
  request: { params: ReviewParameter },
  responses: { 200: json('The review', OneReview), ...problems },
})

const ProposalsQuery = ListQuery.extend({
  status: z
    .enum(PROPOSAL_STATUSES)
    .optional()
    .openapi({ param: { name: 'status', in: 'query' } }),
  power: z
    .enum(POWERS)
    .optional()
    .openapi({ param: { name: 'power', in: 'query' } }),
  q: z
    .string()
    .optional()
    .openapi({ param: { name: 'q', in: 'query' }, description: 'Part of a name, login, team or repository' }),
})

const proposalsRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews/{id}/proposals',
  operationId: 'listProposals',
  summary: 'The proposals of a review, riskiest first',
  security,
  request: { params: ReviewParameter, query: ProposalsQuery },
  responses: { 200: json('Proposals', pageSchema(ListedProposal)), ...problems },
})

export const reviewsApi = router()
  .openapi(openRoute, async (c) => {
    const { org, actor } = await mayDecide(c, c.req.valid('param').org)
    const { register, now } = c.var.platform
    const { id } = await openReview(c.var.platform, org, actor, now)
    const review = await findOneReview(register, org.id, id, now)
    if (review === null) throw new Error(`Review ${id} was opened and is not there.`)
    return c.json(review, 201)
  })
  .openapi(listRoute, async (c) => {
    const { org } = await mayRead(c, c.req.valid('param').org, 'numbers')
    const { limit, cursor } = c.req.valid('query')
    const { items, nextCursor } = await listReviews(c.var.platform.register, org.id, keysIn(cursor, 2), limit)
    return c.json({ items: items.map(withPlainCounts), nextCursor }, 200)
  })
  .openapi(reviewRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { org } = await mayRead(c, login, 'numbers')
    const { register, now } = c.var.platform
    const review = await findOneReview(register, org.id, id, now)
    if (review === null) throw new Refusal('not_found', `${org.login} has no review with this id.`)
    return c.json(review, 200)
  })
  .openapi(proposalsRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { limit, cursor, ...filter } = c.req.valid('query')
    const authorized = await mayRead(c, login)
    const { org, actor } = authorized
    const { register, now } = c.var.platform
    if ((await findReviewView(register, org.id, id)) === null) {
      throw new Refusal('not_found', `${org.login} has no review with this id.`)
    }
    await logAccess(register, org.id, actor, 'proposals', now)
    const { items, nextCursor } = await listProposals(register, org.id, id, keysIn(cursor, 3), limit, filter)
    const shown = await findShown(
      register,
      org.id,
      id,
      items.map((each) => each.id),
    )
    const seen = new Map(shown.map((each) => [each.id, seenOf(each)]))
    const besideOf = await findBesideProposals(register, org.id, items, now)
    return c.json(
      {
        items: items.map((each) => ({
          ...proposalFor(authorized, each),
          ...besideOf(each),
          seen: seen.get(each.id) ?? '',
        })),
        nextCursor,
      },
      200,
    )
  })

/** The review with its groups, and who is missing from it: of a closed one nobody is. Null where there is no such review. */
async function findOneReview(register: Register, orgId: Id, id: string, now: Instant) {
  const tally = await findReviewTally(register, orgId, id, now, { seen: true })
  if (tally === null) return null
  const { review, groups } = tally
  const { people, joinsWithinDays } =
    review.status === 'open' ? await findMissing(register, orgId) : NOBODY_MISSING
  const privileged = people.filter(({ power }) => power !== 'write').length
  return {
    ...withPlainCounts(review),
    missing: { people: people.length, privileged, joinsWithinDays },
    groups: groups.map(({ group, count, seen }) => ({ group, count, seen })),
  }
}

/** The review with its counts as a plain record, as the schema has them. */
function withPlainCounts<Review extends { counts: object }>(review: Review) {
  return { ...review, counts: { ...review.counts } as Record<string, number> }
}
