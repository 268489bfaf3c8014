/** An owner confirms by another way that it is the owner or administrator themselves who acts again, and the question is closed. */

import type { Platform } from '../../platform.ts'
import type { DecisionToMake } from '../../policy/decisions/decide.ts'
import { reasonIn } from '../../policy/decisions/reason.ts'
import { whyNoVote } from '../../policy/decisions/voters.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Instant } from '../../policy/words.ts'
import { identityStatement } from '../../register/people/identity.ts'
import { findProposal } from '../../register/reviews/proposals.ts'
import { transitionEach } from '../../register/reviews/transitions.ts'

/** Who confirms, and by which way they asked: "I called her". */
interface Confirmation extends Pick<DecisionToMake, 'by' | 'voterRole'> {
  readonly way: string
}

/**
 * Closes the question about an owner or administrator whose act had opened it again. Throws a Refusal where there is nothing
 * to confirm, or by whom it may not be.
 */
export async function confirmIdentity(
  platform: Pick<Platform, 'register'>,
  proposalId: string,
  { by, voterRole, way: given }: Confirmation,
  now: Instant,
): Promise<void> {
  const proposal = await findProposal(platform.register, proposalId)
  if (proposal === null) throw new Refusal('not_found', 'There is no such proposal here.')
  // Only of accounts an act opens the question again, so the account itself is the only own case.
  const why = whyNoVote(proposal, by, voterRole, true)
  if (why !== null) throw why.refusal
  const way = reasonIn(given)
  if (way === '')
    throw new Refusal('invalid', 'Please say how you made sure that it is them. Nothing was closed.')
  const asked = ['open', 'needs_second', 'decided'] as const
  const stale = `${actorName(by)} made sure that it is them: ${way}`
  const row = { id: crypto.randomUUID(), orgId: proposal.orgId, proposalId, by, way, at: now }
  const moved =
    proposal.reopened?.kind === 'act' &&
    (await transitionEach(
      platform.register,
      proposal.orgId,
      [
        {
          proposalId,
          from: asked,
          to: 'stale',
          stale,
          reopened: proposal.reopened,
          votes: { kind: 'all_end', because: 'reopened', at: now },
          entry: {
            at: now,
            act: 'identity_confirmed',
            actor: by,
            subject: proposal.subject,
            sentence: stale,
            facts: { proposal: proposalId },
          },
        },
      ],
      (recorded) => [identityStatement(platform.register, row, recorded)],
    ))
  if (moved === false || moved.size === 0) {
    throw new Refusal(
      'conflict',
      'No act of theirs has opened this question again, or it has ended. Nothing was changed.',
    )
  }
}
