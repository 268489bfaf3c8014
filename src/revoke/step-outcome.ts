/** Records the outcome of a plan's step, with its history entry. */

import type { Platform } from '../platform.ts'
import { stepInWords } from '../policy/proposals/proposal-in-words.ts'
import type { Instant, OutcomeStatus, PlanStep } from '../policy/words.ts'
import { recordChange } from '../register/history/history.ts'
import { outcomeStatement } from '../register/revocations/outcomes.ts'
import type { Case } from './case.ts'

/** Records the outcome; a step that is done stays done. */
export async function recordOutcome(
  platform: Platform,
  revocationCase: Case,
  index: number,
  step: PlanStep,
  status: OutcomeStatus,
  error: string | null,
  now: Instant,
): Promise<{ readonly kind: 'went_on' }> {
  const { action, target } = step
  const outcome = { step: index, action, target, status, at: now, error }
  await recordChange(
    platform.register,
    revocationCase.organization.id,
    outcomeStatement(platform.register, revocationCase.attempt, outcome),
    {
      at: now,
      act: ACTS[status],
      actor: revocationCase.revocation.startedBy,
      subject: revocationCase.proposal.subject,
      sentence: `${stepInWords(action)} ${target}. ${OUTCOMES[status]}${error === null ? '' : ` ${error}`}`,
      facts: {
        proposal: revocationCase.proposal.id,
        decision: revocationCase.decision.id,
        step: index,
        attempt: revocationCase.attempt.number,
      },
    },
  )
  return { kind: 'went_on' }
}

const ACTS: Readonly<Record<OutcomeStatus, string>> = {
  attempting: 'attempting',
  done: 'removed',
  already_gone: 'already_gone',
  rehearsed: 'rehearsed',
  failed: 'removal_failed',
  by_hand: 'left_to_a_person',
}

const OUTCOMES: Readonly<Record<OutcomeStatus, string>> = {
  attempting: 'It is about to be sent to GitHub.',
  done: 'Done.',
  already_gone: 'It was gone already.',
  rehearsed: 'Rehearsed: nothing was changed on GitHub.',
  failed: 'It failed; it was left as it is.',
  by_hand: 'It waits for a person.',
}
