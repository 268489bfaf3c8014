/** The bar that saves a form of rows: how many answers there are, the reason for all of them, *Save*, and the plan beforehand. */

import type { SentAnswers } from '../views.tsx'

export function SaveBar({ sent }: { sent: SentAnswers | null }) {
  const complaint = sent?.complaints.get('reason')
  return (
    <div class="save">
      <div class="count">
        <b>
          Answers: <span class="n-all" />
        </b>
        <small class="n-each" />
      </div>
      <div class="reason">
        <label class="unseen" for="reason">
          Reason, for all answers that have none of their own
        </label>
        <input
          class="wide"
          id="reason"
          name="reason"
          required
          maxlength={2000}
          placeholder="Reason, for all answers that have none of their own"
          value={sent?.text('group') === '' ? sent.text('reason') : ''}
          {...(complaint === undefined
            ? {}
            : { 'aria-invalid': 'true', 'aria-describedby': 'complaint-reason' })}
        />
        {complaint !== undefined && (
          <p class="complaint" id="complaint-reason">
            {complaint}
          </p>
        )}
      </div>
      <button type="submit">
        Save <span class="n-all" aria-hidden="true" />
        <span class="unseen">answers</span>
      </button>
      {/* After *Save*, which is what the return key in a field presses. */}
      <button type="submit" name="plan" value="1" class="quiet" formnovalidate>
        See the plan
      </button>
    </div>
  )
}
