/** Takes one answer to one proposal: looks at it once more, admits the answer, records it. It tells nobody and removes nothing. */

import type { Outside } from '../outside.ts'
import { effectiveAccess, highestRole } from '../policy/access.ts'
import { admitDecision, type DecisionAsked, voterOf } from '../policy/deciding.ts'
import { Refusal } from '../policy/refusal.ts'
import { type Rules, readRules } from '../policy/rules.ts'
import type { Actor, DecisionKind, HeldGrant, Instant, ProposalStatus } from '../policy/words.ts'
import { openCredentials } from '../register/credentials.ts'
import { type Decision, decidingOf, decisionsOf } from '../register/decisions.ts'
import { grantsOf } from '../register/grants.ts'
import { recordChange } from '../register/history.ts'
import { type Organization, organizationById } from '../register/organizations.ts'
import { openRepositories } from '../register/people.ts'
import { movingOn, type Proposal, proposalById } from '../register/proposals.ts'
import { concernsOf, planOf } from './decision-plan.ts'
import { reasonIn } from './reason.ts'
import { markStale, staleByRegister } from './settling.ts'

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

/** A recorded answer with what telling about it needs. */
export interface Taken {
  readonly decided: Decided
  readonly decision: Decision
  readonly proposal: Proposal
  readonly organization: Organization
  readonly rules: Rules
}

/** Records one answer, or throws the Refusal that says why not. */
export async function takeAnswer(
  outside: Outside,
  proposalId: string,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Promise<Taken> {
  const { register } = outside
  const reason = reasonIn(answer.reason)
  const proposal = await proposalById(register, proposalId)
  const organization = proposal === null ? undefined : await organizationById(register, proposal.orgId)
  if (proposal === null || organization === undefined) {
    throw new Refusal('not_found', 'There is no such proposal here.')
  }
  const rules = readRules(organization.rules)
  const grants = await grantsOf(register, organization.id)
  const stale = await staleNow(outside, proposal, rules, grants, now)
  const repositories = (await openRepositories(register, organization.id)).map(({ id }) => id)
  const access =
    proposal.subject.kind === 'account' ? effectiveAccess(grants, proposal.subject.id, repositories) : null
  const earlier = await decisionsOf(register, proposalId)
  const asked: DecisionAsked = {
    kind: answer.decision,
    reason,
    until: answer.until ?? null,
    role: answer.role ?? null,
    bulk,
  }
  const admitted = admitDecision({
    proposal: {
      subject: proposal.subject,
      status: stale === null ? proposal.status : 'stale',
      stale,
      risk: proposal.risk,
      concerns: await concernsOf(outside, proposal, grants),
      highestRole: access === null ? null : highestRole(access),
    },
    decision: asked,
    by: answer.by,
    voterRole: answer.voterRole,
    earlierVotes: earlier.map(({ by, decision }) => ({ voter: voterOf(by), decision })),
    now,
    rules,
  })
  const decision: Decision = {
    id: crypto.randomUUID(),
    proposalId,
    by: answer.by,
    decision: answer.decision,
    reason,
    until: admitted.until,
    role: admitted.role,
    plan: await planOf(
      outside,
      { proposal, organization, rules, grants, access },
      answer.decision,
      admitted.role,
    ),
    at: now,
  }
  const status = statusAfter(proposal.status, answer.decision, admitted.status)
  const recorded = await recordChange(
    register,
    organization.id,
    decidingOf(register, decision, [proposal.status]),
    {
      at: now,
      act: 'decided',
      actor: answer.by,
      subject: proposal.subject,
      sentence: `Decided: ${answer.decision}.${decision.reason === '' ? '' : ` Reason: ${decision.reason}`}`,
      facts: {
        proposal: proposalId,
        decision: decision.id,
        kind: answer.decision,
        status,
        until: decision.until,
        role: decision.role,
      },
    },
    (written) => [movingOn(register, proposalId, [proposal.status], status, null, written)],
  )
  if (!recorded) {
    throw new Refusal(
      'conflict',
      'Somebody has answered this proposal at the same moment. Please look at it again; your answer was not recorded.',
    )
  }
  return {
    decided: { id: decision.id, proposalId, status: admitted.status },
    decision,
    proposal,
    organization,
    rules,
  }
}

/** Looks at the proposal once more before an answer is taken; what is out of date is closed at once. */
async function staleNow(
  outside: Outside,
  proposal: Proposal,
  rules: Rules,
  grants: readonly HeldGrant[],
  now: Instant,
): Promise<string | null> {
  if (proposal.stale !== null) return proposal.stale
  if (proposal.status !== 'open' && proposal.status !== 'needs_second') return null
  const credentials =
    proposal.subject.kind === 'credential' ? await openCredentials(outside.register, proposal.orgId) : []
  const held = { orgId: proposal.orgId, grants, credentials }
  const staleBy = await staleByRegister(outside, [proposal], held, rules, now)
  const sentence = staleBy(proposal)
  if (sentence !== null) await markStale(outside, proposal, sentence, now)
  return sentence
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
