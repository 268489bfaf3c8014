/** What somebody answered about their own access, as everybody else reads it. */

import { printedDay } from '../calendar.ts'
import type { AnswerKind, Instant } from '../words.ts'

/** After "said: " or "answered: ". */
export function saidInWords({
  answer,
  until,
}: {
  readonly answer: AnswerKind
  readonly until: Instant | null
}): string {
  switch (answer) {
    case 'still_needed':
      return 'still needed'
    case 'away':
      return until === null ? 'away' : `away until ${printedDay(until)}`
    case 'step_down':
      return 'steps down'
    case 'wrong':
      return 'something here is wrong'
  }
}
