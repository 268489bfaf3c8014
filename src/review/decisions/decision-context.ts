/** Reads what answers to proposals of one organisation are checked against, once for all of them. */

import type { Platform } from '../../platform.ts'
import { type AccessMap, accessMap } from '../../policy/access/access-map.ts'
import type { DecisionToMake } from '../../policy/decisions/decide.ts'
import type { KnownOwner } from '../../policy/decisions/second-vote.ts'
import { takesPrivilege } from '../../policy/decisions/takes-privilege.ts'
import { subjectOwners } from '../../policy/decisions/voters.ts'
import { accessAbout } from '../../policy/proposals/one-grant/grant-in-scope.ts'
import { usableEmeritusTeam } from '../../policy/proposals/plans/emeritus-team.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import type { Names } from '../../policy/words/names.ts'
import type { DecisionKind, Id, Instant } from '../../policy/words.ts'
import { findOpenTeams } from '../../register/access/teams.ts'
import { findKnownOwners } from '../../register/activity/verdicts.ts'
import { findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findNames, findRepositoryIds } from '../../register/reviews/candidates.ts'
import type { Proposal, ProposalWithVotes } from '../../register/reviews/proposals.ts'
import { isWoken, type Outdated, outdatedByRegister } from '../close-stale.ts'
import { type CurrentGrants, readGrantsAbout } from '../current-grants.ts'

/** What answers to proposals of one organisation are checked against. */
export interface DecisionContext {
  readonly organization: Organization
  readonly rules: Rules
  /** Only the grants or credentials that the proposals are about. */
  readonly current: CurrentGrants
  readonly access: AccessMap
  readonly owners: readonly KnownOwner[]
  /** What has happened since that a proposal must not be decided over, by its id; the others are not in it. */
  readonly stale: ReadonlyMap<string, Outdated>
  /** Null where the answer needs no new plan. */
  readonly names: Names | null
  /** The emeritus team, where the answer needs it and the newest audit knows that it opens nothing. */
  readonly emeritusTeam: string | null
}

/** Reads the context of these proposals, all of one organisation; null where the organisation is not known. */
export async function readDecisionContext(
  platform: Pick<Platform, 'register' | 'deployment'>,
  orgId: Id,
  proposals: readonly Proposal[],
  decisions: ReadonlySet<DecisionKind>,
  now: Instant,
): Promise<DecisionContext | null> {
  const { register, deployment } = platform
  const kinds = new Set(proposals.map(({ subject }) => subject.kind))
  const needsPlan = (decisions.has('downgrade') || decisions.has('emeritus')) && kinds.has('account')
  const [organization, current, owners, repositories, teams] = await Promise.all([
    findOrganizationById(register, orgId),
    readGrantsAbout(register, orgId, kinds),
    findKnownOwners(register, orgId, now),
    kinds.has('account') ? findRepositoryIds(register, orgId) : [],
    decisions.has('emeritus') ? findOpenTeams(register, orgId) : [],
  ])
  if (organization === undefined) return null
  const rules = readRules(organization.rules)
  const undecided = proposals.filter(
    ({ status, stale }) => stale === null && (status === 'open' || status === 'needs_second'),
  )
  const [stale, names] = await Promise.all([
    outdatedAmong(platform, undecided, current, rules, now),
    needsPlan ? findNames(register, organization, deployment.webUrl) : null,
  ])
  const access = accessMap(current.grants, repositories)
  const emeritusTeam = usableEmeritusTeam(rules.emeritusTeam, teams, access)
  return { organization, rules, current, owners, stale, names, access, emeritusTeam }
}

async function outdatedAmong(
  platform: Pick<Platform, 'register'>,
  proposals: readonly Proposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<ReadonlyMap<string, Outdated>> {
  const outdatedBy = await outdatedByRegister(platform, proposals, current, rules, now)
  return new Map(
    proposals.flatMap((proposal) => {
      const outdated = outdatedBy(proposal)
      return outdated === null ? [] : [[proposal.id, outdated]]
    }),
  )
}

/** The decision on one of these proposals, but for the answer itself and who gives it. */
export function decisionAbout(
  { organization, rules, current, access: map, owners, stale, names, emeritusTeam }: DecisionContext,
  { proposal, votes }: ProposalWithVotes,
): Omit<DecisionToMake, 'id' | 'decision' | 'by' | 'voterRole' | 'signIn' | 'now'> {
  const { subject, scope, status, plan, choices } = proposal
  const access = accessAbout(proposal, map, current.grants)
  const outdated = stale.get(proposal.id) ?? null
  const woken = outdated !== null && isWoken(outdated)
  return {
    proposal: {
      subject,
      status,
      plan,
      choices,
      onlyChoices: scope === null ? null : (proposal.choices ?? []),
      stale: proposal.stale ?? (woken ? null : (outdated?.staleness.sentence ?? null)),
      news: woken ? outdated.staleness.sentence : null,
      needsTwo: status === 'needs_second' || takesPrivilege(proposal, map, current.grants),
      subjectOwners: subjectOwners(subject, current),
    },
    votes,
    owners,
    emeritusTeam,
    firstCompleteAt: organization.firstCompleteAt,
    planFacts:
      access === null || names === null || subject.kind !== 'account' || scope !== null
        ? null
        : {
            account: { id: subject.id, login: subject.login, type: 'User' },
            access,
            grants: current.grants,
            names,
          },
    rules,
  }
}
