/** Undoes answers that were saved together, as long as nothing of them was carried out. */

import type { Platform } from '../../platform.ts'
import { voterOf } from '../../policy/decisions/voters.ts'
import { resultOf, statusAfter } from '../../policy/decisions/votes.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorName } from '../../policy/words/names.ts'
import type { Id, Instant, ProposalStatus } from '../../policy/words.ts'
import { findProposalsOfBatch } from '../../register/reviews/page/saved-answers.ts'
import { findProposalsWithVotes, type ProposalWithVotes } from '../../register/reviews/proposals.ts'
import { type Transition, transitionEach } from '../../register/reviews/transitions.ts'
import type { Giver } from './decide.ts'

/** Answers can be undone while nothing is carried out, and while people work by hand as long as no part of it is ticked off. */
const UNDOABLE: readonly ProposalStatus[] = ['open', 'needs_second', 'decided', 'kept', 'by_hand']

/** Ends the voter's answers of this name; each proposal becomes what the others' votes come to. Returns how many were undone. */
export async function undoAnswers(
  platform: Pick<Platform, 'register'>,
  orgId: Id,
  batch: string,
  { by, voterRole }: Pick<Giver, 'by' | 'voterRole'>,
  now: Instant,
): Promise<number> {
  if (voterRole === 'none')
    throw new Refusal('forbidden', 'Only owners of the organisation decide. Nothing was undone.')
  const given = await findProposalsOfBatch(platform.register, orgId, batch, voterOf(by))
  const found = await findProposalsWithVotes(
    platform.register,
    given.map(({ id }) => id),
  )
  const transitions = given.flatMap(({ id, vote, isTicked }) => {
    const proposal = found.get(id)
    return proposal !== undefined && !isTicked && UNDOABLE.includes(proposal.proposal.status)
      ? [undoneTransition(proposal, vote, by, now)]
      : []
  })
  const undone = await transitionEach(platform.register, orgId, transitions)
  if (undone.size === 0) {
    throw new Refusal(
      'conflict',
      'Nothing of these answers can be undone any more: they are undone already, changed since, or being carried out. Nothing was changed.',
    )
  }
  return undone.size
}

function undoneTransition(
  { proposal, votes }: ProposalWithVotes,
  vote: string,
  by: Giver['by'],
  now: Instant,
): Transition {
  const standing = votes.filter(({ id }) => id !== vote)
  const needsTwo = proposal.risk.privileged || proposal.status === 'needs_second'
  const to = statusAfter(resultOf(standing, needsTwo))
  return {
    proposalId: proposal.id,
    from: [proposal.status],
    // Where the other votes still decide it, people go on with the work by hand.
    to: to === 'decided' && proposal.status === 'by_hand' ? 'by_hand' : to,
    stale: null,
    // An act that owners have looked at is no news to them later; that two answers differed is over.
    reopened: proposal.reopened?.kind === 'act' ? proposal.reopened : null,
    votes: {
      kind: 'fell_away',
      ended: [{ id: vote, because: 'undone' }],
      at: now,
      standing: votes.map(({ id }) => id),
    },
    entry: {
      at: now,
      act: 'answer_undone',
      actor: by,
      subject: proposal.subject,
      sentence: `${actorName(by)} undid their answer.`,
      facts: { proposal: proposal.id, decisions: [vote] },
    },
  }
}
