/** What owners see of people who ask to come back: a line on the overview, and in the row the form that declines. */

import { type Subject, subjectKeyOf } from '../../../policy/words.ts'
import type { AskedBack, DoneView } from '../../../register/revocations/restorations/done-list.ts'
import { Form } from '../../parts/form-fields.tsx'
import { Day, Name, subjectName } from '../../parts/print.tsx'

/** Who asks, each with the row where it is answered; nothing where nobody does. */
export function AskingBack(props: {
  here: string
  asking: readonly { readonly revocationId: string; readonly reviewId: string; readonly subject: Subject }[]
}) {
  if (props.asking.length === 0) return null
  const people = new Map(props.asking.map((each) => [subjectKeyOf(each.subject), each]))
  return (
    <div class="notice">
      <p>
        {[...people.values()].map(({ revocationId, reviewId, subject }, index) => (
          <>
            {index > 0 && ', '}
            <a href={`${props.here}/reviews/${reviewId}?view=done#proposal-${revocationId}`}>
              {subjectName(subject)}
            </a>
          </>
        ))}{' '}
        {people.size === 1 ? 'asks' : 'ask'} to come back. Nothing happens before an owner answers.
      </p>
    </div>
  )
}

/** That the person asks, what they write, and the form that declines; giving back is the row's own button. */
export function AsksBack(props: {
  request: AskedBack
  done: DoneView
  org: string
  token: string | null
  isOwnCase: boolean
}) {
  const { request, done, token } = props
  const name = subjectName(done.proposal.subject)
  const id = `decline-${done.proposal.id}`
  return (
    <div>
      <p>
        <b>{name} asks to come back</b>, since <Day at={request.at} />
        {request.text !== null && (
          <>
            : <Name text={request.text} />
          </>
        )}
      </p>
      {token !== null && !props.isOwnCase && (
        <details>
          <summary>Decline</summary>
          <Form action={`/orgs/${props.org}/proposals/${done.proposal.id}/decline-return`} token={token}>
            <div class="field">
              <label for={id}>Why? {name} does not see it, owners do: it stands in the history.</label>
              <input class="wide" id={id} name="reason" maxlength={2000} />
            </div>
            <p class="small soft">{name} is told that it was declined, and whom to talk to.</p>
            <button type="submit" class="quiet">
              Decline<span class="unseen"> to give back to {name}</span>
            </button>
          </Form>
        </details>
      )}
    </div>
  )
}
