/** The API routes of reviews: open, list, read one and its proposals. */

import { createRoute, z } from '@hono/zod-openapi'
import { seenOf } from '../../policy/decisions/seen.ts'
import { isContributing } from '../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type Id, type Instant, POWERS, PROPOSAL_STATUSES } from '../../policy/words.ts'
import { logAccess } from '../../register/history/access-log.ts'
import type { Register } from '../../register/open.ts'
import { findCommentsOf } from '../../register/people/contributing/comment-rows.ts'
import { withComments } from '../../register/people/contributing/shared-list.ts'
import { findBesideProposals } from '../../register/reviews/beside-proposals.ts'
import { findMissing, NOBODY_MISSING } from '../../register/reviews/missing.ts'
import { findReviewTally } from '../../register/reviews/page/review-tally.ts'
import { listSharedProposals } from '../../register/reviews/page/shared-rows.ts'
import { findShown } from '../../register/reviews/page/shown.ts'
import { listProposals } from '../../register/reviews/proposal-list.ts'
import { listReviews, type ReviewView } from '../../register/reviews/review-list.ts'
import { openReview } from '../../review.ts'
import { mayDecide } from '../permissions/permissions.ts'
import { maySeeReview, noSuchReview, reviewOf } from '../permissions/review-rights.ts'
import { proposalFor } from '../permissions/seen-by-owners.ts'
import { json, keysIn, ListQuery, OrgParameter, pageSchema, problems, router, security } from './contract.ts'
import { SeenListedProposal, SeenOneReview, SeenReview } from './people/shared-shapes.ts'
import { OneReview } from './review-shapes.ts'

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
  responses: { 200: json('Reviews', pageSchema(SeenReview)), ...problems },
})

const reviewRoute = createRoute({
  method: 'get',
  path: '/api/orgs/{org}/reviews/{id}',
  operationId: 'getReview',
  summary: 'One review with its counts',
  security,
  request: { params: ReviewParameter },
  responses: { 200: json('The review', SeenOneReview), ...problems },
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
  summary:
    'The proposals of a review, riskiest first; for who contributes, the longest silent of each group first',
  security,
  request: { params: ReviewParameter, query: ProposalsQuery },
  responses: { 200: json('Proposals', pageSchema(SeenListedProposal)), ...problems },
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
    const { org, viewer } = await maySeeReview(c, c.req.valid('param').org, 'numbers')
    const { limit, cursor } = c.req.valid('query')
    const { items, nextCursor } = await listReviews(c.var.platform.register, org.id, keysIn(cursor, 2), limit)
    return c.json({ items: isContributing(viewer) ? items.map(sharedReview) : items, nextCursor }, 200)
  })
  .openapi(reviewRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { org, viewer } = await maySeeReview(c, login, 'numbers')
    const { register, now } = c.var.platform
    if (isContributing(viewer)) return c.json(sharedReview(await reviewOf(register, org, id)), 200)
    const review = await findOneReview(register, org.id, id, now)
    if (review === null) throw noSuchReview(org)
    return c.json(review, 200)
  })
  .openapi(proposalsRoute, async (c) => {
    const { org: login, id } = c.req.valid('param')
    const { limit, cursor, ...filter } = c.req.valid('query')
    const { org, actor, viewer } = await maySeeReview(c, login)
    const { register, now } = c.var.platform
    await reviewOf(register, org, id)
    await logAccess(register, org.id, actor, 'proposals', now)
    if (isContributing(viewer)) {
      if (filter.status !== undefined) throw howDecided()
      const offset = offsetIn(cursor)
      const page = await listSharedProposals(register, org.id, id, viewer, filter, { offset, limit })
      const items = await withComments(register, org.id, page.items, now)
      return c.json({ items: [...items], nextCursor: page.nextCursor }, 200)
    }
    const after = keysIn(cursor, 3)
    const asked = { ...filter, hidesPersonal: viewer.kind !== 'owner' }
    const { items, nextCursor } = await listProposals(register, org.id, id, after, limit, asked)
    const shown = await findShown(
      register,
      org.id,
      id,
      items.map((each) => each.id),
    )
    const seen = new Map(shown.map((each) => [each.id, seenOf(each)]))
    const besideOf = await findBesideProposals(register, org.id, items, now)
    const comments = await findCommentsOf(
      register,
      items.map((each) => each.id),
    )
    const listed = items.map((each) => ({
      ...proposalFor({ role: viewer.kind }, each),
      ...besideOf(each),
      seen: seen.get(each.id) ?? '',
      comments: comments.get(each.id) ?? [],
    }))
    return c.json({ items: listed, nextCursor }, 200)
  })

function sharedReview({ id, quarter, openedAt, dueAt, closedAt, status }: ReviewView) {
  return { id, quarter, openedAt, dueAt, closedAt, status }
}

/** How many proposals stand before the page. */
function offsetIn(cursor: string | undefined): number {
  const [offset = 0] = keysIn(cursor, 1) ?? []
  if (typeof offset === 'number' && Number.isInteger(offset) && offset >= 0) return offset
  throw new Refusal(
    'invalid',
    'This cursor is not one of ours. Use the nextCursor of the page before, unchanged.',
  )
}

function howDecided(): Refusal {
  return new Refusal('forbidden', 'How proposals were decided is for owners. Leave the status out.')
}

/** The review with its groups, and who is missing from it: of a closed one nobody is. Null where there is no such review. */
async function findOneReview(register: Register, orgId: Id, id: string, now: Instant) {
  const tally = await findReviewTally(register, orgId, id, now, { seen: true })
  if (tally === null) return null
  const { review, groups } = tally
  const { people, joinsWithinDays } =
    review.status === 'open' ? await findMissing(register, orgId) : NOBODY_MISSING
  const privileged = people.filter(({ power }) => power !== 'write').length
  return {
    ...review,
    missing: { people: people.length, privileged, joinsWithinDays },
    groups: groups.map(({ group, count, seen }) => ({ group, count, seen })),
  }
}
