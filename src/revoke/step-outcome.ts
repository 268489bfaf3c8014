/** Records where a plan's step stands, with its history entry. */

import type { Platform } from '../platform.ts'
import { stepInWords } from '../policy/proposals/proposal-in-words.ts'
import { removalsByDefault } from '../policy/revocation/in-earnest.ts'
import type { Instant, OutcomeStatus, PlanStep } from '../policy/words.ts'
import { OUTCOME_ACTS } from '../register/history/compare/reconcile.ts'
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
  const { organization, attempt, decision, rules } = of.revocationCase
  const removals = removalsByDefault(platform.deployment.apiUrl)
  const { noticeDays } = rules
  const change = { ...attempt, now, budget, decision, noticeDays, removalsByDefault: removals }
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
  const isUnanswered = status === 'attempting' && error !== null
  const words = isUnanswered ? UNANSWERED : { act: OUTCOME_ACTS[status], sentence: SENTENCES[status] }
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

const SENTENCES: Readonly<Record<OutcomeStatus, string>> = {
  attempting: 'It is about to be sent to GitHub.',
  done: 'Done.',
  already_gone: 'It was gone already.',
  rehearsed: 'Rehearsed: nothing was changed on GitHub.',
  failed: 'It failed; it was left as it is.',
  by_hand: 'It waits for a person.',
}

/** The entry about a step that was sent in every try, and no answer says whether it is done. */
const UNANSWERED = {
  act: 'unanswered',
  sentence: 'Whether it is done is not known yet; it is read again before the end.',
}
