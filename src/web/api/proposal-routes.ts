/** The API routes of one proposal: decide, start its revocation, read how that goes. */

import { createRoute, z } from '@hono/zod-openapi'
import { LONGEST_REASON } from '../../policy/decisions/reason.ts'
import { Refusal } from '../../policy/refusal.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { DECISION_KINDS, LOWER_ROLES } from '../../policy/words.ts'
import { logAccess } from '../../register/history/access-log.ts'
import { findCommentsOf } from '../../register/people/contributing/comment-rows.ts'
import { withComments } from '../../register/people/contributing/shared-list.ts'
import { findByHandOf } from '../../register/revocations/by-hand-list.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'
import { confirmIdentity, decide, giveBack, startRevocation } from '../../review.ts'
import { requireFreshSignIn, signInOf } from '../access/fresh-sign-in.ts'
import { proposalForDeciding, proposalForLooking, proposalForReading } from '../permissions/proposal-for.ts'
import { proposalFor as proposalToShow } from '../permissions/seen-by-owners.ts'
import { handsOf, withLinks } from '../review/by-hand/hands-of.ts'
import { json, openBody, ProposalParameter, problems, router, security } from './contract.ts'
import { SeenProposal } from './people/shared-shapes.ts'
import { Revocation } from './review-shapes.ts'

const Recorded = z
  .object({
    id: z.string(),
    status: z
      .enum(['decided', 'needs_second', 'open'])
      .openapi({ description: '`open`: another owner has answered differently' }),
  })
  .openapi('RecordedAnswer')

const decideRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/decisions',
  operationId: 'decide',
  summary: 'Answers a proposal',
  security,
  request: {
    params: ProposalParameter,
    ...openBody({
      decision: z.enum(DECISION_KINDS),
      reason: z.string().max(LONGEST_REASON).default(''),
      until: z.string().nullish(),
      role: z.enum(LOWER_ROLES).nullish(),
      repositories: z.array(z.number().int()).max(5000).nullish().openapi({
        description: 'Which an outside collaborator keeps, by id; left out: everything reached',
      }),
    }),
  },
  responses: {
    200: json('Another answer of yours in place of the first, or a confirmation of your own', Recorded),
    201: json('Recorded', Recorded),
    ...problems,
  },
})

const proposalRoute = createRoute({
  method: 'get',
  path: '/api/proposals/{id}',
  operationId: 'getProposal',
  summary: 'One proposal',
  security,
  request: { params: ProposalParameter },
  responses: { 200: json('The proposal', SeenProposal), ...problems },
})

const identityRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/identity',
  operationId: 'confirmIdentity',
  summary:
    'Closes the question about an owner or administrator who acts again: you made sure that it is them',
  security: [{ session: [] }],
  request: {
    params: ProposalParameter,
    ...openBody({ way: z.string().min(1).max(LONGEST_REASON) }),
  },
  responses: { 204: { description: 'Closed' }, ...problems },
})

const revokeRoute = createRoute({
  method: 'post',
  path: '/api/proposals/{id}/revocation',
  operationId: 'startRevocation',
  summary: 'Starts the revocation of a decided proposal',
  security,
  request: { params: ProposalParameter },
  responses: { 202: json('Started', z.object({ id: z.string(), status: z.string() })), ...problems },
})

const giveBackRoute = createRoute({
  method: 'delete',
  path: '/api/proposals/{id}/revocation',
  operationId: 'giveBack',
  summary: 'Gives back what was taken: the way back',
  security,
  request: { params: ProposalParameter },
  responses: {
    202: json(
      'On its way back, or back already',
      z
        .object({
          id: z.string(),
          status: z.enum(['restoring', 'restored']),
          waitsFor: z.enum(['second_owner', 'acceptance', 'by_hand']).nullable(),
        })
        .openapi('GivingBack'),
    ),
    ...problems,
  },
})

const revocationRoute = createRoute({
  method: 'get',
  path: '/api/proposals/{id}/revocation',
  operationId: 'getRevocation',
  summary: 'How a revocation goes',
  security,
  request: { params: ProposalParameter },
  responses: { 200: json('The revocation', Revocation), ...problems },
})

export const proposalsApi = router()
  .openapi(decideRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    const answer = c.req.valid('json')
    const { actor, role } = authorized
    const { now } = c.var.platform
    const { id, status, as } = await decide(
      c.var.platform,
      proposal.id,
      { by: actor, voterRole: role, signIn: signInOf(c), ...answer },
      now,
    )
    return c.json({ id, status }, as === 'first' ? 201 : 200)
  })
  .openapi(proposalRoute, async (c) => {
    const { id } = c.req.valid('param')
    const seen = await proposalForLooking(c, id)
    const { register, now } = c.var.platform
    const { org, actor } = seen.kind === 'shared' ? seen.right : seen.found.authorized
    await logAccess(register, org.id, actor, 'proposals', now)
    if (seen.kind === 'whole') {
      const comments = [...((await findCommentsOf(register, [id])).get(id) ?? [])]
      return c.json({ ...proposalToShow(seen.found.authorized, seen.found.proposal), comments }, 200)
    }
    const [shown] = await withComments(register, org.id, [seen.proposal], now)
    if (shown === undefined) throw new Error(`Proposal ${id} was found and is not among what is shown.`)
    return c.json(shown, 200)
  })
  .openapi(identityRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    requireFreshSignIn(c, 'confirming that it is them')
    const { actor: by, role: voterRole } = authorized
    const { way } = c.req.valid('json')
    await confirmIdentity(c.var.platform, proposal.id, { by, voterRole, way }, c.var.platform.now)
    return c.body(null, 204)
  })
  .openapi(revokeRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    return c.json(
      await startRevocation(c.var.platform, proposal.id, authorized.actor, c.var.platform.now),
      202,
    )
  })
  .openapi(giveBackRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    const { platform } = c.var
    return c.json(await giveBack(platform, proposal.id, authorized.actor, signInOf(c), platform.now), 202)
  })
  .openapi(revocationRoute, async (c) => {
    const { proposal, authorized } = await proposalForReading(c, c.req.valid('param').id)
    const { org } = authorized
    const { register, deployment } = c.var.platform
    const rules = readRules(org.rules)
    if (proposal.revocation === null) {
      if (proposal.status !== 'decided') throw notDecided()
      return c.json({ ...NOT_STARTED, rehearsal: rehearsalReason(deployment, rules) !== null }, 200)
    }
    const hands = handsOf(c.var.platform, org, rules, await findRuleVersions(register, org.id))
    const item = (await findByHandOf(register, hands, [proposal.id])).get(proposal.id)
    return c.json(withLinks(proposal.revocation, item), 200)
  })

/** Of a decided proposal that waits for its day. */
const NOT_STARTED = {
  status: 'pending' as const,
  ...{ startedAt: null, finishedAt: null, reason: null, outcomes: [], verified: null },
}

function notDecided(): Refusal {
  return new Refusal(
    'not_found',
    'There is no revocation of this proposal: no decision stands that takes anything back.',
  )
}
