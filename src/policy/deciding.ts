/** Who may decide what, and whether one vote is enough. It never records the decision and never carries it out. */

import { isBefore, printedDay } from './calendar.ts'
import { Refusal } from './refusal.ts'
import { isWeaker } from './roles.ts'
import { momentOf } from './rule-values.ts'
import type { Rules } from './rules.ts'
import type {
  Actor,
  DecisionKind,
  Id,
  Instant,
  ProposalStatus,
  RepositoryRole,
  Risk,
  Subject,
} from './words.ts'
import { REPOSITORY_ROLES } from './words.ts'

/** What is decided about. */
export interface DecidedProposal {
  readonly subject: Subject
  readonly status: ProposalStatus
  /** By what it went stale, as a sentence; null while it is fresh. */
  readonly stale: string | null
  readonly risk: Pick<Risk, 'privileged'>
  /** Accounts whose own case it is, beside an account that is the subject itself (a credential's owner). */
  readonly concerns?: readonly Id[]
  /** The strongest role held now; null where there is none. */
  readonly highestRole?: RepositoryRole | null
}

/** The answer that somebody gives. */
export interface DecisionAsked {
  readonly kind: DecisionKind
  readonly reason: string
  /** Of *keep*: a day or moment in the future. */
  readonly until?: string | null
  /** Of *downgrade*: a strictly lower role. */
  readonly role?: string | null
  /** Given to several proposals at once: then a reason is needed. */
  readonly bulk?: boolean
}

/** A vote that was given before. `voter` as `voterOf` writes it. */
export interface EarlierVote {
  readonly voter: string
  readonly decision: DecisionKind
}

/** What is asked to be admitted, and by whom. */
export interface Admission {
  readonly proposal: DecidedProposal
  readonly decision: DecisionAsked
  readonly by: Actor
  readonly voterRole: 'owner' | 'operator' | 'none'
  readonly earlierVotes: readonly EarlierVote[]
  readonly now: Instant
  readonly rules: Rules
}

/** An admitted answer, its moments and roles read. */
export interface AdmittedDecision {
  /** `needs_second`: an owner's or administrator's right; nothing is carried out on one vote. */
  readonly status: 'decided' | 'needs_second'
  readonly until: Instant | null
  readonly role: RepositoryRole | null
}

/** Admits a decision or throws the Refusal that says why not. */
export function admitDecision(admission: Admission): AdmittedDecision {
  refuseThoseWhoMayNot(admission)
  refuseWhatIsSettled(admission)
  const { proposal, decision } = admission
  const until = untilOf(admission)
  const role = roleOf(admission)
  if (decision.bulk && decision.reason.trim() === '') {
    throw new Refusal('invalid', 'Deciding about several at once needs a reason. Nothing was decided.')
  }
  if (decision.kind === 'emeritus') refuseEmeritusWithoutTeam(admission)
  // Keeping removes nothing, so it needs no second vote.
  const second = proposal.risk.privileged && decision.kind !== 'keep'
  return { status: second ? 'needs_second' : 'decided', until, role }
}

/** The name under which one voter has one vote: `person:123` or `operator`. */
export function voterOf(by: Actor): string {
  return by.kind === 'person' ? `person:${by.id}` : by.kind
}

/** Whether a proposal is somebody's own case. */
export function isOwnCase(proposal: Pick<DecidedProposal, 'subject' | 'concerns'>, by: Actor): boolean {
  if (by.kind !== 'person') return false
  if (proposal.subject.kind === 'account' && proposal.subject.id === by.id) return true
  return proposal.concerns?.includes(by.id) ?? false
}

function refuseThoseWhoMayNot({ proposal, by, voterRole }: Admission): void {
  const agrees =
    (voterRole === 'owner' && by.kind === 'person') || (voterRole === 'operator' && by.kind === 'operator')
  if (!agrees) {
    throw new Refusal('forbidden', 'Only owners of the organisation decide. Nothing was decided.')
  }
  if (isOwnCase(proposal, by)) {
    throw new Refusal(
      'forbidden',
      'Nobody decides on their own case. Please ask another owner; nothing was decided.',
    )
  }
  if (voterRole === 'operator' && proposal.risk.privileged) {
    throw new Refusal(
      'forbidden',
      'An API token that acts for nobody does not decide on the rights of owners and administrators. An owner has to sign in; nothing was decided.',
    )
  }
}

function refuseWhatIsSettled({ proposal, decision, by, earlierVotes }: Admission): void {
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

function untilOf({ decision, now }: Admission): Instant | null {
  if (decision.kind !== 'keep') return null
  const asked = decision.until ?? ''
  const until = asked === '' ? null : momentOf(asked)
  if (until === null) {
    throw new Refusal(
      'invalid',
      'Please say until which day to keep it, for example 2027-03-01. Nothing was decided.',
    )
  }
  if (!isBefore(now, until)) {
    throw new Refusal(
      'invalid',
      `Keeping until ${printedDay(until)} has no effect: that day has passed. Nothing was decided.`,
    )
  }
  return until
}

function roleOf({ proposal, decision }: Admission): RepositoryRole | null {
  if (decision.kind !== 'downgrade') return null
  const held = proposal.highestRole ?? null
  if (proposal.subject.kind !== 'account' || held === null) {
    throw new Refusal('invalid', 'Only the role of an account can be lowered. Nothing was decided.')
  }
  const role = REPOSITORY_ROLES.find((known) => known === decision.role)
  if (role === undefined) {
    throw new Refusal(
      'invalid',
      `Please say to which role: one of ${REPOSITORY_ROLES.join(', ')}. Nothing was decided.`,
    )
  }
  if (!isWeaker(role, held)) {
    throw new Refusal('invalid', `${role} is not lower than what is held (${held}). Nothing was decided.`)
  }
  return role
}

function refuseEmeritusWithoutTeam({ proposal, rules }: Admission): void {
  if (proposal.subject.kind !== 'account') {
    throw new Refusal('invalid', 'Only a person can become emeritus. Nothing was decided.')
  }
  if (rules.emeritusTeam === null) {
    throw new Refusal(
      'invalid',
      'No emeritus team is set. Name one under Settings first; nothing was decided.',
    )
  }
}
