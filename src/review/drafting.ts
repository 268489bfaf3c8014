/** Turns what the newest audit left in the register into frozen proposals. It writes nothing. */

import type { Outside } from '../outside.ts'
import { isBefore } from '../policy/calendar.ts'
import { type CredentialJudgement, judgeCredential } from '../policy/credentials.ts'
import type { ProposalDraft } from '../policy/draft.ts'
import { proposalsFor } from '../policy/proposing.ts'
import type { Rules } from '../policy/rules.ts'
import { subjectKeyOf } from '../policy/subject-key.ts'
import type { Credential, Id, Instant, VerdictName } from '../policy/words.ts'
import { judgedAccounts, namesIn, repositoryIds } from '../register/askable.ts'
import { keptUntil } from '../register/decisions.ts'
import type { Proposal, UnsettledProposal } from '../register/proposals.ts'
import type { Held } from './held.ts'

/** The proposals of a review as of `now`, riskiest first, without what is kept for now or `asked` about already. */
export async function draftProposals(
  outside: Pick<Outside, 'register' | 'deployment'>,
  organization: { readonly id: Id; readonly login: string },
  rules: Rules,
  { held, asked }: { readonly held: Held; readonly asked: readonly UnsettledProposal[] },
  reviewId: string,
  now: Instant,
): Promise<readonly Proposal[]> {
  const { register, deployment } = outside
  const settled = new Set(asked.map(({ subject }) => subjectKeyOf(subject)))
  for (const [key, until] of await keptUntil(register, organization.id))
    if (isBefore(now, until)) settled.add(key)
  const accounts = await judgedAccounts(register, organization.id, settled)
  const repositories = await repositoryIds(register, organization.id)
  const names = await namesIn(register, organization, deployment.webUrl)
  const verdicts = new Map(accounts.map(({ account, verdict }) => [account.id, verdict.verdict]))
  const judge = (credential: Credential): CredentialJudgement =>
    judgeCredential(credential, ownerOf(credential, verdicts, names.login), now, rules.windowMonths)
  const drafts = proposalsFor(
    {
      accounts,
      grants: held.grants,
      repositories,
      credentials: held.credentials.map((credential) => ({ credential, judgement: judge(credential) })),
      names,
      settled,
    },
    now,
  )
  return drafts.map((draft) => frozen(draft, organization.id, reviewId, now))
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
