/** Refuses a start that something else has to come before: an owner's stop, or the budget. `why` in the facts says which. */

import type { Platform } from '../../platform.ts'
import { printedDay, printedMoment } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { budgetFreeAt } from '../../policy/revocation/queue-days.ts'
import { removalBudget } from '../../policy/revocation/safety-checks.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { findLeavesNow } from '../../register/people/leaves.ts'
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

/** Refuses while the person is away. Only a person is told until when, or that it is leave at all. */
export async function refuseAway(
  { register }: Pick<Platform, 'register'>,
  { subject, orgId }: Pick<Proposal, 'subject' | 'orgId'>,
  by: Actor,
  now: Instant,
): Promise<void> {
  if (subject.kind !== 'account') return
  const leave = (await findLeavesNow(register, orgId, now)).get(subject.id)
  if (leave === undefined) return
  if (by.kind !== 'person')
    throw new Refusal('conflict', 'This removal waits, as the review says to owners. Nothing was started.')
  throw new Refusal(
    'conflict',
    `They are away until ${printedDay(leave.until)}, so nothing was started. It goes on by itself after that.`,
    { why: 'away', notBefore: leave.until },
  )
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
