/** Says under a review's heading from which day on something can be removed. */

import { hoursAfter, isBefore, latest, printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { earliestRemoval } from '../../../policy/revocation/earliest-removal.ts'
import type { RowsVisit } from '../views.tsx'

/**
 * By the notice since the opening, as if everybody had been told then, and the cooling time from now; being told later, and
 * other rules that bind, can only make it later. It begins a sentence that goes on after "Until then".
 */
export function EarliestDay({ visit: { review, rules, tally, here, c } }: { visit: RowsVisit }) {
  const { now } = c.var.platform
  const earliest =
    latest(earliestRemoval({ ...review, notice: FROM_OPENING }, { at: now }, rules), now) ?? now
  if (!isBefore(now, earliest)) return <>Until it is carried out</>
  // Only the cooling time holds back what is answered now: what was decided before may go earlier.
  if (tally.queued > 0 && !isBefore(hoursAfter(now, rules.coolingHours), earliest))
    return (
      <>
        What is answered now is removed on <b>{printedDay(earliest)}</b> at the earliest; what was decided
        before, on its day in the <a href={`${here}?view=queue`}>queue</a>. Until then
      </>
    )
  const { steppingDown } = tally
  return (
    <>
      Nothing is removed before <b>{printedDay(earliest)}</b>
      {steppingDown > 0 &&
        `, except what ${counted(steppingDown, 'person gives', 'people give')} up themselves`}
      . Until then
    </>
  )
}

const FROM_OPENING = { kind: 'from_opening' } as const
