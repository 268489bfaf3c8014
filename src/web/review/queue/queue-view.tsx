/** The view of the queue: what is carried out on which day, what waits for an owner, and what is done by hand. */

import { counted } from '../../../policy/english.ts'
import { rehearsalReason } from '../../../policy/revocation/in-earnest.ts'
import { installationsUrl } from '../../../policy/words/addresses.ts'
import { writeCursor } from '../../../register/cursor.ts'
import { findByHand } from '../../../register/revocations/by-hand-list.ts'
import { findQueueDetails } from '../../../register/revocations/queue-details.ts'
import type { QueuePlace } from '../../../review.ts'
import { keysIn } from '../../api/contract.ts'
import { Pager } from '../../parts/table.tsx'
import { waitsFor } from '../../permissions/seen-by-owners.ts'
import { handsOf } from '../by-hand/hands-of.ts'
import type { RowsVisit } from '../views.tsx'
import { ByHand, Head, Held, PausedNotice, WholeQueue, WriterNote } from './beside-the-days.tsx'
import { DayRows, type QueueViewer } from './day-rows.tsx'
import { dayOfPlace, queueInWords } from './in-words.ts'

/** Rows on one page, folded ones among them. */
const PAGE_SIZE = 150
const BY_HAND_SIZE = 50

export async function QueueView({ c, org, rules, review, owner, queue }: RowsVisit) {
  const { register, now, deployment } = c.var.platform
  const { login } = org
  const role = owner === null ? 'operator' : 'owner'
  const { places: all, versions } = await queue()
  const whole = all.map((place) => ({ ...place, waitsFor: waitsFor({ role }, place.waitsFor) }))
  const places = whole.filter(({ queued }) => queued.reviewId === review.id)
  const moving = places.filter((place) => dayOfPlace(place, now) !== null)
  const waiting = places.filter(({ dueAt }) => dueAt === null)
  const held = waiting.filter(({ waitsFor }) => waitsFor.every(({ kind }) => kind !== 'notice'))
  const toTell = waiting.length - held.length
  const after = keysIn(c.req.query('cursor'), 1)?.[0]
  const from = after === undefined ? 0 : moving.findIndex(({ queued }) => queued.proposal === after) + 1
  const shown = moving.slice(from, from + PAGE_SIZE)
  const last = shown.at(-1)
  const nextCursor =
    last !== undefined && from + PAGE_SIZE < moving.length ? writeCursor([last.queued.proposal]) : null
  const answers = [...shown, ...held].flatMap(({ queued: { decisionId } }) => decisionId ?? [])
  const hands = handsOf(c.var.platform, org, rules, versions)
  const [details, left] = await Promise.all([
    findQueueDetails(register, answers),
    findByHand(register, hands, review.id, keysIn(c.req.query('hands'), 2), BY_HAND_SIZE),
  ])
  const here = `/orgs/${login}/reviews/${review.id}`
  const viewer: QueueViewer = {
    ...{ org: login, review: review.id, here, owner, now, token: c.var.formToken, unsaved: null },
    details,
  }
  const rehearsal = rehearsalReason(deployment, rules)
  return (
    <>
      {org.pausedAt !== null && <PausedNotice org={org} viewer={viewer} />}
      {rehearsal !== null && (
        <p class="notice">
          Everything here is a rehearsal. {rehearsal} On its day each is rehearsed and shown below, with what
          an owner can do by hand.
        </p>
      )}
      <Days moving={moving} shown={shown} isPaused={org.pausedAt !== null} viewer={viewer} />
      <Pager here={new URL(c.req.url)} nextCursor={nextCursor} />
      {toTell > 0 && (
        <p>
          {counted(toTell, 'removal waits', 'removals wait')} until{' '}
          {toTell === 1 ? 'its person has' : 'their people have'} been told:{' '}
          <a href={`${here}/notices`}>tell them</a>. None of these holds up another.
        </p>
      )}
      {held.length > 0 && <Held places={held} viewer={viewer} />}
      {left.items.length > 0 && <ByHand items={left.items} next={left.nextCursor} here={here} />}
      {deployment.writerApp !== null && (
        <WriterNote
          waiting={whole.filter(({ dueAt }) => dueAt !== null).length}
          at={installationsUrl(deployment.webUrl, login)}
        />
      )}
    </>
  )
}

/** What moves by itself, day by day; `shown` of it stand on this page. */
function Days(props: {
  moving: readonly QueuePlace[]
  shown: readonly QueuePlace[]
  isPaused: boolean
  viewer: QueueViewer
}) {
  const { moving, shown, isPaused, viewer } = props
  const dayOf = (place: QueuePlace) => dayOfPlace(place, viewer.now) ?? ''
  const days = Map.groupBy(moving, dayOf)
  const budget = Math.max(0, ...moving.map((place) => place.budget ?? 0))
  return (
    <section class="panel">
      <header>
        <h2>
          {moving.length === 0 ? 'The queue' : queueInWords(moving.length, [...days.keys()], viewer.now)}
        </h2>
        <p>
          {budget > 0 && (
            <>
              At most {counted(budget, 'account')} a day (
              <a href={`/orgs/${viewer.org}/settings`}>settings</a>).{' '}
            </>
          )}
          Before each, everything is looked at again.
        </p>
        {!isPaused && viewer.owner !== null && <WholeQueue act="stop" viewer={viewer} />}
      </header>
      {moving.length === 0 ? (
        <p class="pad soft">Nothing of this review is on its way.</p>
      ) : (
        <div class="scroll">
          <table class="cards">
            <Head caption="The queue, by day" />
            {[...Map.groupBy(shown, dayOf)].map(([day, ofDay]) => (
              <DayRows day={day} all={days.get(day) ?? []} shown={ofDay} viewer={viewer} />
            ))}
          </table>
        </div>
      )}
    </section>
  )
}
