/** Handles the forms of the queue: stopping and starting it, or one removal, and carrying one out that is due. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { findReviewView } from '../../../register/reviews/review-list.ts'
import { startRevocation } from '../../../review.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { mayDecide } from '../../permissions/permissions.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { savePause } from '../../rules/pause.ts'
import { startOne, stopOne } from '../../rules/stop-one.ts'
import { showReview } from '../review-page.tsx'

export const queueForms = new Hono<Web>()
  .post('/orgs/:org/queue/:act{stop|start}', async (c) => {
    const form = await readForm(c)
    const org = c.req.param('org')
    const isStop = c.req.param('act') === 'stop'
    const proposal = form.text('proposal')
    if (proposal === '') await savePause(c, await mayDecide(c, org), isStop)
    else {
      const found = await proposalForDeciding(c, proposal, org)
      await (isStop ? stopOne : startOne)(c, found.authorized, found.proposal)
    }
    return c.redirect(await pageOfQueue(c, org, form.text('review'), proposal), 303)
  })
  .post('/orgs/:org/proposals/:id/revocation', async (c) => {
    await readForm(c)
    const { proposal, authorized } = await proposalForDeciding(c, c.req.param('id'), c.req.param('org'))
    const { org, actor } = authorized
    const queue = `/orgs/${org.login}/reviews/${proposal.reviewId}?view=queue`
    try {
      await startRevocation(c.var.platform, proposal.id, actor, c.var.platform.now)
      return c.redirect(`${queue}#queued-${proposal.id}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || (error.code !== 'conflict' && error.code !== 'not_before'))
        throw error
      return await showReview(c, org, actor, proposal.reviewId, {
        url: new URL(queue, c.req.url),
        notice: <NotStarted sentence={error.sentence} />,
        status: 409,
      })
    }
  })

/** Above the queue, where the way on stands: what is paused is started again there, what waits has its day. */
function NotStarted({ sentence }: { sentence: string }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <b>Not started.</b> {sentence}
      </p>
    </div>
  )
}

/** The queue of the review from which the form came; the settings, with their pause, where it names none. */
async function pageOfQueue(c: Visit, login: string, reviewId: string, proposal: string): Promise<string> {
  const { org } = await mayDecide(c, login)
  const review = await findReviewView(c.var.platform.register, org.id, reviewId)
  if (review === null) return `/orgs/${org.login}/settings`
  return `/orgs/${org.login}/reviews/${review.id}?view=queue${proposal === '' ? '' : `#queued-${encodeURIComponent(proposal)}`}`
}
