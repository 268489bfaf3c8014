/** Handles the review's forms: decide on one or several proposals, carry over the rest, start a revocation. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import type { DecisionKind } from '../../policy/words.ts'
import { findProposalsOfReview } from '../../register/reviews/proposal-list.ts'
import { findReviewView } from '../../register/reviews/review-list.ts'
import { carryOver, confirmIdentity, decide, decideMany, startRevocation } from '../../review.ts'
import { requireFreshSignIn, signInOf } from '../access/fresh-sign-in.ts'
import type { Visit, Web } from '../access/visit.ts'
import { readForm, type SentForm } from '../form.ts'
import { render } from '../parts/layout.tsx'
import { mayDecide } from '../permissions/permissions.ts'
import { proposalForDeciding } from '../permissions/proposal-for.ts'
import { proposalUrl } from './proposal-card.tsx'

export const answerForms = new Hono<Web>()
  .post('/orgs/:org/proposals/:id/decisions', async (c) => {
    const answer = answerIn(await readForm(c))
    const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
    const { actor, role, org } = authorized
    await decide(
      c.var.platform,
      proposal.id,
      { ...answer, by: actor, voterRole: role, signIn: signInOf(c) },
      c.var.platform.now,
    )
    return c.redirect(proposalUrl(org.login, proposal.reviewId, proposal.id), 303)
  })
  .post('/orgs/:org/proposals/:id/identity', async (c) => {
    const form = await readForm(c)
    const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
    requireFreshSignIn(c, 'confirming that it is them')
    const { actor: by, role: voterRole, org } = authorized
    const confirmation = { by, voterRole, way: form.text('way') }
    await confirmIdentity(c.var.platform, proposal.id, confirmation, c.var.platform.now)
    return c.redirect(proposalUrl(org.login, proposal.reviewId, proposal.id), 303)
  })
  .post('/orgs/:org/proposals/:id/revocation', async (c) => {
    await readForm(c)
    const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
    await startRevocation(c.var.platform, proposal.id, authorized.actor, c.var.platform.now)
    return c.redirect(proposalUrl(authorized.org.login, proposal.reviewId, proposal.id), 303)
  })
  .post('/orgs/:org/reviews/:id/decisions', async (c) => {
    const form = await readForm(c)
    const { actor, role, org, review } = await reviewForDeciding(c, c.req.param('org'), c.req.param('id'))
    const ids = await findProposalsOfReview(c.var.platform.register, org.id, review, form.all('proposal'))
    if (ids.length === 0) throw new Refusal('invalid', 'No proposal was ticked. Nothing was decided.')
    const answer = { ...answerIn(form), by: actor, voterRole: role, signIn: signInOf(c) }
    const { decided, refused } = await decideMany(c.var.platform, ids, answer, c.var.platform.now)
    const back = `/orgs/${org.login}/reviews/${review}`
    if (refused.length === 0) return c.redirect(back, 303)
    return render(
      c,
      { title: 'Decided in part', org: org.login, here: '/reviews' },
      <>
        <h1>Decided in part</h1>
        <p>
          {decided.length} answered; {refused.length} could not be answered and stay as they were:
        </p>
        <ul>
          {refused.map(({ proposalId, sentence }) => (
            <li>
              <a href={proposalUrl(org.login, review, proposalId)}>This proposal</a>: {sentence}
            </li>
          ))}
        </ul>
        <p>
          <a href={back}>Back to the review</a>
        </p>
      </>,
      decided.length === 0 ? 422 : 200,
    )
  })
  .post('/orgs/:org/reviews/:id/carry-over', async (c) => {
    const form = await readForm(c)
    const { actor, role, org, review } = await reviewForDeciding(c, c.req.param('org'), c.req.param('id'))
    const answer = { by: actor, voterRole: role, reason: form.text('reason') }
    await carryOver(c.var.platform, review, answer, c.var.platform.now)
    return c.redirect(`/orgs/${org.login}/reviews/${review}`, 303)
  })

async function reviewForDeciding(c: Visit, login: string, id: string) {
  const authorized = await mayDecide(c, login)
  const review = await findReviewView(c.var.platform.register, authorized.org.id, id)
  if (review === null) throw new Refusal('not_found', `${authorized.org.login} has no review with this id.`)
  return { ...authorized, review: review.id }
}

/** The answer in a form; an empty field is null. */
function answerIn(form: SentForm) {
  const decision = KINDS.find((kind) => kind === form.text('decision'))
  if (decision === undefined) {
    throw new Refusal(
      'invalid',
      'Please choose one: revoke, downgrade, emeritus or keep. Nothing was decided.',
    )
  }
  return {
    decision,
    reason: form.text('reason'),
    until: form.text('until') || null,
    role: form.text('role') || null,
  }
}

const KINDS: readonly DecisionKind[] = ['revoke', 'downgrade', 'emeritus', 'keep']
