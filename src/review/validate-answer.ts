/** Validates an owner's answer to one proposal, and says what would be recorded. */

import { highestRole } from '../policy/access/effective-access.ts'
import { reasonIn, validateDecision } from '../policy/decisions/validate-decision.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Actor, DecisionKind, Instant, ProposalStatus } from '../policy/words.ts'
import type { Organization } from '../register/organizations.ts'
import type { Decision } from '../register/reviews/decisions.ts'
import type { Proposal, ProposalWithVotes } from '../register/reviews/proposals.ts'
import type { Transition } from '../register/reviews/transitions.ts'
import type { DecisionContext } from './decision-context.ts'
import { planOf, subjectOwners } from './decision-plan.ts'

/** An answer from the form or the API. `voterRole` was read from GitHub for this very answer. */
export interface Answer {
  readonly by: Actor
  readonly voterRole: 'owner' | 'operator' | 'none'
  readonly decision: DecisionKind
  readonly reason: string
  /** Until when `keep` lasts: a day or a moment, as text. */
  readonly until?: string | null | undefined
  /** The role that `downgrade` leaves. */
  readonly role?: string | null | undefined
}

export interface Decided {
  /** The decision's id. */
  readonly id: string
  readonly proposalId: string
  readonly status: 'decided' | 'needs_second'
}

/** An answer that may be recorded: the decision, the proposal's transition, and what a message about it needs. */
export interface ValidAnswer {
  readonly decided: Decided
  readonly decision: Decision
  readonly proposal: Proposal
  readonly organization: Organization
  readonly rules: Rules
  readonly transition: Transition
}

/** Validates the answer to one proposal; throws a Refusal that says why it cannot be recorded. */
export function validateAnswer(
  context: DecisionContext | null,
  found: ProposalWithVotes | undefined,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): ValidAnswer {
  const reason = reasonIn(answer.reason)
  if (context === null || found === undefined || found.proposal.orgId !== context.organization.id) {
    throw new Refusal('not_found', 'There is no such proposal here.')
  }
  const { organization, rules, downgrade } = context
  const { proposal, votes } = found
  const { subject } = proposal
  const stale = context.stale.get(proposal.id) ?? null
  const access = subject.kind === 'account' ? (downgrade?.accessOf(subject.id) ?? null) : null
  const valid = validateDecision({
    proposal: {
      subject,
      status: stale === null ? proposal.status : 'stale',
      stale,
      risk: proposal.risk,
      subjectOwners: subjectOwners(subject, context.current),
      highestRole: access === null ? null : highestRole(access),
    },
    decision: {
      kind: answer.decision,
      reason,
      until: answer.until ?? null,
      role: answer.role ?? null,
      bulk,
    },
    by: answer.by,
    voterRole: answer.voterRole,
    earlierVotes: votes,
    now,
    rules,
  })
  const decision: Decision = {
    id: crypto.randomUUID(),
    proposalId: proposal.id,
    by: answer.by,
    decision: answer.decision,
    reason,
    until: valid.until,
    role: valid.role,
    plan: planOf(context, proposal, access, answer.decision, valid.role),
    at: now,
    confirmedAt: null,
    endedAt: null,
    endedBecause: null,
  }
  const decided = { id: decision.id, proposalId: proposal.id, status: valid.status }
  const to = statusAfter(proposal.status, answer.decision, valid.status)
  return {
    decided,
    decision,
    proposal,
    organization,
    rules,
    transition: decisionTransition(proposal, decision, to),
  }
}

function decisionTransition(proposal: Proposal, decision: Decision, to: ProposalStatus): Transition {
  const { id, by, decision: kind, reason, until, role, at } = decision
  return {
    proposalId: proposal.id,
    from: [proposal.status],
    to,
    stale: null,
    decision,
    entry: {
      at,
      act: 'decided',
      actor: by,
      subject: proposal.subject,
      sentence: `Decided: ${kind}.${reason === '' ? '' : ` Reason: ${reason}`}`,
      facts: { proposal: proposal.id, decision: id, kind, status: to, until, role },
    },
  }
}

/** A second owner who agrees with a decision is recorded, without changing the proposal's status. */
function statusAfter(
  before: ProposalStatus,
  kind: DecisionKind,
  valid: 'decided' | 'needs_second',
): ProposalStatus {
  if (before === 'decided' || before === 'kept') return before
  return kind === 'keep' ? 'kept' : valid
}
