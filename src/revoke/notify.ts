/** Sends the owners the message about how a revocation ended. */

import { type MessagedEnding, messageContext, revoked } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import type { OutcomeStatus, ProposalStatus } from '../policy/words.ts'
import { findHistoryHead } from '../register/history/history.ts'
import { findOutcomes } from '../register/revocations/outcomes.ts'
import type { Case } from './case.ts'

/** How an attempt ended; `verified` is null where nothing was to be verified. */
export interface Ending {
  readonly status: 'done' | 'failed' | 'by_hand' | 'withdrawn'
  readonly verified: boolean | null
  readonly reason: string | null
  readonly proposal: ProposalStatus
  /** Why the proposal went stale, where it did. */
  readonly stale: string | null
  /** It goes on by itself, or once an owner lets it: no failure. */
  readonly waits?: true
}

/** Sends the message. A channel that fails does not make it throw. */
export async function notifyOfRevocation(
  platform: Platform,
  revocationCase: Case,
  ending: Ending,
): Promise<void> {
  const { organization, proposal, attempt } = revocationCase
  const outcomes = await findOutcomes(platform.register, attempt.id)
  const countOf = (wanted: OutcomeStatus) => outcomes.filter(({ status }) => status === wanted).length
  const context = messageContext(platform.deployment.publicUrl, organization, revocationCase.rules)
  const message = revoked(context, {
    proposalId: proposal.id,
    reviewId: proposal.reviewId,
    attempt: attempt.number,
    subject: proposal.subject,
    status: messagedEnding(revocationCase, ending, countOf),
    outcomes: {
      done: countOf('done'),
      alreadyGone: countOf('already_gone'),
      failed: countOf('failed'),
      byHand: countOf('by_hand'),
      rehearsed: countOf('rehearsed'),
      unanswered: countOf('attempting'),
    },
    reason: ending.reason,
    history: await findHistoryHead(platform.register, organization.id),
  })
  await platform.post(organization.id, message)
}

/** `stopped` where no change was authorized and no step failed. */
function messagedEnding(
  { revocation }: Case,
  { status }: Ending,
  countOf: (wanted: OutcomeStatus) => number,
): MessagedEnding {
  switch (status) {
    case 'done':
      return 'done'
    case 'by_hand':
      return countOf('rehearsed') > 0 ? 'rehearsed' : 'by_hand'
    case 'failed':
      return revocation.countedAt === null && countOf('failed') === 0 ? 'stopped' : 'failed'
    case 'withdrawn':
      return 'withdrawn'
  }
}
