/** Shows in a line of a list how long ago something was, and days. */

import { printedDay } from '../../../policy/calendar.ts'
import { agoInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'

/** `4 y 5 mo ago`, for a line of a table: it has to fit beside much else. The day stands in the title. */
export function ShortAgo({ at, now }: { at: Instant; now: Instant }) {
  return (
    <time datetime={at} title={printedDay(at)}>
      {agoInWords(at, now)
        .replace(/ years?/, ' y')
        .replace(/ months?/, ' mo')}
    </time>
  )
}

export function ShortDay({ at }: { at: Instant }) {
  return <time datetime={at}>{shortDay(at)}</time>
}

/** `22 Nov 2026`. */
export function shortDay(at: Instant): string {
  return printedDay(at).replace(/([A-Z][a-z]{2})[a-z]*/, '$1')
}

/** `4 years 5 months ago`; the day stands in the title. */
export function Ago({ at, now }: { at: Instant; now: Instant }) {
  return (
    <time datetime={at} title={printedDay(at)}>
      {agoInWords(at, now)}
    </time>
  )
}
