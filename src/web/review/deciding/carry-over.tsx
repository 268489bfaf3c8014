/** Leaves what nobody has answered for the next review: one click with a reason. */

import { Form } from '../../parts/form-fields.tsx'
import type { RowsVisit } from '../views.tsx'

/** Folded below the rows. */
export function CarryOver({ visit }: { visit: RowsVisit }) {
  const { c, here, tally, sent } = visit
  const complaint = sent?.complaints.get('carry-over')
  const left = tally.views.decide
  return (
    <details class="fold no-print" open={complaint !== undefined}>
      <summary>Leave the rest for the next review</summary>
      <Form action={`${here}/carry-over`} token={c.var.formToken} class="panel pad">
        <p>
          {left === 1 ? 'The one question' : `All ${left} questions`} that nobody has answered{' '}
          {left === 1 ? 'is' : 'are'} asked again in the next review. Nothing of it is removed. What is your
          own case stays open.
        </p>
        <div class="row">
          <label class="unseen" for="carry-over">
            Reason for leaving the rest
          </label>
          <input
            id="carry-over"
            name="reason"
            required
            maxlength={2000}
            placeholder="Reason"
            value={complaint === undefined ? '' : (sent?.text('reason') ?? '')}
            {...(complaint === undefined
              ? {}
              : { 'aria-invalid': 'true', 'aria-describedby': 'complaint-carry-over' })}
          />
          <button type="submit" class="quiet">
            Carry the rest over
          </button>
        </div>
        {complaint !== undefined && (
          <p class="complaint" id="complaint-carry-over">
            {complaint}
          </p>
        )}
      </Form>
    </details>
  )
}
