/** Validates a decision on a proposal, and says whether one vote is enough. */

import { Refusal } from '../refusal.ts'
import type { Rules } from '../rules/rules.ts'
import type { Actor, Instant, ProposalStatus, Risk } from '../words.ts'
import { type DecisionInput, type DecisionTarget, type Terms, termsOf } from './terms.ts'
import {
  type EarlierVote,
  type ProposalSubject,
  refuseWhoHasNoVote,
  type VoterRole,
  voterOf,
} from './voters.ts'

/** The proposal that is decided. */
export interface DecidedProposal extends ProposalSubject, DecisionTarget {
  readonly status: ProposalStatus
  /** Why it is stale, as a sentence; null while it is not. */
  readonly stale: string | null
  readonly risk: Pick<Risk, 'privileged'>
}

/** A decision, who makes it, and what it is checked against. */
export interface DecisionToValidate {
  readonly proposal: DecidedProposal
  readonly decision: DecisionInput
  readonly by: Actor
  readonly voterRole: VoterRole
  readonly earlierVotes: readonly EarlierVote[]
  readonly now: Instant
  readonly rules: Rules
}

/** A valid decision, with its terms parsed. */
export interface ValidDecision extends Terms {
  /** `needs_second`: it concerns an owner's or administrator's right, and nothing is carried out on one vote. */
  readonly status: 'decided' | 'needs_second'
}

/** Returns the valid decision, or throws the Refusal that says why it is not. */
export function validateDecision(given: DecisionToValidate): ValidDecision {
  const { proposal, decision, by, voterRole, rules, now } = given
  refuseWhoHasNoVote(proposal, by, voterRole)
  refuseFinished(given)
  const terms = termsOf(decision, proposal, rules, now)
  // *Keep* removes nothing, so it needs no second vote.
  const needsSecond = proposal.risk.privileged || proposal.status === 'needs_second'
  return { status: needsSecond && decision.kind !== 'keep' ? 'needs_second' : 'decided', ...terms }
}

function refuseFinished({ proposal, decision, by, earlierVotes }: DecisionToValidate): void {
  if (proposal.stale !== null || proposal.status === 'stale') {
    const why = proposal.stale ?? 'Something changed since it was opened.'
    throw new Refusal('conflict', `${why} So this proposal no longer stands; nothing was decided.`)
  }
  if (earlierVotes.some(({ voter }) => voter === voterOf(by))) {
    throw new Refusal('conflict', 'You have decided about this already. The first answer stands.')
  }
  switch (proposal.status) {
    case 'open':
    case 'needs_second':
      break
    case 'decided':
    case 'kept':
      // Two owners at the same moment: a second vote may agree, but a contrary one would undo the first unseen.
      if (!earlierVotes.some((vote) => vote.decision !== decision.kind)) return
      throw new Refusal(
        'conflict',
        'Another owner has decided otherwise already. Please talk to them; nothing was changed.',
      )
    case 'running':
    case 'done':
    case 'failed':
    case 'carried_over':
      throw new Refusal(
        'conflict',
        `This proposal is ${proposal.status.replace('_', ' ')} and takes no more answers.`,
      )
  }
}

/** The longest reason, in characters: enough for an explanation, not for a file. */
export const LONGEST_REASON = 2000

/** The trimmed reason; throws a Refusal where it is too long. */
export function reasonIn(text: string): string {
  const reason = text.trim()
  if (reason.length > LONGEST_REASON) {
    throw new Refusal(
      'invalid',
      `The reason has ${reason.length} characters; at most ${LONGEST_REASON} are kept. Please shorten it; nothing was decided.`,
    )
  }
  return reason
}
