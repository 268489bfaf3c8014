/** Shows how long ago something was, with the day behind it. */

import { printedDay } from '../../../policy/calendar.ts'
import { agoInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'

/** `4 years 5 months ago`; the day stands in the title. */
export function Ago({ at, now }: { at: Instant; now: Instant }) {
  return (
    <time datetime={at} title={printedDay(at)}>
      {agoInWords(at, now)}
    </time>
  )
}
