/** Which accounts, invitations and credentials a review asks about, riskiest first. What is unknown is never proposed. */

import { type AccessMap, accessIn, accessMap } from './access-map.ts'
import { type Consequences, consequencesOf } from './consequences.ts'
import type { CredentialJudgement } from './credentials.ts'
import { isStrong, twoFactorFinding } from './findings.ts'
import { grantsByAccount, keysAndRoles } from './grant-key.ts'
import { type Invitation, lapseOf } from './invitations.ts'
import type { Names } from './names.ts'
import { planCredential, planInvitation, planRevocation } from './plan.ts'
import { riskOf, riskOfCredential, riskOfInvitation } from './risk.ts'
import { reasonOf } from './sentences.ts'
import type {
  Account,
  Credential,
  Finding,
  Grant,
  Id,
  Instant,
  NamedActivity,
  PlanStep,
  Risk,
  Subject,
  TwoFactor,
  Verdict,
  VerdictName,
} from './words.ts'

/** What a complete audit left: everything that could be asked about. */
export interface ProposingFacts {
  readonly accounts: readonly {
    readonly account: Account
    readonly verdict: Verdict
    /** Own acts, newest first. */
    readonly evidence: readonly NamedActivity[]
    readonly twoFactor: TwoFactor
  }[]
  /** Every open grant of the organisation. */
  readonly grants: readonly Grant[]
  /** Every repository of the organisation. */
  readonly repositories: readonly Id[]
  readonly credentials: readonly {
    readonly credential: Credential
    readonly judgement: CredentialJudgement
  }[]
  readonly names: Names
  /** Keys of subjects that are not to be asked about: kept for now, or asked about already. */
  readonly settled: ReadonlySet<string>
}

/** One question, ready to be frozen. */
export interface ProposalDraft {
  /** `account:123`, `invitation:5`, `credential:deploy_key:700001`. */
  readonly subjectKey: string
  readonly subject: Subject
  /** An account's whole verdict; of invitations and credentials only the word. */
  readonly verdict: Verdict | { readonly verdict: VerdictName }
  readonly reason: string
  readonly findings: readonly Finding[]
  readonly evidence: readonly NamedActivity[]
  readonly risk: Risk
  /** What *revoke* would do, in order. */
  readonly plan: readonly PlanStep[]
  readonly consequences: Consequences
  /** Key → role of the account's own grants now; empty where the subject is no account. */
  readonly grantsThen: Readonly<Record<string, string>>
}

/** The proposals of a review, by risk; among equals the longest silent first. */
export function proposalsFor(facts: ProposingFacts, now: Instant): ProposalDraft[] {
  const map = accessMap(facts.grants, facts.repositories)
  const held = grantsByAccount(facts.grants)
  const askable = facts.accounts.filter((judged) => isAskable(judged, map))
  const accounts = askable.flatMap((judged) =>
    accountDraft(judged, held.get(judged.account.id) ?? [], facts, map),
  )
  // The plan of an account takes its invitations back with the rest.
  const withTheirAccount = new Set<Id | null>(askable.map(({ account }) => account.id))
  const invitations = facts.grants.flatMap((grant) => {
    if (grant.kind !== 'organization_invitation' && grant.kind !== 'repository_invitation') return []
    return withTheirAccount.has(grant.account) ? [] : invitationDraft(grant, facts, map, now)
  })
  const credentials = facts.credentials.flatMap((judged) => credentialDraft(judged, facts))
  return [...accounts, ...invitations, ...credentials].sort(riskiestFirst)
}

function isAskable({ account, verdict }: ProposingFacts['accounts'][number], map: AccessMap): boolean {
  return verdict.verdict === 'inactive' && !verdict.rareActsUnread && map.accounts.has(account.id)
}

function accountDraft(
  { account, verdict, evidence, twoFactor }: ProposingFacts['accounts'][number],
  grants: readonly Grant[],
  { names, settled }: ProposingFacts,
  map: AccessMap,
): ProposalDraft[] {
  const subjectKey = `account:${account.id}`
  if (settled.has(subjectKey)) return []
  const access = accessIn(map, account.id)
  const findings = twoFactorFinding(twoFactor)
  const plan = planRevocation({ account, access, grants, names })
  if (plan.length === 0) return []
  const repositoryName = (id: Id | null): string | null => (id === null ? null : names.repository(id))
  return [
    {
      subjectKey,
      subject: { kind: 'account', id: account.id, login: account.login },
      verdict,
      reason: reasonOf(verdict, repositoryName),
      findings,
      evidence,
      risk: riskOf(access, findings),
      plan,
      consequences: consequencesOf(plan, access),
      grantsThen: keysAndRoles(grants, account.id),
    },
  ]
}

function invitationDraft(
  invitation: Invitation,
  { names, settled }: ProposingFacts,
  map: AccessMap,
  now: Instant,
): ProposalDraft[] {
  const subjectKey = `invitation:${invitation.invitation}`
  if (settled.has(subjectKey)) return []
  const inviterGone = invitation.inviter !== null && !map.accounts.has(invitation.inviter)
  const lapse = lapseOf(invitation, inviterGone, names, now)
  if (lapse === null) return []
  const plan = planInvitation(invitation, names)
  const login = invitation.account === null ? null : names.login(invitation.account)
  const name = plan[0]?.target ?? `invitation ${invitation.invitation}`
  return [
    {
      subjectKey,
      subject: { kind: 'invitation', id: invitation.invitation, login, name },
      verdict: { verdict: 'inactive' },
      reason: lapse.reason,
      findings: lapse.findings,
      evidence: [],
      risk: riskOfInvitation(invitation, names),
      plan,
      consequences: consequencesOf(plan, null),
      grantsThen: {},
    },
  ]
}

function credentialDraft(
  { credential, judgement }: ProposingFacts['credentials'][number],
  { names, settled }: ProposingFacts,
): ProposalDraft[] {
  const { kind, id, name } = credential
  const subjectKey = `credential:${kind}:${id}`
  if (settled.has(subjectKey)) return []
  const strong = judgement.findings.filter(isStrong)
  if (judgement.verdict !== 'inactive' && strong.length === 0) return []
  const plan = planCredential(credential, names)
  const founded = judgement.verdict === 'inactive' ? [] : strong.map((finding) => finding.sentence)
  return [
    {
      subjectKey,
      subject: { kind: 'credential', credentialKind: kind, id, name },
      verdict: { verdict: judgement.verdict },
      reason: [...founded, judgement.reason].join(' '),
      findings: judgement.findings,
      evidence: [],
      risk: riskOfCredential(credential, judgement.findings, names),
      plan,
      consequences: consequencesOf(plan, null),
      grantsThen: {},
    },
  ]
}

function riskiestFirst(a: ProposalDraft, b: ProposalDraft): number {
  const newest = ({ evidence }: ProposalDraft): number => (evidence[0] ? Date.parse(evidence[0].at) : 0)
  return (
    b.risk.score - a.risk.score || newest(a) - newest(b) || a.subjectKey.localeCompare(b.subjectKey, 'en')
  )
}
