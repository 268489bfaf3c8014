/** Until when the person is away, set and ended by themselves, for every organisation served here. */

import { isStanding } from '../../../policy/people/leave.ts'
import type { Instant } from '../../../policy/words.ts'
import { ButtonForm, Field, Form } from '../../parts/form-fields.tsx'
import { Day } from '../../parts/print.tsx'
import type { AboutMe } from './about-me.ts'
import { daysOfLeave } from './answer-cards.tsx'

/** A leave that was sent and not taken: the day as entered, and why. */
export interface SentLeave {
  readonly until: string
  readonly complaint: string
}

interface LeaveProps {
  readonly me: Pick<AboutMe, 'leaves' | 'organizations'>
  /** Whether a question stands above, whose answers hold the same for its organisation. */
  readonly isAsked: boolean
  readonly token: string
  readonly sent: SentLeave | null
  readonly now: Instant
}

/** Under a question folded, and left out where the question's own answer comes to the same. */
export function LeavePanel(props: LeaveProps) {
  const { me, isAsked, sent, now } = props
  const isAway = me.leaves.some((leave) => isStanding(leave, now))
  if (isAsked && !isAway && sent === null) {
    if (me.organizations.length < 2) return null
    return (
      <details class="panel in" id="leave">
        <summary>Away from every organisation here for a while?</summary>
        <div class="pad">
          <Leave {...props} />
        </div>
      </details>
    )
  }
  return (
    <section class="panel pad" id="leave">
      <h2>{isAway ? 'You are away' : 'Away for a while?'}</h2>
      <Leave {...props} />
    </section>
  )
}

function Leave({ me, token, sent, now }: LeaveProps) {
  const standing = me.leaves.filter((leave) => isStanding(leave, now))
  return (
    <>
      {standing.map(({ until, organization, orgId, by, accountId }) => (
        <p>
          Until <Day at={until} />,{' '}
          {orgId === null ? 'from everything served here' : `from ${organization ?? 'one organisation'}`}
          {by.kind === 'person' && by.id !== accountId && `, as ${by.login} entered`}. Nothing of yours is
          taken away before that day.
        </p>
      ))}
      {standing.length > 0 && (
        <div class="field">
          <ButtonForm action="/me/leave/end" token={token} label="I am back" kind="quiet" />
        </div>
      )}
      <p>
        {standing.length === 0
          ? 'Say until when, and no access of yours is taken away before that day, and nobody writes to you about it. Just work if you come back earlier: whatever you do counts.'
          : 'Another day takes the place of the one that you have set yourself.'}{' '}
        It holds in every organisation served here, for at most 12 months in any 24. The owners there see the
        day; nobody else does, and nobody asks why.
      </p>
      <Form action="/me/leave" token={token} class="filters">
        <Field id="leave-until" label="Back on" complaint={sent?.complaint}>
          <input
            type="date"
            id="leave-until"
            name="until"
            required
            {...daysOfLeave(now)}
            value={sent?.until ?? ''}
            {...(sent !== null && { 'aria-invalid': 'true', 'aria-describedby': 'leave-until-complaint' })}
          />
        </Field>
        <div class="field">
          <button type="submit" class="quiet">
            {standing.length === 0 ? 'I am away until then' : 'Set this day'}
          </button>
        </div>
      </Form>
    </>
  )
}
