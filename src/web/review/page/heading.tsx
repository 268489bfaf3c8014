/** What stands at the head of a review's page, and the sum at its foot. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { rehearsalReason } from '../../../policy/revocation/in-earnest.ts'
import { dueWord } from '../../../policy/rules/review-calendar.ts'
import { minutesFor } from '../deciding/minutes.ts'
import type { RowsVisit, ViewName } from '../views.tsx'
import { EarliestDay } from './earliest-day.tsx'

export function Heading({ visit, view }: { visit: RowsVisit; view: ViewName }) {
  const { review } = visit
  return (
    <div class="head">
      <div>
        <p class="crumb">
          Review {review.quarter} ·{' '}
          {review.closedAt === null
            ? `${dueWord(review.dueAt, visit.c.var.platform.now)} ${printedDay(review.dueAt)}`
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
          {toTell === 1 ? ' the notice runs' : ' the notice of each runs'} once they have been.
        </>
      )}
    </p>
  )
}

/** What holds back every removal; the queue says it with its own buttons and links. */
export function Standing({ visit: { c, org, rules, here } }: { visit: RowsVisit }) {
  const rehearsal = rehearsalReason(c.var.platform.deployment, rules)
  return (
    <>
      {org.pausedAt !== null && (
        <p class="notice bad">
          Every removal is paused, since {printedDay(org.pausedAt)}. You can answer all the same; nothing of
          it is carried out before an owner starts it again in the <a href={`${here}?view=queue`}>queue</a>.
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
      if (review.status === 'closed') return closedHeading(review)
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
        return `Done: ${counted(taken, 'key')} taken back${others > 0 ? `, ${others} more carried out` : ''}`
      return carriedOut === 0
        ? 'Nothing was carried out yet'
        : `Done: ${counted(carriedOut, 'answer')} carried out`
    }
  }
}

/** Of a closed review: what its owners left. */
function closedHeading({ counts: { carriedOver } }: RowsVisit['review']): string {
  return carriedOver === 0
    ? 'Closed with every question settled'
    : `Closed with ${counted(carriedOver, 'question')} nobody answered`
}

/** Counts that add up, every question stands once; and the same list in other forms. */
export function Foot({ visit: { tally, here } }: { visit: RowsVisit }) {
  const { views, queued, review } = tally
  return (
    <p class="small soft no-print">
      {counted(review.counts.proposed, 'question')}: {views.decide} to decide, {views.second} for a second
      owner, {views.decided} decided ({queued} of them in the queue), {views.done} done ·{' '}
      <a href={`${here}/notices`}>Notices</a> · <a href={`${here}?format=csv`}>All as CSV</a> ·{' '}
      <a href={`${here}?format=json`}>All as JSON</a> · <a href={`${here}?print`}>All as a list to print</a>
    </p>
  )
}
