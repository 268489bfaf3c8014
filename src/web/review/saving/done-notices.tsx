/** What the review's page says after a confirmation, after a comment, and after the rest was carried over. */

import { counted } from '../../../policy/english.ts'
import type { RowsVisit } from '../views.tsx'

export function ConfirmedNotice() {
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          <b>Your answer is confirmed.</b> It is decided by you alone, and the history says so.
        </p>
      </div>
    </div>
  )
}

export function SaidNotice() {
  return (
    <div class="notice good" role="status">
      <p>
        <b>Your comment stands on the row.</b> Owners and contributors read it.
      </p>
    </div>
  )
}

export function CarriedNotice({ visit: { tally } }: { visit: RowsVisit }) {
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          <b>{counted(tally.review.counts.carriedOver, 'question')} carried over.</b> Nothing of them is
          removed; the next review asks again.
        </p>
      </div>
    </div>
  )
}
