/** The review as whoever is no owner sees it: what is asked, of whom, on what evidence, and what was said. */

import type { Child } from 'hono/jsx'
import { printedDay } from '../../../../policy/calendar.ts'
import type { SharedViewer } from '../../../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import { dueWord } from '../../../../policy/rules/review-calendar.ts'
import { POWERS } from '../../../../policy/words.ts'
import { logAccess } from '../../../../register/history/access-log.ts'
import { type CommentedProposal, withComments } from '../../../../register/people/contributing/shared-list.ts'
import { listSharedProposals } from '../../../../register/reviews/page/shared-rows.ts'
import { findReview } from '../../../../register/reviews/reviews.ts'
import type { Visit } from '../../../access/visit.ts'
import { render } from '../../../parts/layout.tsx'
import { PageTurn, pageNumber } from '../../../parts/page-turn.tsx'
import { noSuchReview, type ReviewRight } from '../../../permissions/review-rights.ts'
import { PAGE_SIZE } from '../../../review/pages.tsx'
import { CommentsForm } from '../../../review/rows/comments.tsx'
import { GROUP_HEADINGS } from '../../../review/rows/row-words.ts'
import { SaidNotice } from '../../../review/saving/done-notices.tsx'
import type { SentAnswers } from '../../../review/views.tsx'
import { SharedRow } from './shared-row.tsx'

/** A form that comes back. */
export interface FormAgain {
  readonly url: URL
  readonly sent: SentAnswers
  readonly notice: Child
  readonly status: 200 | 403 | 409 | 422
}

/** Shows it page by page. There are no files of it, and no view of how owners decided. */
export async function showSharedReview(
  c: Visit,
  { org, actor, viewer }: ReviewRight,
  id: string,
  again: Partial<FormAgain> = {},
): Promise<Response> {
  const { register, now } = c.var.platform
  const review = await findReview(register, id)
  if (review === null || review.orgId !== org.id || viewer.kind === 'owner') throw noSuchReview(org)
  if (c.req.query('format') !== undefined)
    throw new Refusal('forbidden', 'Files of a review are for owners. Its proposals stand on its page.')
  await logAccess(register, org.id, actor, 'proposals', now)
  const url = again.url ?? new URL(c.req.url)
  const page = pageNumber(url.searchParams.get('page'))
  const q = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  const paging = { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }
  const found = await listSharedProposals(register, org.id, id, viewer, { q }, paging)
  const proposals = await withComments(register, org.id, found.items, now)
  const here = `/orgs/${org.login}/reviews/${id}`
  const isOpen = review.closedAt === null
  return await render(
    c,
    { title: `Review of ${review.quarter}`, org: org.login, here: '/reviews', isShared: true },
    <>
      {again.notice ?? (url.searchParams.has('said') && <SaidNotice />)}
      <div class="head">
        <div>
          <p class="crumb">
            Review {review.quarter} ·{' '}
            {review.closedAt === null
              ? `${dueWord(review.dueAt, now)} ${printedDay(review.dueAt)}`
              : `closed ${printedDay(review.closedAt)}`}
          </p>
          <h1>What {org.login} asks, and what you would do</h1>
          <p class="soft">
            {STANDING[viewer.kind]} Only owners decide. How owners answer, what people told them and their
            second factors are not shown.
          </p>
        </div>
      </div>
      <FindForm here={here} q={q} />
      {isOpen && <CommentsForm here={here} token={c.var.formToken} search={url.search} />}
      {proposals.length === 0 && <p>Nothing is asked here that you may look at.</p>}
      <Groups
        proposals={proposals}
        row={(proposal) => (
          <SharedRow
            proposal={proposal}
            now={now}
            fields={
              isOpen && (viewer.kind === 'operator' || proposal.caseOf !== viewer.id)
                ? { sent: again.sent ?? null }
                : null
            }
          />
        )}
      />
      <PageTurn
        page={page}
        hasNext={found.nextCursor !== null}
        to={(n) => `${here}?${new URLSearchParams({ ...(q !== '' && { q }), page: String(n) })}`}
      />
    </>,
    again.status ?? 200,
  )
}

const STANDING: Readonly<Record<SharedViewer['kind'], string>> = {
  operator: 'This token acts for whoever deploys this site: look, comment and suggest an answer.',
  contributor: 'You contribute here: look, comment and suggest an answer.',
  team_maintainer: 'You maintain teams here: of the people in them, look, comment and suggest an answer.',
}

function FindForm({ here, q }: { here: string; q: string }) {
  return (
    <form class="filters no-print" action={here}>
      <label class="grow">
        <span class="unseen">Find a person, team or repository</span>
        <input type="search" name="q" value={q} placeholder="Find a person, team or repository" />
      </label>
      <button type="submit" class="quiet">
        Show
      </button>
    </form>
  )
}

function Groups(props: {
  proposals: readonly CommentedProposal[]
  row: (proposal: CommentedProposal) => Child
}) {
  return (
    <>
      {POWERS.map((power) => {
        const of = props.proposals.filter((proposal) => proposal.power === power)
        if (of.length === 0) return null
        const heading = GROUP_HEADINGS[power]
        return (
          <section class="panel">
            <header>
              <h2>{heading}</h2>
            </header>
            <ul class="asks">{of.map(props.row)}</ul>
          </section>
        )
      })}
    </>
  )
}
