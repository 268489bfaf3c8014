/** Admits an owner's answer to one proposal and says what it would write down. It reads nothing, and records nothing. */

import { highestRole } from '../policy/access/effective-access.ts'
import { admitDecision } from '../policy/decisions/validate-decision.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Actor, DecisionKind, Instant, ProposalStatus } from '../policy/words.ts'
import type { Organization } from '../register/organizations.ts'
import type { Decision } from '../register/reviews/decisions.ts'
import type { AskedProposal, Proposal } from '../register/reviews/proposals.ts'
import type { Move } from '../register/reviews/transitions.ts'
import type { Ground } from './decision-context.ts'
import { concernedBy, planOf } from './decision-plan.ts'
import { reasonIn } from './reason.ts'

/** An answer as it comes in from the form or the API. `voterRole` was asked of GitHub for this very answer. */
export interface Answer {
  readonly by: Actor
  readonly voterRole: 'owner' | 'operator' | 'none'
  readonly decision: DecisionKind
  readonly reason: string
  readonly until?: string | null | undefined
  readonly role?: string | null | undefined
}

export interface Decided {
  /** The decision's id. */
  readonly id: string
  readonly proposalId: string
  readonly status: 'decided' | 'needs_second'
}

/** An answer that may be recorded: what it would say, how its proposal moves by it, and what telling about it needs. */
export interface Draft {
  readonly decided: Decided
  readonly decision: Decision
  readonly proposal: Proposal
  readonly organization: Organization
  readonly rules: Rules
  readonly move: Move
}

/** Admits the answer to one proposal; throws the Refusal that says why not. */
export function draftOf(
  ground: Ground | null,
  asked: AskedProposal | undefined,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Draft {
  const reason = reasonIn(answer.reason)
  if (ground === null || asked === undefined || asked.proposal.orgId !== ground.organization.id) {
    throw new Refusal('not_found', 'There is no such proposal here.')
  }
  const { organization, rules, lowering } = ground
  const { proposal, votes } = asked
  const { subject } = proposal
  const stale = ground.stale.get(proposal.id) ?? null
  const access = subject.kind === 'account' ? (lowering?.accessOf(subject.id) ?? null) : null
  const admitted = admitDecision({
    proposal: {
      subject,
      status: stale === null ? proposal.status : 'stale',
      stale,
      risk: proposal.risk,
      concerns: concernedBy(subject, ground.held),
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
    until: admitted.until,
    role: admitted.role,
    plan: planOf(ground, proposal, access, answer.decision, admitted.role),
    at: now,
  }
  const decided = { id: decision.id, proposalId: proposal.id, status: admitted.status }
  const to = statusAfter(proposal.status, answer.decision, admitted.status)
  return { decided, decision, proposal, organization, rules, move: decidingMove(proposal, decision, to) }
}

function decidingMove(proposal: Proposal, decision: Decision, to: ProposalStatus): Move {
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

/** A second owner who agrees with what is decided changes nothing but the record. */
function statusAfter(
  before: ProposalStatus,
  kind: DecisionKind,
  admitted: 'decided' | 'needs_second',
): ProposalStatus {
  if (before === 'decided' || before === 'kept') return before
  return kind === 'keep' ? 'kept' : admitted
}
