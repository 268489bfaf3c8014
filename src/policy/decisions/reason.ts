/** The reason of a decision: trimmed, and never too long. */

import { type Refused, refused } from '../refusal.ts'

/** The longest reason, in characters: enough for an explanation, not for a file. */
export const LONGEST_REASON = 2000

/** The trimmed reason; throws a Refusal where it is too long. */
export function reasonIn(text: string): string {
  const why = whyTooLong(text)
  if (why !== null) throw why.refusal
  return text.trim()
}

/** The refusal of a reason that is too long; null where it is not. */
export function whyTooLong(reason: string): Refused | null {
  const { length } = reason.trim()
  if (length <= LONGEST_REASON) return null
  return refused(
    'invalid',
    `The reason has ${length} characters; at most ${LONGEST_REASON} are kept. Please shorten it; nothing was decided.`,
  )
}
