/** The queue as it would be with the answers of a form, before they are saved: nothing is recorded, and everything entered is kept. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { Organization } from '../../../register/organizations.ts'
import { findAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import type { ReviewView } from '../../../register/reviews/review-list.ts'
import { findQueueDetails, type QueueDetail } from '../../../register/revocations/queue-details.ts'
import type { Foreseen } from '../../../review.ts'
import type { Visit } from '../../access/visit.ts'
import type { SentForm } from '../../form.ts'
import { render } from '../../parts/layout.tsx'
import { Head } from '../queue/beside-the-days.tsx'
import { DayRows, QueueRow, type QueueViewer } from '../queue/day-rows.tsx'
import { dayOfPlace, queueInWords } from '../queue/in-words.ts'
import { namedRefusals } from '../saving/refused-notice.tsx'
import { Outcome } from './outcome.tsx'
import { PlanForm } from './plan-form.tsx'

/** Rows on the page; what follows them is counted. */
const MOST_ROWS = 150

/** The page with the plan of the answers in a form. */
export async function showPlan(
  c: Visit,
  org: Organization,
  review: Pick<ReviewView, 'id' | 'quarter' | 'dueAt'>,
  form: SentForm,
  foreseen: Foreseen,
): Promise<Response> {
  const { register, now } = c.var.platform
  const here = `/orgs/${org.login}/reviews/${review.id}`
  const places = foreseen.queue.filter(({ queued }) => queued.reviewId === review.id)
  const unsaved = new Set(foreseen.answers.map(({ found }) => found.proposal.id))
  const moving = places.filter((place) => dayOfPlace(place, now) !== null)
  const byHand = places.filter(
    (place) => unsaved.has(place.queued.proposal) && place.waitsFor.some(({ kind }) => kind === 'by_hand'),
  )
  const viewer: QueueViewer = {
    ...{ org: org.login, review: review.id, here, owner: null, now, token: c.var.formToken, unsaved },
    details: await detailsOf(c, review.id, foreseen),
  }
  return await render(
    c,
    { title: 'The plan, not saved yet', org: org.login, here: '/reviews' },
    <>
      <div class="head">
        <div>
          <p class="crumb">
            Review {review.quarter} · due {printedDay(review.dueAt)}
          </p>
          <h1>The plan, not saved yet</h1>
          <Outcome
            foreseen={foreseen}
            refused={await namedRefusals(register, review.id, foreseen.refused)}
            now={now}
          />
        </div>
      </div>
      <QueueToBe moving={moving} byHand={byHand} viewer={viewer} />
      <PlanForm action={`${here}/decisions`} token={c.var.formToken} form={form} answers={unsaved.size} />
    </>,
  )
}

/** What would move, by day, and what would be left to people. */
function QueueToBe(props: { moving: Foreseen['queue']; byHand: Foreseen['queue']; viewer: QueueViewer }) {
  const { moving, byHand, viewer } = props
  if (moving.length === 0 && byHand.length === 0) return null
  const dayOf = (place: Foreseen['queue'][number]) => dayOfPlace(place, viewer.now) ?? ''
  const days = Map.groupBy(moving, dayOf)
  const shown = moving.slice(0, MOST_ROWS)
  return (
    <section class="panel">
      <header>
        <h2>{queueInWords(moving.length, [...days.keys()], viewer.now)}</h2>
        <p>The queue of this review as it would be. Before each, everything is looked at again.</p>
      </header>
      <div class="scroll">
        <table class="cards">
          <Head caption="The queue as it would be, by day" />
          {[...Map.groupBy(shown, dayOf)].map(([day, ofDay]) => (
            <DayRows day={day} all={days.get(day) ?? []} shown={ofDay} viewer={viewer} />
          ))}
          {byHand.length > 0 && (
            <tbody>
              <tr class="part">
                <th colspan={7} scope="rowgroup">
                  By hand, on GitHub <span class="soft small">· links once it is saved</span>
                </th>
              </tr>
              {byHand.map((place) => (
                <QueueRow place={place} viewer={viewer} />
              ))}
            </tbody>
          )}
        </table>
      </div>
      {moving.length > shown.length && (
        <p class="pad soft">and {counted(moving.length - shown.length, 'more removal', 'more removals')}</p>
      )}
    </section>
  )
}

/** Steps and names of what stands in the queue, and of the answers that are not in the register yet. */
async function detailsOf(
  c: Visit,
  reviewId: string,
  { answers, queue }: Foreseen,
): Promise<ReadonlyMap<string, QueueDetail>> {
  const { register } = c.var.platform
  const [known, rows] = await Promise.all([
    findQueueDetails(
      register,
      queue.flatMap(({ queued }) => (queued.reviewId === reviewId ? (queued.decisionId ?? []) : [])),
    ),
    findAskedRows(
      register,
      reviewId,
      answers.map(({ found }) => found.proposal.id),
    ),
  ])
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return new Map([
    ...known,
    ...answers.map(({ found: { proposal }, decided: { vote } }): [string, QueueDetail] => [
      vote.id,
      { plan: vote.plan, name: names.get(proposal.id) ?? null },
    ]),
  ])
}
