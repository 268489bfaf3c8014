/** The page that lists reviews and opens a new one. */

import { Hono } from 'hono'
import { printedDay } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { isContributing } from '../../policy/people/contributing/viewer.ts'
import { dueWord } from '../../policy/rules/review-calendar.ts'
import type { Instant } from '../../policy/words.ts'
import { listReviews, type ReviewView } from '../../register/reviews/review-list.ts'
import { openReview } from '../../review.ts'
import type { Web } from '../access/visit.ts'
import { keysIn } from '../api/contract.ts'
import { readForm } from '../form.ts'
import { ButtonForm } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { ShortDay } from '../parts/lists/ago.tsx'
import { Badge } from '../parts/print.tsx'
import { Pager, Table, type TableColumn } from '../parts/table.tsx'
import { mayDecide } from '../permissions/permissions.ts'
import { maySeeReview } from '../permissions/review-rights.ts'

export const reviewsPage = new Hono<Web>()
  .get('/orgs/:org/reviews', async (c) => {
    const { org, viewer } = await maySeeReview(c, c.req.param('org'))
    const isShared = isContributing(viewer)
    const { items, nextCursor } = await listReviews(
      c.var.platform.register,
      org.id,
      keysIn(c.req.query('cursor'), 2),
      50,
    )
    const here = `/orgs/${org.login}/reviews`
    const isFirst = items.length === 0 && c.req.query('cursor') === undefined
    const isRunning = items.some(({ status }) => status === 'open')
    return render(
      c,
      { title: `Reviews of ${org.login}`, org: org.login, here: '/reviews', isShared },
      <>
        <h1>{headingOf(items, isShared, c.var.platform.now)}</h1>
        <Table
          caption={`Reviews of ${org.login}, newest first`}
          columns={isShared ? SHARED_COLUMNS : COLUMNS}
          none="No review was opened yet. Unless the rules say otherwise, the first one opens by itself 14 days after the first complete audit."
          rows={items.map((review) => [
            <span class="nowrap">
              <a href={`${here}/${review.id}${isShared || review.status === 'open' ? '' : '?view=done'}`}>
                {review.quarter}
              </a>{' '}
              <Badge word={review.status} />
            </span>,
            <ShortDay at={review.openedAt} />,
            <ShortDay at={review.dueAt} />,
            ...(isShared
              ? []
              : [
                  ...countsIn(review),
                  <a href={`${here}/${review.id}/report`}>
                    Read<span class="unseen"> the report of {review.quarter}</span>
                  </a>,
                ]),
          ])}
        />
        <Pager here={new URL(c.req.url)} nextCursor={nextCursor} />
        {!isShared && !isRunning && <OpenReview org={org.login} isFirst={isFirst} token={c.var.formToken} />}
      </>,
    )
  })
  .post('/orgs/:org/reviews', async (c) => {
    await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const { id } = await openReview(c.var.platform, org, actor, c.var.platform.now)
    return c.redirect(`/orgs/${org.login}/reviews/${id}`, 303)
  })

const SHARED_COLUMNS: readonly TableColumn[] = ['Quarter', { heading: 'Opened', class: 'w2' }, 'Due']
/**
 * Answered, unanswered and no longer asked add up to the questions; what came of the answers stands after them. Where it is
 * narrow, the sum and the days go: the heading has the day that matters.
 */
const COLUMNS: readonly TableColumn[] = [
  'Quarter',
  { heading: 'Opened', class: 'w2' },
  { heading: 'Due', class: 'w2' },
  { heading: 'Questions', class: 'num w2' },
  { heading: 'Answered', class: 'num' },
  { heading: 'Unanswered', class: 'num' },
  { heading: 'No longer asked', class: 'num' },
  { heading: 'Revoked', class: 'num' },
  { heading: 'Lowered', class: 'num' },
  { heading: 'Kept', class: 'num' },
  'Report',
]

function countsIn({ counts }: ReviewView): readonly string[] {
  const { proposed, decided, stale, revoked, lowered, kept } = counts
  return [proposed, decided, proposed - decided - stale, stale, revoked, lowered, kept].map(String)
}

/** What is to be done, where something is. Who contributes sees no counts. */
function headingOf(reviews: readonly ReviewView[], isShared: boolean, now: Instant): string {
  const running = reviews.find(({ status }) => status === 'open')
  if (running === undefined) return reviews.length === 0 ? 'No review yet' : 'No review is open'
  const { quarter, dueAt, counts } = running
  const left = counts.open + counts.needsSecond
  const due = `${dueWord(dueAt, now)} ${printedDay(dueAt)}`
  if (isShared) return `${quarter} is open, ${due}`
  return left === 0
    ? `${quarter} is open, and nothing is left to answer`
    : `${quarter} is open: ${counted(left, 'question')}, ${due}`
}

/** The first one opens after owners have said what they know. */
function OpenReview({ org, isFirst, token }: { org: string; isFirst: boolean; token: string }) {
  if (!isFirst) return <ButtonForm action={`/orgs/${org}/reviews`} token={token} label="Open a review now" />
  return (
    <p>
      <a class="button" href={`/orgs/${org}/what-you-know`}>
        Open the first review
      </a>
    </p>
  )
}
