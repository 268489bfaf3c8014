/** What a valid answer makes of a proposal, with its vote and its history entry. */

import { printedDay } from '../../policy/calendar.ts'
import type { Decided } from '../../policy/decisions/decide.ts'
import type { Instant } from '../../policy/words.ts'
import type { ProposalWithVotes } from '../../register/reviews/proposals.ts'
import type { Transition } from '../../register/reviews/transitions.ts'

/** An answer that may be recorded to one proposal. */
export interface Valid {
  readonly found: ProposalWithVotes
  readonly decided: Decided
}

/** The transition that records the answer, saved under the name `batch`. */
export function decisionTransition({ found, decided }: Valid, batch: string, now: Instant): Transition {
  const { proposal, votes } = found
  const { vote, as, status, reopened } = decided
  const { id, by, decision, reason, until, role, repositories } = vote
  const why = reason === '' ? '' : ` Reason: ${reason}`
  return {
    proposalId: proposal.id,
    from: [proposal.status],
    to: status,
    stale: null,
    // Kept, so that an act which owners have already looked at does not count as news again.
    reopened: reopened === null ? proposal.reopened : { kind: 'two_opinions', why: reopened, at: now },
    votes:
      as === 'confirmed'
        ? { kind: 'confirmed', id, at: now, standing: votes.map((each) => each.id) }
        : {
            kind: 'given',
            decision: {
              ...vote,
              proposalId: proposal.id,
              endedAt: null,
              endedBecause: null,
              batch,
            },
            standing: votes.map((each) => each.id),
          },
    entry: {
      at: now,
      act: as === 'confirmed' ? 'confirmed' : 'decided',
      actor: by,
      subject: proposal.subject,
      sentence: `${answerInWords(decided)}.${why}${reopened === null ? '' : ` ${reopened}`}`,
      facts: {
        proposal: proposal.id,
        decision: id,
        kind: decision,
        status,
        until,
        role,
        ...(repositories !== null && { repositories }),
        ...(as === 'confirmed' && { singleKeyholder: true }),
      },
    },
  }
}

function answerInWords({ as, vote: { decision, role, until } }: Decided): string {
  const terms =
    role !== null ? ` to ${role.replace('_', ' ')}` : until !== null ? ` until ${printedDay(until)}` : ''
  switch (as) {
    case 'first':
      return `Decided: ${decision}${terms}`
    case 'changed':
      return `Answered otherwise: ${decision}${terms}`
    case 'confirmed':
      return `Confirmed, as the only active owner: ${decision}${terms}`
  }
}
