/** Turns what the newest audit left in the register into frozen proposals. It writes nothing. */

import type { Outside } from '../outside.ts'
import { isBefore } from '../policy/calendar.ts'
import { type CredentialJudgement, judgeCredential } from '../policy/credentials.ts'
import { type ProposalDraft, proposalsFor } from '../policy/proposing.ts'
import type { Rules } from '../policy/rules.ts'
import type { Credential, Id, Instant, VerdictName } from '../policy/words.ts'
import { judgedAccounts, namesIn } from '../register/askable.ts'
import { openCredentials } from '../register/credentials.ts'
import { keptUntil } from '../register/decisions.ts'
import { grantsOf } from '../register/grants.ts'
import { openRepositories } from '../register/people.ts'
import { type Proposal, subjectKeyOf, unsettledProposals } from '../register/proposals.ts'

/** The proposals of a review as of `now`, riskiest first, without what is kept for now or asked about already. */
export async function draftProposals(
  outside: Pick<Outside, 'register' | 'deployment'>,
  organization: { readonly id: Id; readonly login: string },
  rules: Rules,
  reviewId: string,
  now: Instant,
): Promise<readonly Proposal[]> {
  const { register, deployment } = outside
  const accounts = await judgedAccounts(register, organization)
  const grants = await grantsOf(register, organization.id)
  const repositories = await openRepositories(register, organization.id)
  const names = await namesIn(register, organization, deployment.webUrl)
  const verdicts = new Map(accounts.map(({ account, verdict }) => [account.id, verdict.verdict]))
  const judge = (credential: Credential): CredentialJudgement =>
    judgeCredential(credential, ownerOf(credential, verdicts, names.login), now, rules.windowMonths)
  const drafts = proposalsFor(
    {
      accounts,
      grants,
      repositories: repositories.map(({ id }) => id),
      credentials: (await openCredentials(register, organization.id)).map((credential) => ({
        credential,
        judgement: judge(credential),
      })),
      names,
    },
    now,
  )
  const kept = await keptUntil(register, organization.id)
  const asked = new Set(
    (await unsettledProposals(register, organization.id)).map(({ subject }) => subjectKeyOf(subject)),
  )
  return drafts
    .filter(({ subjectKey }) => !asked.has(subjectKey) && !isKept(kept.get(subjectKey), now))
    .map((draft) => frozen(draft, organization.id, reviewId, now))
}

function ownerOf(
  { owner }: Credential,
  verdicts: ReadonlyMap<Id, VerdictName>,
  login: (id: Id) => string | null,
): { readonly login: string; readonly verdict: VerdictName | null; readonly holdsAccess: boolean } | null {
  if (owner === null) return null
  // An account without a verdict holds nothing here: verdicts of the gone are dropped by the audit.
  return {
    login: login(owner) ?? `account ${owner}`,
    verdict: verdicts.get(owner) ?? null,
    holdsAccess: verdicts.has(owner),
  }
}

function isKept(until: Instant | undefined, now: Instant): boolean {
  return until !== undefined && isBefore(now, until)
}

function frozen(draft: ProposalDraft, orgId: Id, reviewId: string, now: Instant): Proposal {
  return {
    id: crypto.randomUUID(),
    reviewId,
    orgId,
    subject: draft.subject,
    verdict: draft.verdict,
    reason: draft.reason,
    findings: draft.findings,
    evidence: draft.evidence,
    risk: draft.risk,
    plan: draft.plan,
    consequences: [
      ...draft.consequences.lost.map((sentence) => `Lost: ${sentence}`),
      ...draft.consequences.back,
    ],
    grantsThen: draft.grantsThen,
    status: 'open',
    stale: null,
    openedAt: now,
  }
}
