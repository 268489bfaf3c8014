/** The page that lists reviews and opens a new one. */

import { Hono } from 'hono'
import { listReviews } from '../../register/reviews/review-list.ts'
import { openReview } from '../../review.ts'
import type { Web } from '../access/visit.ts'
import { keysIn } from '../api/contract.ts'
import { readForm } from '../form.ts'
import { ButtonForm } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Badge, Day } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import { mayDecide, mayRead } from '../permissions/permissions.ts'

export const reviewsPage = new Hono<Web>()
  .get('/orgs/:org/reviews', async (c) => {
    const { org } = await mayRead(c, c.req.param('org'))
    const { items, nextCursor } = await listReviews(
      c.var.platform.register,
      org.id,
      keysIn(c.req.query('cursor'), 2),
      50,
    )
    const here = `/orgs/${org.login}/reviews`
    const isRunning = items.some(({ status }) => status === 'open')
    return render(
      c,
      { title: `Reviews of ${org.login}`, org: org.login, here: '/reviews' },
      <>
        <h1>Reviews</h1>
        <Table
          caption={`Reviews of ${org.login}, newest first`}
          columns={['Quarter', 'Status', 'Opened', 'Due', 'Proposed', 'Answered', 'Revoked', 'Kept']}
          none="No review was opened yet. One opens by itself after the quarter's first complete audit."
          rows={items.map((review) => [
            <a href={`${here}/${review.id}`}>{review.quarter}</a>,
            <Badge word={review.status} />,
            <Day at={review.openedAt} />,
            <Day at={review.dueAt} />,
            String(review.counts.proposed),
            String(review.counts.decided),
            String(review.counts.revoked),
            String(review.counts.kept),
          ])}
        />
        <Pager here={new URL(c.req.url)} nextCursor={nextCursor} />
        {!isRunning && <ButtonForm action={here} token={c.var.formToken} label="Open a review now" />}
      </>,
    )
  })
  .post('/orgs/:org/reviews', async (c) => {
    await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const { id } = await openReview(c.var.platform, org, actor, c.var.platform.now)
    return c.redirect(`/orgs/${org.login}/reviews/${id}`, 303)
  })
