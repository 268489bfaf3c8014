/** Lets caches keep an answer that is the same for everybody, so that a flood of requests for it costs nothing. */

import type { Visit } from '../access/visit.ts'

/** How long; as long a page stays after owners have switched it off. */
const SECONDS = 300

/** Only for what holds no name, reads no cookie and is the same for every caller. */
export function publicCache(c: Visit): void {
  c.header('cache-control', `public, max-age=${SECONDS}`)
}
