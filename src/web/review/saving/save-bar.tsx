/** The bar that saves a form of rows: how many answers there are, the reason for all of them, *Save*, and the plan beforehand. */

import type { SentAnswers } from '../views.tsx'
import { ReasonField } from './reason-field.tsx'

export function SaveBar({ sent }: { sent: SentAnswers | null }) {
  return (
    <div class="save">
      <div class="count">
        <b>
          Answers: <span class="n-all" />
        </b>
        <small class="n-each" />
      </div>
      <ReasonField
        value={sent?.text('group') === '' ? sent.text('reason') : ''}
        complaint={sent?.complaints.get('reason')}
      />
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
