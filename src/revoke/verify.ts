/** Proves a removal by reading again. It removes nothing and records nothing. */

import type { Platform } from '../platform.ts'
import { findOutcomes } from '../register/revocations/outcomes.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { openCase } from './case.ts'
import { isOver, subjectNow } from './subject-now.ts'

/** GitHub goes on removing in the background after it has answered: look so often before something counts as left. */
const MOST_READS = 4

/** Reads again what is left of the plan. Null where there is nothing to verify: rehearsed, or left to a person. */
export async function verify(
  platform: Platform,
  attempt: Attempt,
  betweenReadsMs: number,
): Promise<readonly string[] | null> {
  const of = await openCase(platform.register, attempt)
  const outcomes = await findOutcomes(platform.register, attempt.id)
  if (outcomes.some(({ status }) => status === 'rehearsed' || status === 'by_hand')) return null
  const github = platform.github(of.organization)
  for (let look = 1; ; look += 1) {
    const subject = await subjectNow(github, of, 'where_known')
    const left = of.plan.filter((step) => !isOver(step, subject)).map(({ target }) => target)
    if (left.length === 0 || look === MOST_READS) return left
    await new Promise((resolve) => setTimeout(resolve, betweenReadsMs))
  }
}
