/** The days of the queue as a table: who goes when, with those who hold only the membership folded. */

import { counted } from '../../../policy/english.ts'
import { mayStart } from '../../../policy/revocation/queue.ts'
import { type Id, type Instant, subjectKeyOf } from '../../../policy/words.ts'
import type { QueueDetail } from '../../../register/revocations/queue-details.ts'
import type { QueuePlace } from '../../../review.ts'
import { ButtonForm, Form } from '../../parts/form-fields.tsx'
import { Day, Name, NamedSubject, subjectName } from '../../parts/print.tsx'
import { dayInWords, endsIf, goesInWords, waitInWords } from './in-words.ts'

/** Who looks, and from where. */
export interface QueueViewer {
  /** The organisation's login. */
  readonly org: string
  readonly review: string
  /** The path of the review. */
  readonly here: string
  readonly owner: Id | null
  readonly token: string
  readonly now: Instant
  readonly details: ReadonlyMap<string, QueueDetail>
  /** Of a plan, the proposals whose answers are not saved; null where the queue itself is shown. */
  readonly unsaved: ReadonlySet<string> | null
}

const COLUMNS = 7

/** One day of the table. `all`: every place of that day, of which `shown` stand on this page. */
export function DayRows(props: {
  day: string
  all: readonly QueuePlace[]
  shown: readonly QueuePlace[]
  viewer: QueueViewer
}) {
  const { day, all, shown, viewer } = props
  const isFolded = ({ queued, waitsFor }: QueuePlace) =>
    queued.power === 'membership_only' && queued.isAccount && waitInWords(waitsFor) === null
  const folded = shown.filter(isFolded)
  const named = shown.filter((place) => !isFolded(place))
  const only = `${counted(folded.length, 'member')} who ${folded.length === 1 ? 'holds' : 'hold'} only the membership`
  return (
    <tbody>
      <tr class="part">
        <th colspan={COLUMNS} scope="rowgroup">
          {dayInWords(day, viewer.now)} <span class="soft small">· {ofBudget(all)}</span>
        </th>
      </tr>
      {named.map((place) => (
        <QueueRow place={place} viewer={viewer} />
      ))}
      {folded.length > 0 && (
        <tr>
          <td colspan={COLUMNS} class="soft full">
            <details>
              <summary>{named.length > 0 ? `and ${only}` : only}</summary>
              <ul class="list">
                {folded.map((place) => (
                  <li id={`queued-${place.queued.proposal}`}>
                    <Subject place={place} viewer={viewer} /> · <Change place={place} viewer={viewer} />
                  </li>
                ))}
              </ul>
            </details>
          </td>
        </tr>
      )}
    </tbody>
  )
}

/** A removal in the queue, as a row of its own. */
export function QueueRow({ place, viewer }: { place: QueuePlace; viewer: QueueViewer }) {
  const { queued, waitsFor } = place
  const detail = viewer.details.get(queued.decisionId ?? '')
  const waits = waitInWords(waitsFor)
  return (
    <tr id={`queued-${queued.proposal}`}>
      <th scope="row">
        <Subject place={place} viewer={viewer} />
      </th>
      <td>
        <span class={queued.decision === 'revoke' ? 'act-r nowrap' : 'act-d nowrap'}>
          {queued.decision ?? 'no answer stands'}
          {queued.role !== null && ` to ${queued.role.replaceAll('_', ' ')}`}
        </span>
      </td>
      <td class="full">
        <Name text={goesInWords(detail?.plan ?? [], viewer.org)} />
        {waits !== null && <p class="small soft">{waits}</p>}
      </td>
      <td class="w2">
        <NoticeSince place={place} />
      </td>
      <td class="w2 soft nowrap">{endsIf(queued.subject)}</td>
      <td>
        <Change place={place} viewer={viewer} />
      </td>
      <td class="nowrap">
        <Buttons place={place} viewer={viewer} />
      </td>
    </tr>
  )
}

/** From when the notice runs; whoever has a day though nobody has told them is owed none. */
function NoticeSince({ place: { queued, dueAt } }: { place: QueuePlace }) {
  switch (queued.notice.kind) {
    case 'sent':
      return <Day at={queued.notice.at} />
    case 'from_opening':
      return <Day at={queued.openedAt} />
    case 'unreachable':
      return <span class="soft nowrap">unreachable</span>
    case 'owed':
    case 'tried':
      return <span class="soft nowrap">{dueAt === null ? 'to be told' : 'none owed'}</span>
    case 'none':
      return <span class="soft nowrap">none owed</span>
  }
}

function Subject({ place: { queued }, viewer }: { place: QueuePlace; viewer: QueueViewer }) {
  return (
    <NamedSubject subject={queued.subject} name={viewer.details.get(queued.decisionId ?? '')?.name ?? null} />
  )
}

/** The review's page finds the answer; until it is carried out, every answer can be changed. */
function Change({ place: { queued }, viewer }: { place: QueuePlace; viewer: QueueViewer }) {
  // A link would leave the answers behind that are not saved; the page says of all at once that they are not.
  if (viewer.unsaved !== null)
    return viewer.unsaved.has(queued.proposal) ? null : <span class="small soft">saved already</span>
  return (
    <a href={`${viewer.here}?proposal=${queued.proposal}#proposal-${queued.proposal}`}>
      Change<span class="unseen"> the answer for {subjectName(queued.subject)}</span>
    </a>
  )
}

/** Carry out what is due, go on with what is half done, stop, start again; nobody's own. */
function Buttons({ place, viewer }: { place: QueuePlace; viewer: QueueViewer }) {
  const { queued, waitsFor } = place
  if (viewer.owner === null || subjectKeyOf(queued.subject) === `account:${viewer.owner}`) return null
  const about = subjectName(queued.subject)
  const startForm = (label: string) => (
    <ButtonForm
      action={`/orgs/${viewer.org}/proposals/${queued.proposal}/revocation`}
      token={viewer.token}
      label={label}
      about={about}
      kind="quiet tiny"
    />
  )
  if (waitsFor.some(({ kind }) => kind === 'owner')) return startForm('Go on')
  return (
    <>
      {/* The hourly run starts it, too. */}
      {mayStart(place) &&
        startForm(waitsFor.some(({ kind }) => kind === 'earnest') ? 'Rehearse now' : 'Carry out now')}{' '}
      <Form
        action={`/orgs/${viewer.org}/queue/${queued.stoppedAt === null ? 'stop' : 'start'}`}
        token={viewer.token}
        class="inline"
      >
        <input type="hidden" name="proposal" value={queued.proposal} />
        <input type="hidden" name="review" value={viewer.review} />
        <button type="submit" class="quiet tiny">
          {queued.stoppedAt === null ? 'Stop' : 'Start again'}
          <span class="unseen"> {about}</span>
        </button>
      </Form>
    </>
  )
}

/** `10 of 10`: of the budget, which counts accounts; keys and invitations come on top. */
function ofBudget(all: readonly QueuePlace[]): string {
  const accounts = all.filter(({ budget }) => budget !== null)
  const others = all.length - accounts.length
  const most = Math.max(0, ...accounts.map(({ budget }) => budget ?? 0))
  return [
    ...(accounts.length > 0 ? [`${accounts.length} of ${counted(most, 'account')}`] : []),
    ...(others > 0 ? [counted(others, 'other')] : []),
  ].join(', ')
}
