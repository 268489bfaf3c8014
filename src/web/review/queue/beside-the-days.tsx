/** What stands beside the days of the queue: the pause, what waits for an owner, work by hand, and the App that writes. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { ByHandItem } from '../../../policy/revocation/by-hand/item.ts'
import { actorName } from '../../../policy/words/names.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { QueuePlace } from '../../../review.ts'
import { Form } from '../../parts/form-fields.tsx'
import { ByHandList } from '../by-hand/by-hand-list.tsx'
import { QueueRow, type QueueViewer } from './day-rows.tsx'

/** While every removal is paused nothing is offered but starting them again. */
export function PausedNotice({ org, viewer }: { org: Organization; viewer: QueueViewer }) {
  if (org.pausedAt === null) return null
  return (
    <div class="notice">
      <p>
        <b>Every removal is paused</b>, since {printedDay(org.pausedAt)}
        {org.pausedBy !== null && `, by ${actorName(org.pausedBy)}`}. The days below are those on which each
        goes once they are started again. What an owner paused goes on when that owner says so, or two others
        do.
      </p>
      {viewer.owner !== null && <WholeQueue act="start" viewer={viewer} />}
    </div>
  )
}

/** The button that stops, or starts again, every removal. */
export function WholeQueue({ act, viewer }: { act: 'stop' | 'start'; viewer: QueueViewer }) {
  return (
    <Form action={`/orgs/${viewer.org}/queue/${act}`} token={viewer.token} class="end">
      <input type="hidden" name="review" value={viewer.review} />
      <button type="submit" class="quiet tiny">
        {act === 'stop' ? 'Pause all removals' : 'Start again'}
      </button>
    </Form>
  )
}

export function Head({ caption }: { caption: string }) {
  return (
    <>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Who or what</th>
          <th scope="col">Answer</th>
          <th scope="col">What goes</th>
          <th scope="col" class="w2">
            Notice since
          </th>
          <th scope="col" class="w2 nowrap">
            Ends if
          </th>
          <th scope="col">
            <span class="unseen">Change</span>
          </th>
          <th scope="col">
            <span class="unseen">Stop</span>
          </th>
        </tr>
      </thead>
    </>
  )
}

/** What no run moves: an owner has to act first. */
export function Held({ places, viewer }: { places: readonly QueuePlace[]; viewer: QueueViewer }) {
  return (
    <section class="panel">
      <header>
        <h2>
          Waits for an owner <span class="n">{places.length}</span>
        </h2>
        <p>None of these holds up another.</p>
      </header>
      <div class="scroll">
        <table class="cards">
          <Head caption="What waits for an owner" />
          <tbody>
            {places.map((place) => (
              <QueueRow place={place} viewer={viewer} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What people do on GitHub, with links, lines for a terminal and logins to paste; `next` is the cursor of what follows. */
export function ByHand(props: { items: readonly ByHandItem[]; next: string | null; here: string }) {
  const { items, next, here } = props
  return (
    <section class="panel" id="by-hand">
      <header>
        <h2>
          By hand, on GitHub <span class="n">{items.filter(({ isDone }) => !isDone).length}</span>
        </h2>
        <p>What Chatelaine may not do itself. The next audit ticks it off.</p>
      </header>
      <ByHandList items={items} about="queue" />
      {next !== null && (
        <p class="pad">
          <a href={`${here}?view=queue&hands=${next}#by-hand`}>More of it</a>
        </p>
      )}
    </section>
  )
}

/** The App that writes is awake only while something waits; its being suspended is no error. */
export function WriterNote({ waiting, at }: { waiting: number; at: string }) {
  return (
    <p class="small soft">
      {waiting === 0
        ? 'Nothing waits in the queue, so the App that writes can sleep. '
        : `${counted(waiting, 'removal waits', 'removals wait')} for the App that writes; while it is suspended they wait on. `}
      <a href={at}>{waiting === 0 ? 'Suspend it on GitHub' : 'See on GitHub that it is awake'}</a>
    </p>
  )
}
