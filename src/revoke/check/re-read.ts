/** Reads the subject again: what is gone, what became of a change without an answer, and at the end what is left. */

import type { Platform } from '../../platform.ts'
import type { Instant } from '../../policy/words.ts'
import {
  findOutcomes,
  isFinalOutcome,
  type Outcome,
  outcomesOf,
} from '../../register/revocations/outcomes.ts'
import type { Attempt } from '../../register/revocations/revocations.ts'
import { type CaseWithAccess, loadCase, withAccess } from '../case.ts'
import { recordOutcome } from '../step-outcome.ts'
import { pathsLeft } from './paths-left.ts'
import { isOver, type SubjectNow, subjectNow } from './subject-now.ts'

/** Noted beside a change that we made although GitHub's answer never came. */
export const ANSWER_LOST = "GitHub's answer was lost; reading again showed that it is done."

const STILL_THERE = "GitHub's answer was lost; reading again showed that it is still there."

/** GitHub continues removals in the background, so it is read up to this often before something counts as left. */
const MOST_READS = 4

/** Reads the subject again and records the steps that are over by now, as far as they were not recorded. */
export async function recordWhatIsGone(platform: Platform, attempt: Attempt, now: Instant): Promise<void> {
  const revocationCase = await withAccess(platform.register, await loadCase(platform.register, attempt))
  const github = platform.github(revocationCase.organization)
  const subject = await subjectNow(github, revocationCase, 'where_known')
  const outcomes = outcomesOf(revocationCase.plan, await findOutcomes(platform.register, attempt.id))
  await recordReading(platform, revocationCase, outcomes, subject, 'in_between', now)
}

/** Finds out what became of changes without an answer, before an attempt ends. Asks GitHub nothing where there are none. */
export async function settleUnanswered(platform: Platform, attempt: Attempt, now: Instant): Promise<void> {
  const outcomes = await findOutcomes(platform.register, attempt.id)
  if (!outcomes.some(({ status }) => status === 'attempting')) return
  const revocationCase = await withAccess(platform.register, await loadCase(platform.register, attempt))
  const github = platform.github(revocationCase.organization)
  const subject = await subjectNow(github, revocationCase, 'where_known')
  await recordReading(platform, revocationCase, outcomes, subject, 'at_the_end', now)
}

/**
 * What is left of the plan, by its steps' targets, without what was rehearsed or left to a person, and paths that the plan did
 * not know of. Null where all of it was rehearsed or left to a person.
 * What became of a change without an answer is recorded in any case.
 */
export async function verify(
  platform: Platform,
  attempt: Attempt,
  betweenReadsMs: number,
  now: Instant,
): Promise<readonly string[] | null> {
  const carriedOut = await loadCase(platform.register, attempt)
  const outcomes = outcomesOf(carriedOut.plan, await findOutcomes(platform.register, attempt.id))
  const unproven = new Set(
    outcomes.flatMap(({ step, status }) => (status === 'rehearsed' || status === 'by_hand' ? [step] : [])),
  )
  if (unproven.size > 0 && unproven.size === carriedOut.plan.length) return null
  const revocationCase = await withAccess(platform.register, carriedOut)
  const github = platform.github(revocationCase.organization)
  for (let reads = 1; ; reads += 1) {
    const subject = await subjectNow(github, revocationCase, 'where_known')
    const left = revocationCase.plan
      .filter((step, index) => !unproven.has(index) && !isOver(step, subject))
      .map(({ target }) => target)
    if (left.length === 0 || reads === MOST_READS) {
      await recordReading(platform, revocationCase, outcomes, subject, 'at_the_end', now)
      if (left.length > 0 || unproven.size > 0) return left
      return pathsLeft(github, revocationCase, subject)
    }
    await new Promise((resolve) => setTimeout(resolve, betweenReadsMs))
  }
}

/**
 * Records what was read. A step that is over is ours where it was attempted, and was gone already where it never was. At
 * the end, what was attempted and is still there has failed.
 */
async function recordReading(
  platform: Platform,
  revocationCase: CaseWithAccess,
  outcomes: readonly Outcome[],
  subject: SubjectNow,
  when: 'in_between' | 'at_the_end',
  now: Instant,
): Promise<void> {
  for (const [index, step] of revocationCase.plan.entries()) {
    const before = outcomes.find((outcome) => outcome.step === index)
    if (isFinalOutcome(before)) continue
    const of = { revocationCase, index, step }
    const isAttempted = before?.status === 'attempting'
    if (isOver(step, subject)) {
      if (isAttempted) await recordOutcome(platform, of, 'done', ANSWER_LOST, now)
      else await recordOutcome(platform, of, 'already_gone', null, now)
    } else if (isAttempted && when === 'at_the_end') {
      await recordOutcome(platform, of, 'failed', before.error ?? STILL_THERE, now)
    }
  }
}
