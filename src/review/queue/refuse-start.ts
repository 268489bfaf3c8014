/** Refuses a start that something else has to come before: an owner's stop, or the budget. `why` in the facts says which. */

import type { Platform } from '../../platform.ts'
import { printedMoment } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { budgetFreeAt } from '../../policy/revocation/queue-days.ts'
import { removalBudget } from '../../policy/revocation/safety-checks.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Instant } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import type { Proposal } from '../../register/reviews/proposals.ts'
import { findBudgetState } from '../../register/revocations/queue.ts'

/** While an owner has paused every removal, or stopped this one. */
export function refuseHeld(
  { pausedAt }: Pick<Organization, 'pausedAt'>,
  { stoppedAt }: Pick<Proposal, 'stoppedAt'>,
): void {
  if (pausedAt !== null) {
    throw new Refusal(
      'conflict',
      'An owner has paused every removal, so nothing was started. They can be started again in the queue or under Settings.',
      { why: 'paused' },
    )
  }
  if (stoppedAt !== null) {
    throw new Refusal(
      'conflict',
      'An owner has stopped this removal, so nothing was started. It can be started again in the queue.',
      { why: 'stopped' },
    )
  }
}

/** While the removal budget is spent; the queue takes it up by itself once it is not. */
export async function refuseSpent(
  { register }: Pick<Platform, 'register'>,
  { subject, scope, orgId }: Pick<Proposal, 'subject' | 'scope' | 'orgId'>,
  rules: Rules,
  now: Instant,
): Promise<void> {
  if (subject.kind !== 'account' || scope !== null) return
  const { accounts, spent } = await findBudgetState(register, orgId, now)
  const freeAt = budgetFreeAt(spent, removalBudget(rules, accounts), now)
  if (freeAt === null) return
  throw new Refusal(
    'conflict',
    `The removal budget of 24 hours is spent, so nothing was started. The queue goes on by itself; there is budget again from ${printedMoment(freeAt)} on.`,
    { why: 'budget', notBefore: freeAt },
  )
}
