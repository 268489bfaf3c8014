/** Types for reviews and revocations: actors, subjects, plans, decisions, outcomes. */

import { type Id, REPOSITORY_ROLES, type RepositoryRole } from './access.ts'
import type { CredentialKind } from './credential.ts'

/** Who acted. */
export type Actor =
  | {
      readonly kind: 'person'
      readonly id: Id
      readonly login: string
      /** The bearer token of theirs that acted, by its id; absent where they were signed in. */
      readonly token?: string
    }
  /** The deployment's own `API_TOKEN`. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'calendar' }
  | { readonly kind: 'github' }

/** What a proposal is about. */
export type Subject =
  | { readonly kind: 'account'; readonly id: Id; readonly login: string }
  | { readonly kind: 'invitation'; readonly id: Id; readonly login: string | null; readonly name: string }
  | {
      readonly kind: 'credential'
      readonly credentialKind: CredentialKind
      readonly id: string
      readonly name: string
    }

/** The part of a Subject that identifies it within its organisation. */
export type SubjectIdentity =
  | { readonly kind: 'account' | 'invitation'; readonly id: Id }
  | { readonly kind: 'credential'; readonly credentialKind: CredentialKind; readonly id: string }

/** `account:123`, `invitation:5`, `credential:deploy_key:700001`: the same in every review of an organisation. */
export function subjectKeyOf(subject: SubjectIdentity): string {
  switch (subject.kind) {
    case 'account':
    case 'invitation':
      return `${subject.kind}:${subject.id}`
    case 'credential':
      return `credential:${subject.credentialKind}:${subject.id}`
  }
}

/**
 * One step of a plan; the value that a person approves is the value that is carried out.
 * `target` is the text shown to people; the calls use the ids.
 */
export type PlanStep =
  | { readonly action: 'remove_membership'; readonly target: string; readonly account: Id }
  | { readonly action: 'remove_outside_collaborator'; readonly target: string; readonly account: Id }
  /** An owner becomes a member. */
  | { readonly action: 'make_member'; readonly target: string; readonly account: Id }
  /** A member becomes an outside collaborator of `repositories`: what teams and direct roles give them today. */
  | {
      readonly action: 'convert_to_outside_collaborator'
      readonly target: string
      readonly account: Id
      readonly repositories: readonly Id[]
    }
  | {
      readonly action: 'remove_repository_role'
      readonly target: string
      readonly account: Id
      readonly repository: Id
      /** The role is one only from the conversion to outside collaborator on: nothing is removed from a member. */
      readonly afterConversion?: true
    }
  | {
      readonly action: 'lower_repository_role'
      readonly target: string
      readonly account: Id
      readonly repository: Id
      readonly role: RepositoryRole
    }
  | {
      readonly action: 'remove_team_membership'
      readonly target: string
      readonly account: Id
      readonly team: Id
    }
  | {
      readonly action: 'add_to_emeritus_team'
      readonly target: string
      readonly account: Id
      readonly team: string
    }
  | { readonly action: 'cancel_invitation'; readonly target: string; readonly invitation: Id }
  | {
      readonly action: 'cancel_repository_invitation'
      readonly target: string
      readonly invitation: Id
      readonly repository: Id
    }
  | { readonly action: 'revoke_fine_grained_token'; readonly target: string; readonly token: string }
  | { readonly action: 'deny_token_request'; readonly target: string; readonly request: string }
  | {
      readonly action: 'delete_deploy_key'
      readonly target: string
      readonly repository: Id
      readonly key: string
    }
  /** GitHub has no call for it on the Free plan: a person follows the link. */
  | { readonly action: 'by_hand'; readonly target: string; readonly url: string }

export const DECISION_KINDS = ['revoke', 'downgrade', 'emeritus', 'keep'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

/**
 * What a downgrade may leave: a strictly lower role on repositories; of an owner, `member`; of a member,
 * `outside_collaborator` of repositories that they reach.
 */
export const LOWER_ROLES = [...REPOSITORY_ROLES, 'member', 'outside_collaborator'] as const
export type LowerRole = (typeof LOWER_ROLES)[number]

/** One answer that a proposal can be given, with what it would do. */
export interface Choice {
  readonly decision: DecisionKind
  /** Of a downgrade: what it leaves; else null. */
  readonly role: LowerRole | null
  /** The steps, in order; empty for *keep*. */
  readonly plan: readonly PlanStep[]
  /** What would be lost, a sentence each. */
  readonly lost: readonly string[]
  /** What could be given back, a sentence each. */
  readonly back: readonly string[]
}

/**
 * The groups of a review, in their order: what a key opens today. Reading what every member can read counts nothing; an
 * invitation that would make an owner stands first; an expired or suspended key opens nothing and stands last.
 */
export const POWERS = [
  'owners_and_admins',
  'can_push',
  'membership_only',
  'credentials',
  'invitations',
  'clean_up',
] as const
export type Power = (typeof POWERS)[number]

/** The one grant that a proposal is about, where it is not about the whole account. */
export interface ProposalScope {
  readonly kind: 'team' | 'repository'
  readonly id: Id
  /** The team's slug or the repository's name, when it was asked. */
  readonly name: string
}

/** Names a proposal within its review: its subject, or `grant:account:5:team:7` where it is about one grant. */
export function proposalKeyOf(about: {
  readonly subject: SubjectIdentity
  readonly scope: ProposalScope | null
}): string {
  const { subject, scope } = about
  const key = subjectKeyOf(subject)
  return scope === null ? key : `grant:${key}:${scope.kind}:${scope.id}`
}

/** What a key opens today, for one row of a page. */
export interface Holds {
  /** The strongest role by which more is opened than every member or everybody can do; else the standing alone. */
  readonly role: 'owner' | RepositoryRole | 'member' | 'none'
  /** The first three repositories in which it holds, by name, the most recently pushed first; empty: all, or none. */
  readonly places: readonly string[]
  /** How many more there are. */
  readonly more: number
  /** The slugs of the teams that it comes through. */
  readonly teams: readonly string[]
  /** Whether they are an outside collaborator. */
  readonly outsideCollaborator: boolean
}

/** The smallest role that would have been enough for what was seen within a year, and why. */
export interface SmallestRole {
  readonly role: 'none' | RepositoryRole
  /** A sentence. */
  readonly because: string
}

/** How risky the access is, to rank proposals and to be shown; a higher score is riskier. */
export interface Risk {
  readonly score: number
  /** What it gives access to, most important first: "owner of the organisation", "can push to 12 repositories". */
  readonly opens: readonly string[]
  /** Owner, or admin on any repository: nothing is removed without a second vote. */
  readonly privileged: boolean
  /** One line on why it stands where it does; absent where an earlier version opened the proposal. */
  readonly why?: string
  /** Absent where an earlier version opened the proposal. */
  readonly holds?: Holds
}

/** How a proposal can stand; `by_hand`: people follow its links, and audits tick them off. */
export const PROPOSAL_STATUSES = [
  'open',
  'needs_second',
  'decided',
  'running',
  'done',
  'failed',
  'by_hand',
  'kept',
  'stale',
  'carried_over',
] as const
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number]

/** How one step of a revocation ended. */
export type OutcomeStatus = 'attempting' | 'done' | 'already_gone' | 'rehearsed' | 'failed' | 'by_hand'
