/** Decides what an owner's answer to a proposal comes to, or why it is refused; throws nothing. */

import { isBefore } from '../calendar.ts'
import type { PlanFacts } from '../proposals/plans/plan.ts'
import { type Refused, refused } from '../refusal.ts'
import type { Rules } from '../rules/rules.ts'
import type { Actor, Choice, Id, Instant, PlanStep, ProposalStatus } from '../words.ts'
import { choicesOnOffer, type OfferFacts, planOfAnswer } from './offer.ts'
import { whyTooLong } from './reason.ts'
import {
  confirmableFrom,
  type KnownOwner,
  notConfirmableYet,
  type SignIn,
  whyNoSecondVote,
} from './second-vote.ts'
import { type DecisionInput, type DecisionTarget, type Terms, termsOf } from './terms.ts'
import { type ProposalSubject, type VoterRole, voterOf, whyNoVote } from './voters.ts'
import { decidedVote, isSameAnswer, opinionsInWords, resultOf, statusAfter, type Vote } from './votes.ts'

/** The proposal that is decided. */
export interface DecidedProposal extends ProposalSubject, DecisionTarget {
  readonly subjectOwners: readonly Id[]
  readonly status: ProposalStatus
  /** Why it is stale, as a sentence; null while it is not. */
  readonly stale: string | null
  /**
   * What the person, an owner or administrator, has done since, and no owner has looked at yet; null where there is nothing.
   */
  readonly news: string | null
  /** Whether it is an owner's or administrator's right, when it was opened or now. */
  readonly needsTwo: boolean
  /** The steps of *revoke*. */
  readonly plan: readonly PlanStep[]
  /** Every answer with its plan, as it was frozen; null where an earlier version opened it. */
  readonly choices: readonly Choice[] | null
  /** Of a proposal about one grant: the answers that there are, each with its plan; else null. */
  readonly onlyChoices?: readonly Choice[] | null
}

/** An answer, who gives it, and what it is checked against. */
export interface DecisionToMake extends OfferFacts {
  /** Of the vote, where one is recorded. */
  readonly id: string
  readonly proposal: DecidedProposal
  readonly decision: DecisionInput
  readonly by: Actor
  readonly voterRole: VoterRole
  readonly signIn: SignIn
  /** The standing votes. */
  readonly votes: readonly Vote[]
  readonly owners: readonly KnownOwner[]
  readonly firstCompleteAt: Instant | null
  readonly now: Instant
  readonly rules: Rules
}

/** A valid answer, and what the proposal becomes by it. */
export interface Decided {
  readonly kind: 'decided'
  readonly vote: Vote & { readonly reason: string; readonly plan: readonly PlanStep[] }
  /** `changed`: it replaces an earlier answer of the same voter's. `confirmed`: the same owner's again, alone. */
  readonly as: 'first' | 'changed' | 'confirmed'
  readonly status: ProposalStatus
  /** Why the proposal is open again; null where it is not. */
  readonly reopened: string | null
  /** Since when it is decided, for the cooling time; null where nothing is to be carried out. */
  readonly decidedAt: Instant | null
}

/** What the answer comes to. */
export function decideOn(given: DecisionToMake): Decided | Refused {
  const { proposal, decision, by, voterRole, votes, rules, now } = given
  const { needsTwo } = proposal
  const why =
    whyNoVote(proposal, by, voterRole, needsTwo) ?? whyFinished(proposal) ?? whyTooLong(decision.reason)
  if (why !== null) return why
  const offered = choicesOnOffer(given)
  const terms = termsOf(decision, proposal, { rules, now, needsTwo, offered })
  if (terms.kind === 'refused') return terms
  const mine = votes.find((vote) => voterOf(vote.by) === voterOf(by))
  const answer = { decision: decision.kind, role: terms.role, repositories: terms.repositories }
  if (mine !== undefined && isSameAnswer(mine, answer))
    if (mine.until === terms.until) return confirm(given, mine)
  const plan = planOf(given, offered, terms)
  if (plan.kind === 'refused') return plan
  const vote = {
    id: given.id,
    by,
    decision: decision.kind,
    reason: decision.reason.trim(),
    role: terms.role,
    until: terms.until,
    repositories: terms.repositories,
    plan: plan.steps,
    at: now,
    confirmedAt: null,
  }
  const standing = [...votes.filter((each) => each !== mine), vote]
  const result = resultOf(standing, needsTwo)
  if (needsTwo && result === 'decided') {
    const notSecond = whyNoSecondVote(given)
    if (notSecond !== null) return notSecond
  }
  return {
    kind: 'decided',
    vote,
    as: mine === undefined ? 'first' : 'changed',
    status: statusAfter(result),
    reopened: result === 'two_opinions' ? opinionsInWords(standing) : null,
    decidedAt: decidedVote(standing, needsTwo)?.decidedAt ?? null,
  }
}

/** The very same answer again: a confirmation where one owner alone may give one, else refused. */
function confirm(given: DecisionToMake, mine: Vote): Decided | Refused {
  const { proposal, votes, owners, now } = given
  if (resultOf(votes, proposal.needsTwo) !== 'needs_second')
    return refused('conflict', 'You have given this very answer already. It stands; nothing was changed.')
  const from = confirmableFrom(mine, owners, proposal.subjectOwners)
  if (isBefore(now, from)) return notConfirmableYet(from)
  const notSecond = whyNoSecondVote(given)
  if (notSecond !== null) return notSecond
  const vote = { ...mine, reason: given.decision.reason.trim(), plan: [], confirmedAt: now }
  return { kind: 'decided', vote, as: 'confirmed', status: 'decided', reopened: null, decidedAt: now }
}

function whyFinished({ status, stale, news }: DecidedProposal): Refused | null {
  if (news !== null) {
    return refused(
      'conflict',
      `${news} The proposal is open again, for a key that wakes up may be in a thief's hands. Please look at it again; your answer was not recorded.`,
    )
  }
  if (stale !== null || status === 'stale') {
    const why = stale ?? 'Something changed since it was opened.'
    return refused('conflict', `${why} So this proposal no longer stands; nothing was decided.`)
  }
  switch (status) {
    case 'open':
    case 'needs_second':
    case 'decided':
    case 'kept':
    case 'by_hand':
      return null
    case 'running':
    case 'done':
    case 'failed':
    case 'carried_over':
      return refused('conflict', `This proposal is ${status.replace('_', ' ')} and takes no more answers.`)
  }
}

/** The steps of the decision, as they were shown; *emeritus* says why it cannot be. */
function planOf(
  given: DecisionToMake,
  offered: readonly Choice[],
  terms: Terms,
): { readonly kind: 'plan'; readonly steps: readonly PlanStep[] } | Refused {
  const { proposal, planFacts, emeritusTeam, rules, decision } = given
  if (decision.kind === 'keep') return { kind: 'plan', steps: [] }
  if (proposal.onlyChoices != null) {
    const chosen = proposal.onlyChoices.find(
      (each) => each.decision === decision.kind && each.role === terms.role,
    )
    return chosen === undefined ? refused('invalid', NO_SUCH_CHOICE) : { kind: 'plan', steps: chosen.plan }
  }
  if (decision.kind === 'revoke') return { kind: 'plan', steps: proposal.plan }
  if (decision.kind === 'emeritus') {
    const why = planFacts === null ? null : whyNotMember(planFacts)
    if (why !== null) return why
    if (emeritusTeam === null) {
      return refused(
        'invalid',
        `The newest audit has not seen the team ${rules.emeritusTeam}, or it or a parent of it has a role in a repository. Nothing was decided; name another emeritus team under Settings.`,
      )
    }
  }
  return planOfAnswer(given, offered, { ...terms, decision: decision.kind })
}

const NO_SUCH_CHOICE =
  'This is a question about one grant: it can be kept, taken back, or lowered where it is a direct role. Nothing was decided.'

function whyNotMember({ account, access, names }: PlanFacts): Refused | null {
  if (access.organizationRole !== null) return null
  return refused(
    'invalid',
    `${account.login} is not a member of ${names.organization}, and only members can be in a team. Nothing was decided; choose revoke instead.`,
  )
}
