/** Who has a vote on a proposal, and under which name. It never asks what they answer. */

import { Refusal } from '../refusal.ts'
import type { Actor, DecisionKind, Id, ProposalStatus, Risk, Subject } from '../words.ts'

/** A vote that was given before. `voter` as `voterOf` writes it. */
export interface EarlierVote {
  readonly voter: string
  readonly decision: DecisionKind
}

/** Whose case a proposal is. */
export interface CaseOf {
  readonly subject: Subject
  /** Accounts whose own case it is, beside an account that is the subject itself (a credential's owner). */
  readonly subjectOwners?: readonly Id[]
}

/** What somebody is in the organisation, asked of GitHub for this very vote. */
export type VoterRole = 'owner' | 'operator' | 'none'

/** Refuses those who have no vote on this proposal: strangers, whoever it is about, and the operator on owners' rights. */
export function refuseWhoHasNoVote(
  proposal: CaseOf & { readonly risk: Pick<Risk, 'privileged'>; readonly status: ProposalStatus },
  by: Actor,
  role: VoterRole,
): void {
  const agrees = (role === 'owner' && by.kind === 'person') || (role === 'operator' && by.kind === 'operator')
  if (!agrees) {
    throw new Refusal('forbidden', 'Only owners of the organisation decide. Nothing was decided.')
  }
  if (isOwnCase(proposal, by)) {
    throw new Refusal(
      'forbidden',
      'Nobody decides on their own case. Please ask another owner; nothing was decided.',
    )
  }
  if (role === 'operator' && (proposal.risk.privileged || proposal.status === 'needs_second')) {
    throw new Refusal(
      'forbidden',
      'An API token that acts for nobody does not decide on the rights of owners and administrators. An owner has to sign in; nothing was decided.',
    )
  }
}

/** Whether a proposal is somebody's own case. */
export function isOwnCase(proposal: CaseOf, by: Actor): boolean {
  if (by.kind !== 'person') return false
  if (proposal.subject.kind === 'account' && proposal.subject.id === by.id) return true
  return proposal.subjectOwners?.includes(by.id) ?? false
}

/** The name under which one voter has one vote: `person:123` or `operator`. */
export function voterOf(by: Actor): string {
  return by.kind === 'person' ? `person:${by.id}` : by.kind
}
