/** Handles the forms that give access back, or decline to; a refusal stands in the row that it is about. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import type { Actor } from '../../../policy/words.ts'
import { declineReturn, giveBack } from '../../../review.ts'
import { signInOf } from '../../access/fresh-sign-in.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { showReview } from '../review-page.tsx'

export const giveBackForm = new Hono<Web>()
  .post('/orgs/:org/proposals/:id/give-back', async (c) => {
    await readForm(c)
    return await inItsRow(c, 'Not given back.', (id, actor) =>
      giveBack(c.var.platform, id, actor, signInOf(c), c.var.platform.now),
    )
  })
  .post('/orgs/:org/proposals/:id/decline-return', async (c) => {
    const form = await readForm(c)
    return await inItsRow(c, 'Not declined.', (revocation, by) =>
      declineReturn(c.var.platform, { revocation, by, reason: form.text('reason') }, c.var.platform.now),
    )
  })

/** Does it, and leads to the row; what is refused stands there. */
async function inItsRow(
  c: Visit,
  heading: string,
  act: (proposal: string, actor: Actor) => Promise<unknown>,
): Promise<Response> {
  const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id') ?? '', c.req.param('org'))
  const { actor, org } = authorized
  const done = `/orgs/${org.login}/reviews/${proposal.reviewId}?view=done`
  try {
    await act(proposal.id, actor)
    return c.redirect(`${done}#proposal-${proposal.id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { sentence, code } = error
    return await showReview(c, org, actor, proposal.reviewId, {
      url: new URL(done, c.req.url),
      complaint: { proposal: proposal.id, heading, sentence, signIn: code === 'sign_in_again' },
      status: code === 'forbidden' || code === 'sign_in_again' ? 403 : 409,
    })
  }
}
