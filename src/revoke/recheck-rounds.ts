/** How old the reading of newer acts may be before a change, and the next round, which reads anew. It reads nothing itself. */

import type { ActsReading, RevocationPart } from '../platform.ts'
import { hoursAfter, isBefore } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'

/** Evidence that is older than this is read anew (minutes). */
const FRESH_MINUTES = 10

/**
 * Rounds of one attempt. One is enough for hundreds of steps, and each that comes too late has lasted longer than ten minutes:
 * twelve outlast two hours, and so two renewals of GitHub's hourly limits. What is still too late then will not get better by itself.
 */
const MOST_ROUNDS = 12

/** Whether what was read at `at` must be read anew; what is not known to be fresh must. */
export function isOld(at: Instant | null | undefined, now: Instant): boolean {
  return at == null || !isBefore(hoursAfter(now, -FRESH_MINUTES / 60), at)
}

/** The part with which the round behind this one begins; throws behind the last. */
export function nextRound(reading: ActsReading | undefined): RevocationPart {
  const round = (reading?.round ?? 1) + 1
  if (round > MOST_ROUNDS) {
    throw new Error(
      `What they did lately was read ${MOST_ROUNDS} times, and each time more than ${FRESH_MINUTES} minutes passed before something could be removed, mostly in waiting for GitHub's limits. Nothing further was removed; start it again when GitHub is less busy.`,
    )
  }
  return { kind: 'newer_acts', round }
}
