/** What an owner can do about what is held on somebody: hand it out, or erase it. Folded under their dossier. */

import { printedDay } from '../../../../policy/calendar.ts'
import { counted } from '../../../../policy/english.ts'
import type { ErasureView } from '../../../../review.ts'
import { Form } from '../../../parts/form-fields.tsx'
import { accountUrl } from '../../../parts/page-addresses.ts'

export function HeldOnThem(props: {
  org: string
  login: string
  /** Null while they hold access: then nothing is looked up. */
  erasure: ErasureView | null
  /** The session's form token; null where the visitor is no owner. */
  token: string | null
  complaint: string | null
}) {
  const { org, login, erasure, token, complaint } = props
  return (
    <details class="sheet" open={complaint !== null}>
      <summary>Export and erasure</summary>
      <p>
        <a href={`/api${accountUrl(org, login)}/export`}>Everything held on {login}, as JSON</a>, for whoever
        asks for it. It stands in the history that you took it.
      </p>
      {complaint !== null && (
        <p class="complaint" role="alert">
          {complaint}
        </p>
      )}
      {erasure === null || erasure.refusal !== null ? (
        <p class="soft">
          {erasure?.refusal ?? `${login} holds access here. Somebody can be erased once they hold nothing.`}
        </p>
      ) : (
        token !== null && <EraseForm {...{ org, login, erasure, token }} />
      )}
    </details>
  )
}

function EraseForm({
  org,
  login,
  erasure,
  token,
}: {
  org: string
  login: string
  erasure: ErasureView
  token: string
}) {
  const { wayBackUntil } = erasure.holds
  return (
    <Form action={`${accountUrl(org, login)}/erasure`} token={token}>
      <p>
        <b>Erase {login} from this organisation.</b> Login, name, activity, answers, notices, reasons and{' '}
        {counted(erasure.texts, 'text')} of the history go, also where others' rows name them. What stays
        names nobody: the numbers of reviews, and the history's entries with their digests, which still
        verify. It cannot be undone. Files on GitHub that name them are read again by the next audit.
      </p>
      <fieldset>
        <legend>Why</legend>
        <p>
          <label>
            <input type="radio" name="reason" value="asked_by_person" required /> They asked for it
          </label>
        </p>
        <p>
          <label>
            <input type="radio" name="reason" value="organization" required /> We want to keep no more of them
          </label>
        </p>
      </fieldset>
      {wayBackUntil !== null && (
        <p>
          <label>
            <input type="checkbox" name="waivesWayBack" value="yes" required /> They asked for it and know
            that nothing can be given back with one click then, which is possible until{' '}
            {printedDay(wayBackUntil)}.
          </label>
        </p>
      )}
      <button type="submit" class="danger">
        Erase {login}
      </button>
    </Form>
  )
}
