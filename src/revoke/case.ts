/** Loads the case of a revocation from the register: who decided what about whom, by which rules, and the access around it. */

import { decidedVote } from '../policy/decisions/votes.ts'
import { bindingRules } from '../policy/rules/rule-versions.ts'
import { type Rules, readRules } from '../policy/rules/rules.ts'
import type { Instant, OpenGrant, PlanStep } from '../policy/words.ts'
import { findOpenGrants } from '../register/access/grants.ts'
import { findOpenRepositories, type Repository } from '../register/access/repositories.ts'
import { findOpenTeams, type Team } from '../register/access/teams.ts'
import type { Register } from '../register/open.ts'
import { findOrganizationById, type Organization } from '../register/organizations.ts'
import { type Decision, findDecisions } from '../register/reviews/decisions.ts'
import { findProposal, type Proposal } from '../register/reviews/proposals.ts'
import { type Attempt, findRevocation, type Revocation } from '../register/revocations/revocations.ts'
import { findRuleVersions } from '../register/rules/rule-versions.ts'

/** What recording an outcome or an ending needs from the register. */
export interface Case {
  readonly attempt: Attempt
  readonly organization: Organization
  /** As they are now, with the strictest notice, cooling time and budget since the proposal was opened. */
  readonly rules: Rules
  readonly proposal: Proposal
  /** The decision that is carried out; where none stands any more, the one that was. */
  readonly decision: Decision
  /** Since when it is decided: from there the cooling time runs. */
  readonly decidedAt: Instant
  /** The answers that stand: nobody has replaced them, and none has fallen away. */
  readonly standing: readonly Decision[]
  readonly revocation: Revocation
  /** The steps that were approved, in order: exactly these are carried out. */
  readonly plan: readonly PlanStep[]
}

/** What looking again, a change and a re-reading need as well: the organisation's access as the newest audit left it. */
export interface CaseWithAccess extends Case {
  readonly grants: readonly OpenGrant[]
  readonly repositories: readonly Repository[]
  readonly teams: readonly Team[]
}

/** Loads a case. Throws where a later attempt has begun or something is missing; nothing is changed then. */
export async function loadCase(register: Register, attempt: Attempt): Promise<Case> {
  const [revocation, proposal, decisions] = await Promise.all([
    findRevocation(register, attempt.id),
    findProposal(register, attempt.id),
    findDecisions(register, attempt.id),
  ])
  if (revocation === null || revocation.attempt !== attempt.number) {
    throw new Error(
      `Attempt ${attempt.number} of revocation ${attempt.id} has been overtaken; it changed nothing.`,
    )
  }
  const [organization, versions] = await Promise.all([
    findOrganizationById(register, revocation.orgId),
    findRuleVersions(register, revocation.orgId),
  ])
  const standing = decisions.filter(({ endedAt }) => endedAt === null)
  const decision = carriedOut(standing) ?? carriedOut(decisions)
  if (proposal === null || organization === undefined || decision === undefined) {
    throw new Error(`Revocation ${attempt.id} has no decided proposal; nothing was changed.`)
  }
  const decidedAt = decidedVote(standing, proposal.risk.privileged)?.decidedAt ?? decision.at
  const rules = bindingRules(versions, readRules(organization.rules), proposal, { at: decidedAt })
  const { plan } = decision
  return { attempt, organization, rules, proposal, decision, decidedAt, standing, revocation, plan }
}

/** Adds the access around a case. */
export async function withAccess(register: Register, revocationCase: Case): Promise<CaseWithAccess> {
  const { id } = revocationCase.organization
  const [grants, repositories, teams] = await Promise.all([
    findOpenGrants(register, id),
    findOpenRepositories(register, id),
    findOpenTeams(register, id),
  ])
  return { ...revocationCase, grants, repositories, teams }
}

/**
 * Nothing is removed, for one of these reasons. `stale`: the proposal is out of date. `privileged`: it needs a second vote.
 * `undecided`: it is not decided any more, and whoever ended the decision has already moved the proposal. `waits`: it goes on
 * by itself or once an owner lets it, which is no failure. `not_now`: something has to be put right first.
 */
export interface Stop {
  readonly kind: 'stop'
  readonly because: 'stale' | 'privileged' | 'undecided' | 'waits' | 'not_now'
  readonly sentence: string
}

/**
 * `keep` never starts a revocation; a later vote only agrees with the first one, whose plan is carried out. Where every
 * vote has ended, what was begun by the oldest still has to be read again and recorded.
 */
function carriedOut(among: readonly Decision[]): Decision | undefined {
  return among.find(({ decision }) => decision !== 'keep')
}
