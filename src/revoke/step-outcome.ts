/** Records where a plan's step stands, with its history entry. */

import type { Platform } from '../platform.ts'
import { stepInWords } from '../policy/proposals/proposal-in-words.ts'
import type { Instant, OutcomeStatus, PlanStep } from '../policy/words.ts'
import type { Entry } from '../register/history/entry.ts'
import { recordChange } from '../register/history/history.ts'
import { authorizeChange } from '../register/revocations/authorize-change.ts'
import { type Outcome, outcomeStatement } from '../register/revocations/outcomes.ts'
import type { Case } from './case.ts'

/** A step of a case's plan. */
export interface StepOfCase {
  readonly revocationCase: Case
  readonly index: number
  readonly step: PlanStep
}

/** Records the outcome; a step that is done stays done. */
export async function recordOutcome(
  platform: Platform,
  of: StepOfCase,
  status: OutcomeStatus,
  error: string | null,
  now: Instant,
): Promise<{ readonly kind: 'went_on' }> {
  const { outcome, entry } = outcomeOf(of, status, error, now)
  const { organization, attempt } = of.revocationCase
  await recordChange(
    platform.register,
    organization.id,
    outcomeStatement(platform.register, attempt, outcome),
    entry,
  )
  return { kind: 'went_on' }
}

/**
 * Authorizes the step's change and records that it is attempted, in one write; `budget` as in `authorizeChange`. False:
 * nothing may be changed, and nothing was recorded.
 */
export async function authorizeAttempt(
  platform: Platform,
  of: StepOfCase,
  budget: number | null,
  now: Instant,
): Promise<boolean> {
  const { organization, attempt, decision } = of.revocationCase
  const change = { ...attempt, now, budget, decision }
  return authorizeChange(platform.register, organization.id, change, outcomeOf(of, 'attempting', null, now))
}

function outcomeOf(
  { revocationCase, index, step }: StepOfCase,
  status: OutcomeStatus,
  error: string | null,
  now: Instant,
): { readonly outcome: Outcome; readonly entry: Entry } {
  const { proposal, decision, revocation, attempt } = revocationCase
  const { action, target } = step
  const words = status === 'attempting' && error !== null ? UNANSWERED : IN_WORDS[status]
  return {
    outcome: { step: index, action, target, status, at: now, error },
    entry: {
      at: now,
      act: words.act,
      actor: revocation.startedBy,
      subject: proposal.subject,
      sentence: `${stepInWords(action)} ${target}. ${words.sentence}${error === null ? '' : ` ${error}`}`,
      facts: { proposal: proposal.id, decision: decision.id, step: index, attempt: attempt.number },
    },
  }
}

const IN_WORDS: Readonly<Record<OutcomeStatus, { readonly act: string; readonly sentence: string }>> = {
  attempting: { act: 'attempting', sentence: 'It is about to be sent to GitHub.' },
  done: { act: 'removed', sentence: 'Done.' },
  already_gone: { act: 'already_gone', sentence: 'It was gone already.' },
  rehearsed: { act: 'rehearsed', sentence: 'Rehearsed: nothing was changed on GitHub.' },
  failed: { act: 'removal_failed', sentence: 'It failed; it was left as it is.' },
  by_hand: { act: 'left_to_a_person', sentence: 'It waits for a person.' },
}

/** What was sent as often as it is tried, without an answer that says whether it is done. */
const UNANSWERED = {
  act: 'unanswered',
  sentence: 'Whether it is done is not known yet; it is read again before the end.',
}
