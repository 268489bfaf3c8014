/** Shows how long ago something was, with the day behind it. */

import { agoInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'

/** `4 years 5 months ago`; the day stands in the title. */
export function Ago({ at, now }: { at: Instant; now: Instant }) {
  return (
    <time datetime={at} title={at.slice(0, 10)}>
      {agoInWords(at, now)}
    </time>
  )
}
