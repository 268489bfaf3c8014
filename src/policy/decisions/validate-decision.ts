/** Whether an answer to a proposal is taken, and whether one vote is enough. It never records the decision and never carries it out. */

import { Refusal } from '../refusal.ts'
import type { Rules } from '../rules/rules.ts'
import type { Actor, Instant, ProposalStatus, Risk } from '../words.ts'
import { type AskedAbout, type DecisionAsked, type Terms, termsOf } from './terms.ts'
import { type CaseOf, type EarlierVote, refuseWhoHasNoVote, type VoterRole, voterOf } from './voters.ts'

/** What is decided about. */
export interface DecidedProposal extends CaseOf, AskedAbout {
  readonly status: ProposalStatus
  /** By what it went stale, as a sentence; null while it is fresh. */
  readonly stale: string | null
  readonly risk: Pick<Risk, 'privileged'>
}

/** What is asked to be admitted, and by whom. */
export interface DecisionToValidate {
  readonly proposal: DecidedProposal
  readonly decision: DecisionAsked
  readonly by: Actor
  readonly voterRole: VoterRole
  readonly earlierVotes: readonly EarlierVote[]
  readonly now: Instant
  readonly rules: Rules
}

/** An admitted answer, its moments and roles read. */
export interface ValidDecision extends Terms {
  /** `needs_second`: an owner's or administrator's right; nothing is carried out on one vote. */
  readonly status: 'decided' | 'needs_second'
}

/** Admits a decision or throws the Refusal that says why not. */
export function validateDecision(given: DecisionToValidate): ValidDecision {
  const { proposal, decision, by, voterRole, rules, now } = given
  refuseWhoHasNoVote(proposal, by, voterRole)
  refuseFinished(given)
  const terms = termsOf(decision, proposal, rules, now)
  // Keeping removes nothing, so it needs no second vote.
  const needsSecond = proposal.risk.privileged || proposal.status === 'needs_second'
  const second = needsSecond && decision.kind !== 'keep'
  return { status: second ? 'needs_second' : 'decided', ...terms }
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
      // Two owners at one moment: agreeing is a second voice, contradicting would undo the first unseen.
      if (!earlierVotes.some((vote) => vote.decision !== decision.kind)) return
      throw new Refusal(
        'conflict',
        'Another owner has decided otherwise already. Please talk to them; nothing was changed.',
      )
    case 'running':
    case 'done':
    case 'failed':
    case 'carried_over':
    case 'withdrawn':
      throw new Refusal(
        'conflict',
        `This proposal is ${proposal.status.replace('_', ' ')} and takes no more answers.`,
      )
  }
}
