/** The newest audit, and what is on its way: the review, the queue, and the rules that wait. */

import { counted } from '../../../policy/english.ts'
import { dueWord } from '../../../policy/rules/review-calendar.ts'
import { neverReadInWords, sourcesInWords } from '../../parts/coverage-table.tsx'
import { Form } from '../../parts/form-fields.tsx'
import { dayOfPlace, queueInWords } from '../../review/queue/in-words.ts'
import { isUnderWay } from '../audits/audit-state.ts'
import type { OverviewFacts } from './overview-facts.ts'
import { dayFromNow, dayMonth } from './panel-words.ts'

/** `isOffered`: whether an audit can be asked for here; not where the page's strong button does. */
export function AuditPanel(props: { facts: OverviewFacts; token: string; isOffered: boolean }) {
  const { facts, token } = props
  const { audits, here } = facts
  return (
    <section class="panel pad c4" id="audit">
      <h2>Audit</h2>
      <Finished facts={facts} />
      <Newer facts={facts} />
      {props.isOffered && (audits.newest === null || !isUnderWay(audits.newest)) && (
        <Form action={`${here}/audits`} token={token} class="line">
          <button type="submit" class="quiet tiny">
            Audit now
          </button>
        </Form>
      )}
      <dl class="facts">
        <dt>Review</dt>
        <dd>
          <Review facts={facts} />
        </dd>
        <dt>Queue</dt>
        <dd>
          <Queue facts={facts} />
        </dd>
        <dt>Rules</dt>
        <dd>
          <Rules facts={facts} />
        </dd>
      </dl>
      {facts.rehearsal !== null && <p class="small soft">{facts.rehearsal}</p>}
    </section>
  )
}

function Finished({ facts: { audits, here, now } }: { facts: OverviewFacts }) {
  const { finished, newest } = audits
  if (finished === null)
    return newest === null ? <p>None yet. The first one begins by itself within the hour.</p> : null
  const { coverage } = finished
  const at = finished.finishedAt ?? finished.startedAt
  return (
    <p>
      Read {dayFromNow(at, now)}, {at.slice(11, 16)} UTC:{' '}
      <a href={`${here}/audits/${finished.id}`}>{sourcesInWords(coverage)}</a> to{' '}
      {coverage.length === 1 ? 'its' : 'their'} end{lasted(finished.startedAt, at)}
      {neverReadInWords(coverage)}. The next begins by itself tomorrow.
    </p>
  )
}

/** An audit that is newer than what the page rests on. */
function Newer({ facts: { audits, here, now } }: { facts: OverviewFacts }) {
  const { newest, finished } = audits
  if (newest === null || newest.id === finished?.id) return null
  const link = <a href={`${here}/audits/${newest.id}`}>The newest one</a>
  if (newest.status === 'failed')
    return (
      <p>
        {link} could not be finished {dayFromNow(newest.startedAt, now)}.{' '}
        {newest.failure ?? 'It is tried again by itself.'}
      </p>
    )
  return (
    <p>
      {link} is under way since {newest.startedAt.slice(11, 16)} UTC
      {newest.progress.step !== '' && `: ${newest.progress.step}`}.
    </p>
  )
}

function lasted(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
  return minutes < 1 ? '' : `, in ${counted(minutes, 'minute')}`
}

function Review({ facts: { tally, waiting, here, now, nextReviewFrom } }: { facts: OverviewFacts }) {
  if (waiting.review !== null && tally !== null) {
    const { counts } = tally.review
    return (
      <>
        <a href={`${here}/reviews/${waiting.review.id}`}>{waiting.review.quarter}</a>:{' '}
        {counts.open + counts.needsSecond === 0
          ? 'nothing is left to answer'
          : `${counts.decided} of ${counts.proposed - counts.stale - counts.carriedOver} answered`}
        {counts.needsSecond > 0 && `, ${counts.needsSecond} for a second owner`},{' '}
        {dueWord(waiting.review.dueAt, now)} {dayMonth(waiting.review.dueAt, now)}
        {counts.stale > 0 &&
          `; ${counts.stale} more ended by ${counts.stale === 1 ? 'itself' : 'themselves'}`}
      </>
    )
  }
  return (
    <>
      {waiting.newestQuarter === null ? 'none was opened yet' : 'none is running'}
      {nextReviewFrom !== null && (
        <>; the next opens by itself after a complete audit from {dayMonth(nextReviewFrom, now)} on</>
      )}
    </>
  )
}

function Queue({ facts: { queue, waiting, here, now, org } }: { facts: OverviewFacts }) {
  if (queue === null)
    return (
      <>
        cannot be foretold: <a href={`${here}/settings`}>a rule cannot be read</a>
      </>
    )
  const days = queue.places.flatMap((place) => dayOfPlace(place, now) ?? []).sort()
  const waits = queue.places.length - days.length
  const link = waiting.queueOf === null ? null : `${here}/reviews/${waiting.queueOf}?view=queue`
  if (queue.places.length === 0) return <>nothing is queued</>
  const words =
    days.length === 0 ? 'nothing moves by itself' : queueInWords(days.length, [...new Set(days)], now)
  return (
    <>
      {link === null ? words : <a href={link}>{words}</a>}
      {waits > 0 && `; ${waits} ${waits === 1 ? 'waits' : 'wait'} for a person`}
      {org.pausedAt !== null && (
        <>
          ; <b>paused</b>
        </>
      )}
    </>
  )
}

function Rules({ facts: { rehearsal, rulesChangedAt, waiting, here, now } }: { facts: OverviewFacts }) {
  return (
    <>
      {rehearsal === null ? 'removals are on' : 'removals are rehearsed only'}
      {rulesChangedAt !== null && <> · last changed {dayMonth(rulesChangedAt, now)}</>}
      {waiting.allRuleChanges > 0 && (
        <>
          {' '}
          ·{' '}
          <a href={`${here}/settings#pending`}>
            {counted(waiting.allRuleChanges, 'change waits', 'changes wait')}
          </a>
        </>
      )}
    </>
  )
}
