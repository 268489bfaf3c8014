/** Takes an owner's answers. It carries none of them out: a decision is a row, a removal is revoke.ts. */

import { decided as decidedLetter } from '../notify/letters.ts'
import type { Outside } from '../outside.ts'
import { type EffectiveAccess, effectiveAccess, highestRole } from '../policy/access.ts'
import { isBefore } from '../policy/calendar.ts'
import { admitDecision, type DecisionAsked, voterOf } from '../policy/deciding.ts'
import { planDowngrade, planEmeritus } from '../policy/plan.ts'
import { Refusal } from '../policy/refusal.ts'
import { type Rules, readRules } from '../policy/rules.ts'
import type {
  Actor,
  DecisionKind,
  Grant,
  Id,
  Instant,
  PlanStep,
  ProposalStatus,
  RepositoryRole,
} from '../policy/words.ts'
import { namesIn } from '../register/askable.ts'
import { openCredentials } from '../register/credentials.ts'
import { type Decision, decidingOf, decisionsOf } from '../register/decisions.ts'
import { grantsOf } from '../register/grants.ts'
import { historyHead, recordChange } from '../register/history.ts'
import { type Organization, organizationById } from '../register/organizations.ts'
import { openRepositories } from '../register/people.ts'
import { movingOn, type Proposal, proposalById } from '../register/proposals.ts'
import { letterhead } from './letterhead.ts'
import { earliestRemoval } from './requesting.ts'
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

/** Records one answer, tells the channels, and says whether a second vote is needed. Throws the Refusal that says why not. */
export async function decide(
  outside: Outside,
  proposalId: string,
  answer: Answer,
  now: Instant,
): Promise<Decided> {
  const taken = await take(outside, proposalId, answer, false, now)
  await tell(outside, [taken], answer, now)
  return taken.decided
}

/**
 * The same answer to several proposals of one organisation, with one reason. Each stands for itself: those that could
 * not be decided come back with the sentence why; the others are decided. One letter for all.
 */
export async function decideMany(
  outside: Outside,
  proposalIds: readonly string[],
  answer: Answer,
  now: Instant,
): Promise<{
  readonly decided: readonly Decided[]
  readonly refused: readonly { readonly proposalId: string; readonly sentence: string }[]
}> {
  const takenAll: Taken[] = []
  const refused: { readonly proposalId: string; readonly sentence: string }[] = []
  for (const proposalId of new Set(proposalIds)) {
    try {
      takenAll.push(await take(outside, proposalId, answer, true, now))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ proposalId, sentence: error.sentence })
    }
  }
  await tell(outside, takenAll, answer, now)
  return { decided: takenAll.map(({ decided }) => decided), refused }
}

interface Taken {
  readonly decided: Decided
  readonly decision: Decision
  readonly proposal: Proposal
  readonly organization: Organization
  readonly rules: Rules
}

async function take(
  outside: Outside,
  proposalId: string,
  answer: Answer,
  bulk: boolean,
  now: Instant,
): Promise<Taken> {
  const { register } = outside
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
    reason: answer.reason,
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
    reason: answer.reason.trim(),
    until: admitted.until,
    role: admitted.role,
    plan: await planOf(
      outside,
      proposal,
      organization,
      rules,
      admitted.role,
      answer.decision,
      grants,
      access,
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

/** What the decision does, in order: the proposal's frozen plan, or a new one where less than everything goes. */
async function planOf(
  outside: Outside,
  proposal: Proposal,
  organization: Organization,
  rules: Rules,
  role: RepositoryRole | null,
  decision: DecisionKind,
  grants: readonly Grant[],
  access: EffectiveAccess | null,
): Promise<readonly PlanStep[]> {
  if (decision === 'keep') return []
  if (decision === 'revoke' || proposal.subject.kind !== 'account' || access === null) return proposal.plan
  const account = { id: proposal.subject.id, login: proposal.subject.login, type: 'User' } as const
  const names = await namesIn(outside.register, organization, outside.deployment.webUrl)
  const facts = { account, access, grants, names }
  const plan =
    decision === 'downgrade' && role !== null
      ? planDowngrade(facts, role)
      : planEmeritus(facts, rules.emeritusTeam ?? '')
  if (plan.length === 0) {
    throw new Refusal(
      'invalid',
      'No direct role and no team of theirs is higher than that. Nothing was decided.',
    )
  }
  return plan
}

/** Looks at the proposal once more before an answer is taken; what is out of date is closed at once. */
async function staleNow(
  outside: Outside,
  proposal: Proposal,
  rules: Rules,
  grants: readonly Grant[],
  now: Instant,
): Promise<string | null> {
  if (proposal.stale !== null) return proposal.stale
  if (proposal.status !== 'open' && proposal.status !== 'needs_second') return null
  const sentence = await staleByRegister(outside, proposal, rules, grants, now)
  if (sentence !== null) await markStale(outside, proposal, sentence, now)
  return sentence
}

/** Whose own case it is: the person, the invited, the credential's owner. */
async function concernsOf(
  outside: Outside,
  proposal: Proposal,
  grants: readonly Grant[],
): Promise<readonly Id[]> {
  const { subject } = proposal
  switch (subject.kind) {
    case 'account':
      return [subject.id]
    case 'invitation':
      return grants.flatMap((grant) =>
        'invitation' in grant && grant.invitation === subject.id && grant.account !== null
          ? [grant.account]
          : [],
      )
    case 'credential': {
      const held = await openCredentials(outside.register, proposal.orgId)
      return held.flatMap(({ kind, id, owner }) =>
        kind === subject.credentialKind && id === subject.id && owner !== null ? [owner] : [],
      )
    }
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

async function tell(outside: Outside, taken: readonly Taken[], answer: Answer, now: Instant): Promise<void> {
  const [first] = taken
  if (first === undefined) return
  const { organization, rules } = first
  const earliest = taken.map(({ proposal, decision }) => earliestRemoval(proposal, decision, rules)).sort()
  const letter = decidedLetter(letterhead(outside, organization, rules), {
    id: first.decision.id,
    reviewId: first.proposal.reviewId,
    by: answer.by,
    decision: answer.decision,
    subjects: taken.map(({ proposal }) => proposal.subject),
    needSecond: taken.filter(({ decided }) => decided.status === 'needs_second').length,
    notBefore:
      answer.decision === 'keep' || earliest[0] === undefined || !isBefore(now, earliest[0])
        ? null
        : earliest[0],
    history: await historyHead(outside.register, organization.id),
  })
  await outside.post(organization.id, letter)
}
