/** The page of a review: its heading, notices and tabs, and the view that the address names. */

import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { proposedKeepDate } from '../../policy/decisions/terms.ts'
import { isContributing } from '../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { Actor } from '../../policy/words.ts'
import { accessKey, logFirstAccess } from '../../register/history/access-log.ts'
import type { Organization } from '../../register/organizations.ts'
import { findPlaceOf } from '../../register/reviews/page/asked-rows.ts'
import { findReviewTally } from '../../register/reviews/page/review-tally.ts'
import { findSharedGrants } from '../../register/reviews/shared-grants.ts'
import { readQueue } from '../../review.ts'
import type { Visit, Web } from '../access/visit.ts'
import { formatOf } from '../export.ts'
import { showSharedReview } from '../pages/people/shared-review/shared-review.tsx'
import { unseenDecisions } from '../pages/people/unseen/unseen-decisions.tsx'
import { render } from '../parts/layout.tsx'
import { maySeeReview, noSuchReview } from '../permissions/review-rights.ts'
import { AskAboutGrant } from './ask-about-grant.tsx'
import { DecidedView } from './decided-view.tsx'
import { DecideView } from './deciding/decide-view.tsx'
import { Find } from './deciding/find.tsx'
import { DoneView } from './done/done-view.tsx'
import type { GiveBackComplaint } from './done/way-back.tsx'
import { exportReview } from './page/export-review.ts'
import { Foot, Heading, Standing } from './page/heading.tsx'
import { PAGE_SIZE } from './pages.tsx'
import { QueueView } from './queue/queue-view.tsx'
import { CommentsForm } from './rows/comments.tsx'
import { ListToPrint } from './rows/list-to-print.tsx'
import { PersonForm } from './rows/person-forms.tsx'
import { CarriedNotice, ConfirmedNotice, SaidNotice } from './saving/done-notices.tsx'
import { SavedNotice } from './saving/saved-notice.tsx'
import { SecondView } from './second/second-view.tsx'
import { aboutIn, type RowsVisit, type SentAnswers, Tabs, VIEWS, type ViewName, viewNamed } from './views.tsx'

export const reviewPage = new Hono<Web>().get('/orgs/:org/reviews/:id', async (c) => {
  const right = await maySeeReview(c, c.req.param('org'))
  const { org, actor } = right
  const { register } = c.var.platform
  const id = c.req.param('id')
  if (isContributing(right.viewer)) return await showSharedReview(c, right, id)
  const proposalId = c.req.query('proposal')
  const place = proposalId === undefined ? null : await findPlaceOf(register, id, proposalId)
  // Browsers keep the fragment (`#proposal-…`) across the redirect.
  if (place !== null)
    return c.redirect(
      `/orgs/${org.login}/reviews/${id}?view=${place.view}&page=${Math.floor(place.before / PAGE_SIZE) + 1}`,
      303,
    )
  const format = formatOf(c)
  if (format !== null) return await exportReview(c, { org, actor, role: right.viewer.kind }, id, format)
  return await showReview(c, org, actor, id)
})

/** What a form that comes back shows on its page. */
export interface ShownAgain {
  /** The page from which it was sent. */
  readonly url: URL
  readonly sent: SentAnswers
  readonly notice: Child
  /** Of a giving back that was refused, in its row. */
  readonly complaint?: GiveBackComplaint
  readonly status: 200 | 403 | 409 | 422
}

/** Shows the view of the review that the address names; the operator, who is no owner, what is shared. */
export async function showReview(
  c: Visit,
  org: Organization,
  actor: Actor,
  id: string,
  shown: Partial<ShownAgain> = {},
): Promise<Response> {
  const { register, now } = c.var.platform
  if (actor.kind === 'operator') {
    return await showSharedReview(c, { viewer: { kind: 'operator' }, org, actor, sees: 'names' }, id, shown)
  }
  const url = shown.url ?? new URL(c.req.url)
  const view = viewNamed(url.searchParams.get('view') ?? undefined)
  if (view === null) throw noSuchView()
  const saved = savedIn(url)
  const tally = await findReviewTally(register, org.id, id, now, {
    seen: view === 'decide',
    second: view === 'second',
    decided: view === 'decided',
    batch: saved,
    logKey: accessKey(org.id, actor, 'proposals', now),
  })
  if (tally === null) throw noSuchReview(org)
  if (!tally.isLogged) await logFirstAccess(register, org.id, actor, 'proposals', now)
  const visit = visitOf(c, org, actor, { url, tally, sent: shown.sent ?? null })
  const { review, here } = visit
  const isForPaper = url.searchParams.has('print')
  return await render(
    c,
    {
      ...{ title: `Review of ${review.quarter}`, org: org.login, here: '/reviews' },
      // Another review may be open by now.
      ...(review.status === 'open' && { toDecide: tally.views.decide }),
    },
    <>
      {shown.notice}
      <Done visit={visit} hasNotice={shown.notice != null} />
      <Heading visit={visit} view={view} />
      {view !== 'queue' && <Standing visit={visit} />}
      <div class="toolbar">
        <Tabs tally={tally} here={here} view={view} />
        {view === 'decide' && !isForPaper && <Find visit={visit} />}
      </div>
      {view === 'decide' && !isForPaper && (await aboveTheQuestions(visit, actor))}
      {await PersonForm({ visit })}
      {review.status === 'open' && visit.owner !== null && (
        <CommentsForm here={here} token={c.var.formToken} search={url.search} />
      )}
      {await (isForPaper ? ListToPrint(visit) : viewOf(visit, view, shown.complaint ?? null))}
      <Foot visit={visit} />
    </>,
    shown.status ?? 200,
  )
}

/** The batch of answers that was just saved or undone. */
function savedIn({ searchParams }: URL): string | null {
  return searchParams.get('saved') ?? searchParams.get('undone')
}

function visitOf(
  c: Visit,
  org: Organization,
  actor: Actor,
  { url, tally, sent }: Pick<RowsVisit, 'url' | 'tally' | 'sent'>,
): RowsVisit {
  const { platform } = c.var
  const { review } = tally
  const here = `/orgs/${org.login}/reviews/${review.id}`
  let queue: ReturnType<RowsVisit['queue']> | undefined
  return {
    ...{ c, org, rules: readRules(org.rules), review, tally, here, url, sent },
    owner: actor.kind === 'person' ? actor.id : null,
    ...aboutIn({ here, url }),
    keepUntil: proposedKeepDate(platform.now),
    queue: () => (queue ??= readQueue(platform, org, platform.now)),
  }
}

/** What the address says was done; a notice of a form that comes back stands alone. */
function Done({ visit, hasNotice }: { visit: RowsVisit; hasNotice: boolean }) {
  const { searchParams } = visit.url
  const saved = savedIn(visit.url)
  return (
    <>
      {saved !== null && <SavedNotice visit={visit} batch={saved} />}
      {searchParams.has('confirmed') && <ConfirmedNotice />}
      {searchParams.has('said') && !hasNotice && <SaidNotice />}
      {searchParams.has('carried') && !hasNotice && <CarriedNotice visit={visit} />}
    </>
  )
}

async function aboveTheQuestions({ c, org, review, here, url }: RowsVisit, actor: Actor): Promise<Child> {
  const asks = url.searchParams.has('ask')
  return (
    <>
      {review.status === 'open' && (
        <AskAboutGrant
          here={here}
          token={c.var.formToken}
          askable={asks ? await findSharedGrants(c.var.platform.register, org.id) : null}
        />
      )}
      {!asks && savedIn(url) === null && (await unseenDecisions(c, org, actor, 'folded'))}
    </>
  )
}

function noSuchView(): Refusal {
  return new Refusal(
    'invalid',
    `There is no view of this name. Known: ${VIEWS.map(([name]) => name).join(', ')}.`,
  )
}

async function viewOf(visit: RowsVisit, view: ViewName, complaint: GiveBackComplaint | null): Promise<Child> {
  switch (view) {
    case 'decide':
      return await DecideView(visit)
    case 'second':
      return await SecondView(visit)
    case 'decided':
      return await DecidedView(visit)
    case 'queue':
      return await QueueView(visit)
    case 'done':
      return await DoneView({ ...visit, complaint })
  }
}
