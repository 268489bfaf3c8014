/** The cell of the way back: the form that gives back and its last day, where it stands, or why there is none. */

import { isBefore } from '../../../policy/calendar.ts'
import { giveBackUntil, type Keeping } from '../../../policy/people/keeping.ts'
import { actorName } from '../../../policy/words/names.ts'
import type { Instant } from '../../../policy/words.ts'
import type { DoneView } from '../../../register/revocations/restorations/done-list.ts'
import { ButtonForm } from '../../parts/form-fields.tsx'
import { Day, Name, subjectName } from '../../parts/print.tsx'
import { AsksBack } from './asks-back.tsx'

/** The complaint about one giving back, shown in its row; null where none was refused. */
export interface GiveBackComplaint {
  readonly proposal: string
  /** What was not done; absent: not given back. */
  readonly heading?: string
  readonly sentence: string
  /** Whether a new sign-in would mend it. */
  readonly signIn: boolean
}

export function WayBack(props: {
  done: DoneView
  org: string
  /** The session's form token; null where the visitor only reads. */
  token: string | null
  person: number | null
  isOwnCase: boolean
  complaint: GiveBackComplaint | null
  /** Where a new sign-in begins. */
  again: string
  keeping: Keeping
  now: Instant
}) {
  const { done, complaint, again } = props
  return (
    <>
      {done.request !== null && props.token !== null && <AsksBack {...props} request={done.request} />}
      <Standing {...props} />
      {complaint !== null && (
        <p class="complaint">
          {complaint.sentence} {complaint.signIn && <a href={again}>Sign in again</a>}
        </p>
      )}
      {done.links.length > 0 && (
        <ul class="list">
          {done.links.map(({ target, url }) => (
            <li>
              <a href={url}>
                <Name text={target} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Standing({ done, org, token, person, isOwnCase, keeping, now }: Parameters<typeof WayBack>[0]) {
  const { proposal, revocation, restoration, rejoined, takenAt } = done
  const give = (label: string) =>
    token === null || isOwnCase ? null : (
      <ButtonForm
        action={`/orgs/${org}/proposals/${proposal.id}/give-back`}
        token={token}
        label={label}
        about={subjectName(proposal.subject)}
        kind="quiet tiny"
      />
    )
  if (rejoined?.how === 'way_back')
    return (
      <span class="act-k">
        Given back on <Day at={rejoined.at} />
      </span>
    )
  if (restoration !== null && restoration.status !== 'done') {
    const isAsker = restoration.askedBy.kind === 'person' && restoration.askedBy.id === person
    const [sentence, label] = STANDING[restoration.status]
    return (
      <>
        {sentence}
        {restoration.status === 'waiting' && `, asked for by ${actorName(restoration.askedBy)}`}
        {restoration.status !== 'running' && restoration.reason !== null && (
          <span class="small soft"> {restoration.reason}</span>
        )}{' '}
        {label !== null && give(restoration.status === 'waiting' && isAsker ? 'Agree alone' : label)}
      </>
    )
  }
  const came = rejoined !== null && (
    <span class="small soft">
      {rejoined.how === 'sync' ? 'put back by a sync, seen ' : 'came back elsewhere, seen '}
      <Day at={rejoined.at} />
    </span>
  )
  if (revocation.rehearsal || takenAt === null) return came || <span class="soft">nothing to give back</span>
  const until = giveBackUntil(takenAt, keeping)
  if (isBefore(until, now))
    return (
      <span class="soft">
        ended on <Day at={until} />
      </span>
    )
  return (
    <>
      {came} {give('Give back')}{' '}
      <span class="small soft nowrap">
        until <Day at={until} />
      </span>
    </>
  )
}

/** What is said of a giving back that is not done, and the button that goes on with it. */
const STANDING: Readonly<
  Record<'waiting' | 'running' | 'invited' | 'by_hand' | 'failed', readonly [string, string | null]>
> = {
  waiting: ["An owner's or admin's role: another owner has to agree", 'Agree, and give back'],
  running: ['Being given back', null],
  invited: ['Invited; waits for them to accept.', null],
  by_hand: ['To be given back by hand on GitHub.', null],
  failed: ['Not given back yet.', 'Send again'],
}
