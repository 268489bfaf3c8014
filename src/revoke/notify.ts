/** The letter to the owners about how a revocation ended. It decides nothing. */

import { letterhead, type MessagedEnding, revoked } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import type { OutcomeStatus, ProposalStatus } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { findOutcomes } from '../register/revocations/outcomes.ts'
import type { Case } from './case.ts'

/** How an attempt ended. */
export interface Ending {
  readonly status: 'done' | 'failed' | 'withdrawn'
  readonly verified: boolean | null
  readonly reason: string | null
  readonly proposal: ProposalStatus
  /** By what the proposal went stale, where it did. */
  readonly stale: string | null
}

/** Posts the letter; never throws for a channel's sake. */
export async function notifyOfRevocation(platform: Platform, of: Case, ending: Ending): Promise<void> {
  const { organization, proposal, attempt } = of
  const outcomes = await findOutcomes(platform.register, attempt.id)
  const counted = (wanted: OutcomeStatus) => outcomes.filter(({ status }) => status === wanted).length
  const head = letterhead(platform.deployment.publicUrl, organization, of.rules)
  const message = revoked(head, {
    proposalId: proposal.id,
    reviewId: proposal.reviewId,
    attempt: attempt.number,
    subject: proposal.subject,
    status: messagedEnding(of, ending, counted),
    outcomes: {
      done: counted('done'),
      alreadyGone: counted('already_gone'),
      failed: counted('failed'),
      byHand: counted('by_hand'),
      rehearsed: counted('rehearsed'),
    },
    reason: ending.reason,
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)
}

/** What the owners are told: only what was proven is called taken back, and only what a change was let through for is called begun. */
function messagedEnding(
  { revocation }: Case,
  { status, verified }: Ending,
  counted: (wanted: OutcomeStatus) => number,
): MessagedEnding {
  switch (status) {
    case 'done':
      return counted('rehearsed') > 0 ? 'rehearsed' : verified === true ? 'done' : 'by_hand'
    case 'failed':
      return revocation.countedAt === null && counted('failed') === 0 ? 'stopped' : 'failed'
    case 'withdrawn':
      return 'withdrawn'
  }
}
