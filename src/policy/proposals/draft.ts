/** Drafts the proposal about an account, an invitation or a credential: everything that an owner is shown. */

import type { AccessMap } from '../access/access-map.ts'
import { accessIn, strongestGiven } from '../access/effective-access.ts'
import { keysAndRoles, LAST_USED, STRONGEST } from '../access/grant-key.ts'
import type { CredentialJudgement } from '../verdict/credential-use.ts'
import { twoFactorFinding } from '../verdict/findings.ts'
import { reasonOf } from '../verdict/verdict-in-words.ts'
import type { Names } from '../words/names.ts'
import {
  type Account,
  type Choice,
  type Credential,
  type Finding,
  type Grant,
  type Id,
  type Instant,
  type NamedActivity,
  type PlanStep,
  type Power,
  type Risk,
  type SmallestRole,
  type Subject,
  subjectKeyOf,
  type TwoFactor,
  type Verdict,
  type VerdictName,
} from '../words.ts'
import { choicesOf, choicesWithoutRole } from './choices.ts'
import { type Consequences, consequencesOf } from './consequences.ts'
import type { Invitation, Lapse } from './invitation-lapse.ts'
import { planRevocation } from './plans/plan.ts'
import { planCredential, planInvitation } from './plans/plan-invitation-or-credential.ts'
import { powerOfAccount, powerOfCredential, powerOfInvitation } from './power.ts'
import { riskOf, riskOfCredential, riskOfInvitation } from './risk.ts'
import {
  holdsByCredential,
  holdsByInvitation,
  holdsOf,
  whyOf,
  whyOfCredential,
  whyOfInvitation,
} from './risk-lines.ts'
import { smallestRole } from './smallest-role.ts'

/** A proposal as it is stored when a review opens. */
export interface ProposalDraft {
  readonly subjectKey: string
  readonly subject: Subject
  /** The whole verdict of an account; of an invitation or credential only its name. */
  readonly verdict: Verdict | { readonly verdict: VerdictName }
  readonly reason: string
  readonly findings: readonly Finding[]
  readonly evidence: readonly NamedActivity[]
  readonly risk: Risk
  /** Null where it cannot be told, and for what is no account. */
  readonly smallestRole: SmallestRole | null
  readonly power: Power
  /** Every answer that it can be given, the mildest first. */
  readonly choices: readonly Choice[]
  /** The newest act of an account, the last use of a credential; null where none is known. */
  readonly lastActiveAt: Instant | null
  /** The steps of *revoke*, in order. */
  readonly plan: readonly PlanStep[]
  readonly consequences: Consequences
  /**
   * Of an account: key → role of its own grants now, and `STRONGEST` → the strongest role it was given. Of a credential:
   * `LAST_USED` → its last use.
   */
  readonly grantsThen: Readonly<Record<string, string>>
}

/** An account as the newest audit judged it. */
export interface JudgedAccount {
  readonly account: Account
  readonly verdict: Verdict
  /** Its own acts, newest first: one per kind and repository, however old. */
  readonly evidence: readonly NamedActivity[]
  readonly twoFactor: TwoFactor
}

/** What is known of the organisation around an account. */
export interface AroundAccount {
  readonly map: AccessMap
  readonly names: Names
  readonly emeritusTeam: string | null
  /** Every repository, the most recently pushed first. */
  readonly repositories: readonly Id[]
  readonly privateRepositories: ReadonlySet<Id>
  /** From when on acts were read; null where that is not known. */
  readonly actsReadFrom: Instant | null
  readonly now: Instant
}

/** The proposal about an account; `grants` are its own. */
export function accountDraft(
  { account, verdict, evidence, twoFactor }: JudgedAccount,
  grants: readonly Grant[],
  around: AroundAccount,
): ProposalDraft {
  const { map, names, emeritusTeam, privateRepositories, now } = around
  const subject = { kind: 'account', id: account.id, login: account.login } as const
  const access = accessIn(map, account.id)
  const findings = twoFactorFinding(twoFactor)
  const planFacts = { account, access, grants, names }
  const plan = planRevocation(planFacts)
  const repositoryName = (id: Id | null): string | null => (id === null ? null : names.repository(id))
  const lastActiveAt = evidence[0]?.at ?? null
  const holds = holdsOf(access, around)
  return {
    subjectKey: subjectKeyOf(subject),
    subject,
    verdict,
    reason: reasonOf(verdict, repositoryName),
    findings,
    evidence,
    risk: {
      ...riskOf(access, findings, privateRepositories),
      why: whyOf(holds, lastActiveAt, findings, now),
      holds,
    },
    smallestRole: smallestRole({ ...around, access, acts: evidence }),
    power: powerOfAccount(access),
    choices: choicesOf(planFacts, emeritusTeam),
    lastActiveAt,
    plan,
    consequences: consequencesOf(plan, access),
    grantsThen: { ...keysAndRoles(grants, account.id), [STRONGEST]: strongestGiven(map)(account.id) ?? '' },
  }
}

/** The proposal about an invitation that has lapsed, or whose inviter is gone. */
export function invitationDraft(
  invitation: Invitation,
  lapse: Lapse,
  names: Names,
  now: Instant,
): ProposalDraft {
  const { invitation: id, account } = invitation
  const plan = planInvitation(invitation, names)
  const login = account === null ? null : names.login(account)
  const subject = { kind: 'invitation', id, login, name: plan[0]?.target ?? `invitation ${id}` } as const
  return {
    subjectKey: subjectKeyOf(subject),
    subject,
    verdict: { verdict: 'inactive' },
    reason: lapse.reason,
    findings: lapse.findings,
    evidence: [],
    risk: {
      ...riskOfInvitation(invitation, names),
      why: whyOfInvitation(invitation, names, now),
      holds: holdsByInvitation(invitation, names),
    },
    smallestRole: null,
    power: powerOfInvitation(invitation),
    choices: choicesWithoutRole(plan),
    lastActiveAt: null,
    plan,
    consequences: consequencesOf(plan, null),
    grantsThen: {},
  }
}

/** The proposal about a credential, with the reason for it. */
export function credentialDraft(
  credential: Credential,
  { verdict, findings }: CredentialJudgement,
  reason: string,
  names: Names,
  now: Instant,
): ProposalDraft {
  const { kind, id, name } = credential
  const subject = { kind: 'credential', credentialKind: kind, id, name } as const
  const plan = planCredential(credential, names)
  const power = powerOfCredential(credential, now)
  const risk = riskOfCredential(credential, findings, names)
  return {
    subjectKey: subjectKeyOf(subject),
    subject,
    verdict: { verdict },
    reason,
    findings,
    evidence: [],
    risk: {
      ...risk,
      why: whyOfCredential(credential, risk, power, now),
      holds: holdsByCredential(credential, power, names),
    },
    smallestRole: null,
    power,
    choices: choicesWithoutRole(plan),
    lastActiveAt: typeof credential.lastUsed === 'object' ? credential.lastUsed.at : null,
    plan,
    consequences: consequencesOf(plan, null),
    grantsThen: { [LAST_USED]: typeof credential.lastUsed === 'object' ? credential.lastUsed.at : '' },
  }
}
