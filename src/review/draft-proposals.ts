/** Drafts the proposals of a review from what the newest audit recorded. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { isBefore, monthsBefore } from '../policy/calendar.ts'
import type { ProposalDraft } from '../policy/proposals/draft.ts'
import { usableEmeritusTeam } from '../policy/proposals/plans/emeritus-team.ts'
import { proposalsFor } from '../policy/proposals/propose.ts'
import type { Rules } from '../policy/rules/rules.ts'
import { type CredentialJudgement, judgeCredential } from '../policy/verdict/credential-use.ts'
import {
  type Credential,
  type Id,
  type Instant,
  type ProposalScope,
  proposalKeyOf,
  recentlyPushedFirst,
  type Source,
} from '../policy/words.ts'
import { findOpenRepositories } from '../register/access/repositories.ts'
import { findOpenTeams } from '../register/access/teams.ts'
import { findRequiredReviewers } from '../register/activity/deployment-reviewers.ts'
import { findLatestAudits } from '../register/audits/audits.ts'
import { findUnread } from '../register/audits/readings.ts'
import type { Register } from '../register/open.ts'
import { findJudgedAccounts, findNames } from '../register/reviews/candidates.ts'
import { findGivenBackSince, findKeptUntil } from '../register/reviews/decisions.ts'
import type { Proposal, UnfinishedProposal } from '../register/reviews/proposals.ts'
import type { CurrentGrants } from './current-grants.ts'
import { sparedNow } from './people/spared-now.ts'

/** The proposals of a review as of `now`, riskiest first, without what is kept for now, was given back lately or is already `proposed`. */
export async function draftProposals(
  platform: Pick<Platform, 'register' | 'deployment'>,
  organization: { readonly id: Id; readonly login: string; readonly firstCompleteAt: Instant | null },
  rules: Rules,
  {
    current,
    proposed,
  }: { readonly current: CurrentGrants; readonly proposed: readonly UnfinishedProposal[] },
  reviewId: string,
  now: Instant,
): Promise<readonly Proposal[]> {
  const { register, deployment } = platform
  const excluded = new Set(proposed.map(proposalKeyOf))
  for (const [key, until] of await findKeptUntil(register, organization.id))
    if (isBefore(now, until)) excluded.add(key)
  // Whoever gave the access back has already decided about this same inactivity.
  const windowStart = monthsBefore(now, rules.windowMonths)
  for (const key of await findGivenBackSince(register, organization.id, windowStart)) excluded.add(key)
  const map = accessMap(current.grants)
  for (const key of await sparedNow(register, organization.id, rules, map, now)) excluded.add(key)
  const accounts = await findJudgedAccounts(register, organization.id, excluded)
  const repositories = recentlyPushedFirst(await findOpenRepositories(register, organization.id))
  const { firstCompleteAt } = organization
  const names = await findNames(register, organization, deployment.webUrl)
  const holdersKnown = await areHoldersKnown(register, organization.id)
  const accountsWithAccess = map.accounts
  const teams = await findOpenTeams(register, organization.id)
  const verdicts = new Map(accounts.map(({ account, verdict }) => [account.id, verdict.verdict]))
  const ownerOf = ({ owner }: Credential) =>
    owner === null
      ? null
      : {
          login: names.login(owner) ?? `account ${owner}`,
          verdict: verdicts.get(owner) ?? null,
          holdsAccess: !holdersKnown || accountsWithAccess.has(owner),
        }
  const judge = (credential: Credential): CredentialJudgement =>
    judgeCredential(credential, ownerOf(credential), now, rules.windowMonths)
  const drafts = proposalsFor(
    {
      accounts,
      grants: current.grants,
      repositories: repositories.map(({ id }) => id),
      privateRepositories: new Set(repositories.flatMap((row) => (row.private ? [row.id] : []))),
      actsReadFrom: firstCompleteAt === null ? null : monthsBefore(firstCompleteAt, rules.windowMonths),
      credentials: current.credentials.map((credential) => ({ credential, judgement: judge(credential) })),
      names,
      emeritusTeam: usableEmeritusTeam(rules.emeritusTeam, teams, map),
      windowMonths: rules.windowMonths,
      holdersKnown,
      excluded,
      releasers: await findRequiredReviewers(register, organization.id),
    },
    now,
  )
  return drafts.map((draft) => frozenProposal(draft, null, organization.id, reviewId, now))
}

/** If one of these was not read in full, an account may have access that the register does not show. */
const SOURCES_OF_ACCESS: readonly Source[] = [
  'members',
  'outside_collaborators',
  'teams',
  'repositories',
  'direct_roles',
]

async function areHoldersKnown(register: Register, orgId: Id): Promise<boolean> {
  const [newest] = await findLatestAudits(register, orgId, 1)
  if (newest === undefined || (newest.status !== 'complete' && newest.status !== 'partial')) return false
  return !(await findUnread(register, newest.id)).some(({ source }) => SOURCES_OF_ACCESS.includes(source))
}

/** A draft as it is stored; `scope`: the one grant that it is about. */
export function frozenProposal(
  draft: ProposalDraft,
  scope: ProposalScope | null,
  orgId: Id,
  reviewId: string,
  now: Instant,
): Proposal {
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
    reopened: null,
    openedAt: now,
    power: draft.power,
    choices: draft.choices,
    scope,
    lastActiveAt: draft.lastActiveAt,
    stoppedBy: null,
    stoppedAt: null,
    smallestRole: draft.smallestRole,
  }
}
