/** Handles the form that gives access back; a refusal stands in the row that it is about. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { giveBack } from '../../../review.ts'
import { signInOf } from '../../access/fresh-sign-in.ts'
import type { Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { showReview } from '../review-page.tsx'

export const giveBackForm = new Hono<Web>().post('/orgs/:org/proposals/:id/give-back', async (c) => {
  await readForm(c)
  const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
  const { actor, org } = authorized
  const { now } = c.var.platform
  try {
    await giveBack(c.var.platform, proposal.id, actor, signInOf(c), now)
    const back = `/orgs/${org.login}/reviews/${proposal.reviewId}?view=done#proposal-${proposal.id}`
    return c.redirect(back, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { sentence, code } = error
    const url = new URL(`/orgs/${org.login}/reviews/${proposal.reviewId}?view=done`, c.req.url)
    return await showReview(c, org, actor, proposal.reviewId, {
      url,
      complaint: { proposal: proposal.id, sentence, signIn: code === 'sign_in_again' },
      status: code === 'forbidden' || code === 'sign_in_again' ? 403 : 409,
    })
  }
})
