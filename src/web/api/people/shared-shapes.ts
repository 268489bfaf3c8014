/** The zod schemas of comments, and of what contributors and team maintainers see of a review. */

import { z } from '@hono/zod-openapi'
import { DECISION_KINDS, LOWER_ROLES } from '../../../policy/words.ts'
import { Instant } from '../contract.ts'
import { Actor, ListedProposal, OneReview, Proposal, Review } from '../review-shapes.ts'

const Comment = z
  .object({
    id: z.string(),
    by: Actor,
    text: z.string(),
    recommends: z.enum(DECISION_KINDS).nullable(),
    role: z.enum(LOWER_ROLES).nullable().openapi({ description: 'Of a downgrade: what it would leave' }),
    at: Instant,
  })
  .openapi('Comment')

const comments = z.array(Comment).readonly().openapi({ description: 'What contributors and owners said' })

export const SharedReview = Review.pick({
  id: true,
  quarter: true,
  openedAt: true,
  dueAt: true,
  closedAt: true,
  status: true,
}).openapi('SharedReview', { description: 'A review as contributors and team maintainers see it' })

export const SharedProposal = Proposal.pick({
  id: true,
  subject: true,
  findings: true,
  evidence: true,
  smallestRole: true,
  plan: true,
  openedAt: true,
  power: true,
  choices: true,
  scope: true,
  lastActiveAt: true,
})
  .extend({
    name: z.string().nullable(),
    risk: Proposal.shape.risk.pick({ opens: true, privileged: true, holds: true }),
    isOpen: z.boolean().openapi({ description: 'Whether owners have yet to decide it' }),
    wouldStop: ListedProposal.shape.wouldStop,
    keptInFiles: ListedProposal.shape.keptInFiles,
    comments,
  })
  .openapi('SharedProposal', { description: 'A proposal as contributors and team maintainers see it' })

/** What the caller may see of a review on a list, of one review, of one proposal, and of one on a list. */
export const SeenReview = z.union([Review, SharedReview])
export const SeenOneReview = z.union([OneReview, SharedReview])
export const SeenProposal = z.union([
  Proposal.extend({ comments }).openapi('ProposalWithComments'),
  SharedProposal,
])
export const SeenListedProposal = z.union([
  ListedProposal.extend({ comments }).openapi('ListedProposalWithComments'),
  SharedProposal,
])
