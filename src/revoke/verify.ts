/** Verifies a removal by reading GitHub again. */

import type { Platform } from '../platform.ts'
import type { Instant } from '../policy/words.ts'
import { findOutcomes } from '../register/revocations/outcomes.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { loadCase, withAccess } from './case.ts'
import { recordReading } from './re-read.ts'
import { isOver, subjectNow } from './subject-now.ts'

/** GitHub continues removals in the background, so it is read up to this often before something counts as left. */
const MOST_READS = 4

/**
 * What is left of the plan, by its steps' targets. Null where nothing is to be verified: rehearsed, or left to a person.
 * What became of a change without an answer is recorded in any case.
 */
export async function verify(
  platform: Platform,
  attempt: Attempt,
  betweenReadsMs: number,
  now: Instant,
): Promise<readonly string[] | null> {
  const carriedOut = await loadCase(platform.register, attempt)
  const outcomes = await findOutcomes(platform.register, attempt.id)
  const isUnverified = outcomes.some(({ status }) => status === 'rehearsed' || status === 'by_hand')
  if (isUnverified && !outcomes.some(({ status }) => status === 'attempting')) return null
  const revocationCase = await withAccess(platform.register, carriedOut)
  const github = platform.github(revocationCase.organization)
  for (let reads = 1; ; reads += 1) {
    const subject = await subjectNow(github, revocationCase, 'where_known')
    const left = revocationCase.plan.filter((step) => !isOver(step, subject)).map(({ target }) => target)
    if (left.length === 0 || reads === MOST_READS) {
      await recordReading(platform, revocationCase, outcomes, subject, 'at_the_end', now)
      return isUnverified ? null : left
    }
    await new Promise((resolve) => setTimeout(resolve, betweenReadsMs))
  }
}
