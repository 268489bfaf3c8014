/** How long a review takes to answer. */

import type { GroupTally } from '../../../register/reviews/page/review-tally.ts'

/** A person needs about four seconds for a row (measured on the drawn pages). */
const SECONDS_PER_ROW = 4.3

/** Of a group that takes one answer, so many rows are looked at before it is given. */
const ROWS_FOR_ONE_ANSWER = 20

/** Whole minutes for what is left to decide. Owners and admins are answered one by one. */
export function minutesFor(groups: readonly Pick<GroupTally, 'group' | 'count'>[]): number {
  const rows = groups.map(({ group, count }) =>
    group === 'owners_and_admins' ? count : Math.min(count, ROWS_FOR_ONE_ANSWER),
  )
  return Math.ceil((rows.reduce((sum, count) => sum + count, 0) * SECONDS_PER_ROW) / 60)
}
