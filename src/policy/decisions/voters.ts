/** Says who may vote on a proposal, and under which name a vote is recorded. */

import { Refusal } from '../refusal.ts'
import type { Actor, DecisionKind, Id, ProposalStatus, Risk, Subject } from '../words.ts'

/** A vote recorded before; `voter` has the form that `voterOf` returns. */
export interface EarlierVote {
  readonly voter: string
  readonly decision: DecisionKind
}

/** The people whom a proposal is about. */
export interface ProposalSubject {
  readonly subject: Subject
  /** Accounts that the subject belongs to (a credential's owner), besides an account that is the subject itself. */
  readonly subjectOwners?: readonly Id[]
}

/** The voter's role in the organisation, read from GitHub for this vote. */
export type VoterRole = 'owner' | 'operator' | 'none'

/** Throws for everybody without a vote: non-owners, the person it is about, and the operator on owners' and administrators' rights. */
export function refuseWhoHasNoVote(
  proposal: ProposalSubject & { readonly risk: Pick<Risk, 'privileged'>; readonly status: ProposalStatus },
  by: Actor,
  role: VoterRole,
): void {
  const mayVote =
    (role === 'owner' && by.kind === 'person') || (role === 'operator' && by.kind === 'operator')
  if (!mayVote) {
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

/** Whether a proposal is about the actor: their own account, or something that belongs to them. */
export function isOwnCase(proposal: ProposalSubject, by: Actor): boolean {
  if (by.kind !== 'person') return false
  if (proposal.subject.kind === 'account' && proposal.subject.id === by.id) return true
  return proposal.subjectOwners?.includes(by.id) ?? false
}

/** The name under which a vote is recorded, one vote each: `person:123` or `operator`. */
export function voterOf(by: Actor): string {
  return by.kind === 'person' ? `person:${by.id}` : by.kind
}
