/** The page of a review: its heading, notices and tabs, and the view that the address names. */

import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { printedDay } from '../../policy/calendar.ts'
import { proposedKeepDate } from '../../policy/decisions/terms.ts'
import { counted } from '../../policy/english.ts'
import { isContributing } from '../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../policy/refusal.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { Actor } from '../../policy/words.ts'
import { accessKey, logAccess, logFirstAccess } from '../../register/history/access-log.ts'
import type { Organization } from '../../register/organizations.ts'
import { findPlaceOf } from '../../register/reviews/page/asked-rows.ts'
import { findReviewTally } from '../../register/reviews/page/review-tally.ts'
import { listProposals } from '../../register/reviews/proposal-list.ts'
import { findSharedGrants } from '../../register/reviews/shared-grants.ts'
import { readQueue } from '../../review.ts'
import type { Visit, Web } from '../access/visit.ts'
import { allItems, exportFile, formatOf, proposalRow } from '../export.ts'
import { showSharedReview } from '../pages/people/shared-review/shared-review.tsx'
import { unseenDecisions } from '../pages/people/unseen/unseen-decisions.tsx'
import { render } from '../parts/layout.tsx'
import type { Authorized } from '../permissions/permissions.ts'
import { maySeeReview, noSuchReview } from '../permissions/review-rights.ts'
import { proposalFor, seesPersonal } from '../permissions/seen-by-owners.ts'
import { AskAboutGrant } from './ask-about-grant.tsx'
import { DecidedView } from './decided-view.tsx'
import { DecideView } from './deciding/decide-view.tsx'
import { Find } from './deciding/find.tsx'
import { minutesFor } from './deciding/minutes.ts'
import { DoneView } from './done/done-view.tsx'
import type { GiveBackComplaint } from './done/way-back.tsx'
import { EarliestDay } from './earliest-day.tsx'
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
  if (format !== null) return await exported(c, { org, actor, role: right.viewer.kind }, id, format)
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
  const { sent = null, notice = null } = shown
  if (actor.kind === 'operator') {
    return await showSharedReview(c, { viewer: { kind: 'operator' }, org, actor, sees: 'names' }, id, shown)
  }
  const url = shown.url ?? new URL(c.req.url)
  const view = viewNamed(url.searchParams.get('view') ?? undefined)
  if (view === null)
    throw new Refusal(
      'invalid',
      `There is no view of this name. Known: ${VIEWS.map(([name]) => name).join(', ')}.`,
    )
  const saved = url.searchParams.get('saved') ?? url.searchParams.get('undone')
  const tally = await findReviewTally(register, org.id, id, now, {
    seen: view === 'decide',
    second: view === 'second',
    decided: view === 'decided',
    batch: saved,
    logKey: accessKey(org.id, actor, 'proposals', now),
  })
  if (tally === null) throw noSuchReview(org)
  if (!tally.isLogged) await logFirstAccess(register, org.id, actor, 'proposals', now)
  const { review } = tally
  const here = `/orgs/${org.login}/reviews/${review.id}`
  const owner = actor.kind === 'person' ? actor.id : null
  const rules = readRules(org.rules)
  let queue: ReturnType<RowsVisit['queue']> | undefined
  const visit: RowsVisit = {
    ...{ c, org, rules, review, owner, tally, here, url, sent },
    ...aboutIn({ here, url }),
    keepUntil: proposedKeepDate(now),
    queue: () => (queue ??= readQueue(c.var.platform, org, now)),
  }
  const isForPaper = url.searchParams.has('print')
  return await render(
    c,
    { title: `Review of ${review.quarter}`, org: org.login, here: '/reviews', toDecide: tally.views.decide },
    <>
      {notice}
      {saved !== null && <SavedNotice visit={visit} batch={saved} />}
      {url.searchParams.has('confirmed') && <ConfirmedNotice />}
      {url.searchParams.has('said') && notice === null && <SaidNotice />}
      {url.searchParams.has('carried') && notice === null && <CarriedNotice visit={visit} />}
      <Heading visit={visit} view={view} />
      {view !== 'queue' && <Standing visit={visit} />}
      <div class="toolbar">
        <Tabs tally={tally} here={here} view={view} />
        {view === 'decide' && !isForPaper && <Find visit={visit} />}
      </div>
      {view === 'decide' && !isForPaper && review.status === 'open' && (
        <AskAboutGrant
          here={here}
          token={c.var.formToken}
          askable={url.searchParams.has('ask') ? await findSharedGrants(register, org.id) : null}
        />
      )}
      {view === 'decide' &&
        saved === null &&
        !isForPaper &&
        !url.searchParams.has('ask') &&
        (await unseenDecisions(c, org, actor, 'folded'))}
      {await PersonForm({ visit })}
      {review.status === 'open' && owner !== null && (
        <CommentsForm here={here} token={c.var.formToken} search={url.search} />
      )}
      {await (isForPaper ? ListToPrint(visit) : viewOf(visit, view, shown.complaint ?? null))}
      <p class="small soft no-print">
        {sumInWords(visit)} · <a href={`${here}/notices`}>Notices</a> ·{' '}
        <a href={`${here}?format=csv`}>All as CSV</a> · <a href={`${here}?format=json`}>All as JSON</a> ·{' '}
        <a href={`${here}?print`}>All as a list to print</a>
      </p>
    </>,
    shown.status ?? 200,
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

function Heading({ visit, view }: { visit: RowsVisit; view: ViewName }) {
  const { review } = visit
  return (
    <div class="head">
      <div>
        <p class="crumb">
          Review {review.quarter} ·{' '}
          {review.closedAt === null
            ? `due ${printedDay(review.dueAt)}`
            : `closed ${printedDay(review.closedAt)}`}
        </p>
        <h1>{headingOf(visit, view)}</h1>
        {review.status === 'open' && <UnderHeading visit={visit} view={view} />}
      </div>
    </div>
  )
}

/** What an answer does and from when; on the other tabs, what is left. */
function UnderHeading({ visit, view }: { visit: RowsVisit; view: ViewName }) {
  const { tally, here, rules } = visit
  const left = view === 'decide' ? 0 : tally.views.decide
  const toTell = rules.noticeDays > 0 ? tally.toTell : 0
  const isFirst = view === 'decide' && tally.review.counts.proposed > 0
  if (!isFirst && left + toTell === 0) return null
  return (
    <p class="soft">
      {isFirst && (
        <>
          <EarliestDay visit={visit} /> any answer can be changed; without an answer nothing changes.{' '}
        </>
      )}
      {left > 0 && (
        <>
          {counted(left, 'question')} {left === 1 ? 'is' : 'are'} left. <a href={here}>Go on</a>.{' '}
        </>
      )}
      {toTell > 0 && (
        <>
          <a href={`${here}/notices`}>{counted(toTell, 'person is', 'people are')} still to be told</a>, and
          the notice of each runs once they have been.
        </>
      )}
    </p>
  )
}

/** What holds back every removal; the queue says it with its own buttons and links. */
function Standing({ visit: { c, org, rules, here } }: { visit: RowsVisit }) {
  const rehearsal = rehearsalReason(c.var.platform.deployment, rules)
  return (
    <>
      {org.pausedAt !== null && (
        <p class="notice bad">
          Every removal is paused since {printedDay(org.pausedAt)}. Answers are taken; nothing of them is
          carried out before an owner starts it again in the <a href={`${here}?view=queue`}>queue</a>.
        </p>
      )}
      {rehearsal !== null && <p class="notice">Everything here is a rehearsal. {rehearsal}</p>}
    </>
  )
}

function headingOf(
  { tally: { views, queued, carriedOut, review, groups } }: RowsVisit,
  view: ViewName,
): string {
  switch (view) {
    case 'decide': {
      if (review.counts.proposed === 0) return 'Nothing to ask'
      if (views.decide === 0) return 'Nothing is left to answer'
      return `${counted(views.decide, 'question')}, about ${counted(minutesFor(groups), 'minute')}`
    }
    case 'second':
      return views.second === 0
        ? 'Nothing waits for a second owner'
        : `${views.second} ${views.second === 1 ? 'waits' : 'wait'} for a second owner`
    case 'decided':
      return views.decided === 0
        ? 'Nothing is decided yet'
        : `${counted(views.decided, 'answer')}${review.status === 'open' ? '; each can be changed until its day' : ''}`
    case 'queue':
      return queued === 0 ? 'Nothing is in the queue' : `${counted(queued, 'removal')} in the queue`
    case 'done': {
      const taken = review.counts.revoked
      const others = carriedOut - taken
      if (taken > 0)
        return `Done: ${counted(taken, 'key')} came back${others > 0 ? `, ${others} more carried out` : ''}`
      return carriedOut === 0
        ? 'Nothing was carried out yet'
        : `Done: ${counted(carriedOut, 'answer')} carried out`
    }
  }
}

/** Counts that add up: every question stands once. */
function sumInWords({ tally: { views, queued, review } }: RowsVisit): string {
  const { proposed } = review.counts
  return `${counted(proposed, 'question')}: ${views.decide} to decide, ${views.second} for a second owner, ${views.decided} decided (${queued} of them in the queue), ${views.done} done`
}

async function exported(c: Visit, authorized: Authorized, id: string, format: 'csv' | 'json') {
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  const tally = await findReviewTally(register, org.id, id, now)
  if (tally === null) throw noSuchReview(org)
  await logAccess(register, org.id, actor, 'export', now)
  const seen = { hidesPersonal: !seesPersonal(authorized) }
  const list = async (after: readonly (string | number)[] | null, limit: number) => {
    const page = await listProposals(register, org.id, id, after, limit, seen)
    return { ...page, items: page.items.map((each) => proposalFor(authorized, each)) }
  }
  return exportFile(
    c,
    format,
    `${org.login}-review-${tally.review.quarter}`,
    await allItems(list, 3),
    proposalRow,
  )
}
