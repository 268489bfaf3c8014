/** Says who may vote on a proposal, and under which name a vote is recorded. */

import { type Refused, refused } from '../refusal.ts'
import type { Actor, Credential, Grant, Id, Subject } from '../words.ts'

/** The people whom a proposal is about. */
export interface ProposalSubject {
  readonly subject: Subject
  /** Accounts that the subject belongs to (a credential's owner), besides an account that is the subject itself. */
  readonly subjectOwners?: readonly Id[]
}

/** The voter's role in the organisation, read from GitHub for this vote. */
export type VoterRole = 'owner' | 'operator' | 'none'

/** The refusal of everybody without a vote: non-owners, the person it is about, and the operator on owners' and administrators' rights. */
export function whyNoVote(
  proposal: ProposalSubject,
  by: Actor,
  role: VoterRole,
  needsTwo: boolean,
): Refused | null {
  const mayVote =
    (role === 'owner' && by.kind === 'person') || (role === 'operator' && by.kind === 'operator')
  if (!mayVote) return refused('forbidden', 'Only owners of the organisation decide. Nothing was decided.')
  if (isOwnCase(proposal, by)) {
    return refused(
      'forbidden',
      'Nobody decides on their own case. Please ask another owner; nothing was decided.',
    )
  }
  if (role === 'operator' && needsTwo) {
    return refused(
      'forbidden',
      'An API token that acts for nobody does not decide on the rights of owners and administrators. An owner has to sign in; nothing was decided.',
    )
  }
  return null
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

/** The accounts that a subject belongs to: the person, whoever is invited, or the credential's owner. */
export function subjectOwners(
  subject: Subject,
  { grants, credentials }: { readonly grants: readonly Grant[]; readonly credentials: readonly Owned[] },
): readonly Id[] {
  switch (subject.kind) {
    case 'account':
      return [subject.id]
    case 'invitation':
      return grants.flatMap((grant) =>
        'invitation' in grant && grant.invitation === subject.id && grant.account !== null
          ? [grant.account]
          : [],
      )
    case 'credential':
      return credentials.flatMap(({ kind, id, owner }) =>
        kind === subject.credentialKind && id === subject.id && owner !== null ? [owner] : [],
      )
  }
}

/** The fields of a credential that tell whose it is. */
type Owned = Pick<Credential, 'kind' | 'id' | 'owner'>
