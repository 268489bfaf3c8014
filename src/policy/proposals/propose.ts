/** Chooses the accounts, invitations and credentials that a review proposes. An unknown account is never proposed. */

import { type AccessMap, accessMap } from '../access/access-map.ts'
import { accessIn } from '../access/effective-access.ts'
import { grantsByAccount } from '../access/grant-key.ts'
import { isBefore, monthsBefore } from '../calendar.ts'
import { withoutLeave } from '../people/leave.ts'
import { type CredentialJudgement, reasonToAsk } from '../verdict/credential-use.ts'
import type { Names } from '../words/names.ts'
import {
  type Credential,
  type Grant,
  type Id,
  type Instant,
  type SubjectIdentity,
  subjectKeyOf,
} from '../words.ts'
import {
  accountDraft,
  credentialDraft,
  invitationDraft,
  type JudgedAccount,
  type ProposalDraft,
} from './draft.ts'
import { isInvitation, lapseOf } from './invitation-lapse.ts'
import { rankOf } from './power.ts'
import { isPrivileged } from './risk.ts'

/** What a complete audit recorded: everything that could be proposed. */
export interface ProposingFacts {
  readonly accounts: readonly JudgedAccount[]
  /** Every open grant of the organisation. */
  readonly grants: readonly Grant[]
  /** Every repository of the organisation, the most recently pushed first. */
  readonly repositories: readonly Id[]
  readonly privateRepositories: ReadonlySet<Id>
  /** From when on acts were read; null where that is not known. */
  readonly actsReadFrom: Instant | null
  readonly credentials: readonly {
    readonly credential: Credential
    readonly judgement: CredentialJudgement
  }[]
  readonly names: Names
  /** Slug of the emeritus team that is known to open nothing; null where there is none. */
  readonly emeritusTeam: string | null
  /** Calendar months without an own act after which an account is inactive. */
  readonly windowMonths: number
  /** Whether the newest audit read everybody with access; if not, an account without a grant here may have access. */
  readonly holdersKnown: boolean
  /** Keys of subjects that are not proposed: kept for now, or proposed already. */
  readonly excluded: ReadonlySet<string>
  /** Who is known to let deployments go on: a right to release. */
  readonly releasers?: ReadonlySet<Id>
}

/** The proposals of a review, group by group, in each the riskiest first; among equals, those whose last activity is oldest. */
export function proposalsFor(facts: ProposingFacts, now: Instant): ProposalDraft[] {
  const map = accessMap(facts.grants, facts.repositories)
  const candidates = facts.accounts
    .map((judged) => withoutLeaveWherePowerful(judged, facts, map))
    .filter((judged) => isCandidate(judged, facts, map, now))
  return [
    ...draftAccounts(facts, candidates, map, now),
    ...draftInvitations(facts, candidates, map, now),
    ...draftCredentials(facts, now),
  ].sort(riskiestFirst)
}

/**
 * Leave stops notice and removal, not the question: whoever holds an owner's, administrator's or release right is asked about
 * as if they were not away. What is frozen is what their acts say, for their leave is seen by fewer people.
 */
function withoutLeaveWherePowerful(
  judged: JudgedAccount,
  { releasers }: ProposingFacts,
  map: AccessMap,
): JudgedAccount {
  const { id } = judged.account
  const isPowerful = releasers?.has(id) === true || isPrivileged(accessIn(map, id))
  return isPowerful ? { ...judged, verdict: withoutLeave(judged.verdict) } : judged
}

/**
 * A known act inside the window rules an account out even if its verdict is inactive: an audit records acts while it
 * reads, and verdicts at its end.
 */
function isCandidate(
  { account, verdict, evidence }: JudgedAccount,
  { windowMonths }: ProposingFacts,
  map: AccessMap,
  now: Instant,
): boolean {
  if (verdict.verdict !== 'inactive' || verdict.rareActsUnread || !map.accounts.has(account.id)) return false
  return evidence.every((act) => isBefore(act.at, monthsBefore(now, windowMonths)))
}

function draftAccounts(
  facts: ProposingFacts,
  candidates: readonly JudgedAccount[],
  map: AccessMap,
  now: Instant,
): ProposalDraft[] {
  const grantsOf = grantsByAccount(facts.grants)
  const around = { ...facts, map, now }
  return candidates
    .filter(({ account: { id } }) => !isExcluded(facts, { kind: 'account', id }))
    .map((judged) => accountDraft(judged, grantsOf.get(judged.account.id) ?? [], around))
}

function draftInvitations(
  facts: ProposingFacts,
  candidates: readonly JudgedAccount[],
  map: AccessMap,
  now: Instant,
): ProposalDraft[] {
  const { names } = facts
  // The plan of an account cancels its invitations too.
  const candidateIds = new Set<Id | null>(candidates.map(({ account }) => account.id))
  return facts.grants.filter(isInvitation).flatMap((invitation) => {
    const { invitation: id, account, inviter } = invitation
    if (candidateIds.has(account) || isExcluded(facts, { kind: 'invitation', id })) return []
    // An App has no grants, and is here as long as it is installed.
    const isApp = inviter !== null && names.login(inviter)?.endsWith('[bot]') === true
    const inviterGone = facts.holdersKnown && inviter !== null && !isApp && !map.accounts.has(inviter)
    const lapse = lapseOf(invitation, inviterGone, names, now)
    return lapse === null ? [] : [invitationDraft(invitation, lapse, names, now)]
  })
}

function draftCredentials(facts: ProposingFacts, now: Instant): ProposalDraft[] {
  return facts.credentials.flatMap(({ credential, judgement }) => {
    const { kind: credentialKind, id } = credential
    if (isExcluded(facts, { kind: 'credential', credentialKind, id })) return []
    const reason = reasonToAsk(judgement)
    return reason === null ? [] : [credentialDraft(credential, judgement, reason, facts.names, now)]
  })
}

function isExcluded({ excluded }: ProposingFacts, subject: SubjectIdentity): boolean {
  return excluded.has(subjectKeyOf(subject))
}

function riskiestFirst(a: ProposalDraft, b: ProposalDraft): number {
  const newest = ({ lastActiveAt }: ProposalDraft): number => (lastActiveAt ? Date.parse(lastActiveAt) : 0)
  const rank = ({ power, risk }: ProposalDraft): number => rankOf(power, risk.score)
  return rank(b) - rank(a) || newest(a) - newest(b) || a.subjectKey.localeCompare(b.subjectKey, 'en')
}
