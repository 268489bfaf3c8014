/** Handles the form that gives access back; a refusal stands in the row that it is about. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { findReviewView } from '../../register/reviews/review-list.ts'
import { giveBack } from '../../review.ts'
import { signInOf } from '../access/fresh-sign-in.ts'
import type { Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import { render } from '../parts/layout.tsx'
import { proposalForDeciding } from '../permissions/proposal-for.ts'
import { DoneView } from './done-view.tsx'

export const giveBackForm = new Hono<Web>().post('/orgs/:org/proposals/:id/give-back', async (c) => {
  await readForm(c)
  const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
  const { actor, org } = authorized
  const { register, now } = c.var.platform
  try {
    await giveBack(c.var.platform, proposal.id, actor, signInOf(c), now)
    const back = `/orgs/${org.login}/reviews/${proposal.reviewId}?view=done#proposal-${proposal.id}`
    return c.redirect(back, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const review = await findReviewView(register, org.id, proposal.reviewId)
    if (review === null) throw error
    const { sentence, code } = error
    const complaint = { proposal: proposal.id, sentence, signIn: code === 'sign_in_again' }
    const owner = actor.kind === 'person' ? actor.id : null
    return render(
      c,
      { title: `Review of ${review.quarter}`, org: org.login, here: '/reviews' },
      await DoneView({ c, org, rules: readRules(org.rules), review, owner, complaint }),
      code === 'forbidden' || code === 'sign_in_again' ? 403 : 409,
    )
  }
})
