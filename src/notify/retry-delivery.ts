/** Says when a message that a channel did not take is tried again, and when it is given up. */

import type { Delivery } from './deliver.ts'

/** Seconds to wait after the first, second … failed try, where the channel names no time; then the message is given up. */
const BACK_OFF_SECONDS = [2, 60, 600, 3600, 3 * 3600, 12 * 3600, 24 * 3600] as const

/** After a failed try the channel's other messages wait too, for at most this long. */
export const REST_SECONDS = 60

/** Seconds until the next try, where `attempt` (from 1) failed; null where no try will follow. */
export function secondsUntilRetry(
  delivery: Delivery & { readonly ok: false },
  attempt: number,
): number | null {
  const backOff = BACK_OFF_SECONDS[attempt - 1]
  if (backOff === undefined) return null
  switch (delivery.retry) {
    case 'later':
      return delivery.retryAfterSeconds ?? backOff
    case 'no_answer':
      // It may have arrived, so the second try must not follow at once.
      return Math.max(backOff, REST_SECONDS)
    case 'never':
      return null
  }
}
