/** The reason that goes with an answer, as it is kept. It never judges what was said. */

import { Refusal } from '../policy/refusal.ts'

/** Characters of a reason: room for an explanation, not for a file. */
export const LONGEST_REASON = 2000

/** The reason without the space around it; refused where it is longer than is kept. */
export function reasonIn(text: string): string {
  const reason = text.trim()
  if (reason.length > LONGEST_REASON) {
    throw new Refusal(
      'invalid',
      `The reason has ${reason.length} characters; at most ${LONGEST_REASON} are kept. Please shorten it; nothing was decided.`,
    )
  }
  return reason
}
