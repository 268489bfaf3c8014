/** The letter to the owners about how a revocation ended. It decides nothing. */

import { type LetteredEnding, letterhead, revoked } from '../notify/messages.ts'
import type { Outside } from '../platform.ts'
import type { OutcomeStatus } from '../policy/words.ts'
import { historyHead } from '../register/history/history.ts'
import { outcomesOf } from '../register/revocations/outcomes.ts'
import type { Case } from './case.ts'
import type { Ending } from './end-attempt.ts'

/** Posts the letter; never throws for a channel's sake. */
export async function tell(outside: Outside, of: Case, ending: Ending): Promise<void> {
  const { organization, proposal, carrying } = of
  const outcomes = await outcomesOf(outside.register, carrying.id)
  const counted = (wanted: OutcomeStatus) => outcomes.filter(({ status }) => status === wanted).length
  const head = letterhead(outside.deployment.publicUrl, organization, of.rules)
  const letter = revoked(head, {
    proposalId: proposal.id,
    reviewId: proposal.reviewId,
    attempt: carrying.attempt,
    subject: proposal.subject,
    status: letteredEnding(of, ending, counted),
    outcomes: {
      done: counted('done'),
      alreadyGone: counted('already_gone'),
      failed: counted('failed'),
      byHand: counted('by_hand'),
      rehearsed: counted('rehearsed'),
    },
    reason: ending.reason,
    history: await historyHead(outside.register, organization.id),
  })
  await outside.post(organization.id, letter)
}

/** What the owners are told: only what was proven is called taken back, and only what a change was let through for is called begun. */
function letteredEnding(
  { revocation }: Case,
  { status, verified }: Ending,
  counted: (wanted: OutcomeStatus) => number,
): LetteredEnding {
  switch (status) {
    case 'done':
      return counted('rehearsed') > 0 ? 'rehearsed' : verified === true ? 'done' : 'by_hand'
    case 'failed':
      return revocation.countedAt === null && counted('failed') === 0 ? 'held' : 'failed'
    case 'withdrawn':
      return 'withdrawn'
  }
}
