/** How old the reading of newer acts may be before a change, and the next round, which reads them again. */

import type { ActsReading, RevocationPart } from '../platform.ts'
import { hoursAfter, isBefore } from '../policy/calendar.ts'
import type { Instant } from '../policy/words.ts'

/** What was read longer ago than this is read again, in minutes. */
const FRESH_MINUTES = 10

/**
 * Rounds of one attempt. One is enough for hundreds of steps, and one that came too late took more than ten minutes: twelve
 * take more than two hours, in which GitHub's hourly limits are renewed twice. More rounds would not help by themselves.
 */
const MOST_ROUNDS = 12

/** Whether what was read at `at` has to be read again; true where `at` is not known. */
export function isOld(at: Instant | null | undefined, now: Instant): boolean {
  return at == null || !isBefore(hoursAfter(now, -FRESH_MINUTES / 60), at)
}

/** The first part of the next round; throws after the last round. */
export function nextRound(reading: ActsReading | undefined): RevocationPart {
  const round = (reading?.round ?? 1) + 1
  if (round > MOST_ROUNDS) {
    throw new Error(
      `What they did lately was read ${MOST_ROUNDS} times, and each time more than ${FRESH_MINUTES} minutes passed before something could be removed, mostly in waiting for GitHub's limits. Nothing further was removed; start it again when GitHub is less busy.`,
    )
  }
  return { kind: 'newer_acts', round }
}
