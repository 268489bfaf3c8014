/** Reads what answers to proposals of one organisation are checked against, once for all of them. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { accessIn, type EffectiveAccess } from '../policy/access/effective-access.ts'
import { type Rules, readRules } from '../policy/rules/rules.ts'
import type { Names } from '../policy/words/names.ts'
import type { DecisionKind, Id, Instant } from '../policy/words.ts'
import { findOrganizationById, type Organization } from '../register/organizations.ts'
import { findNames, findRepositoryIds } from '../register/reviews/candidates.ts'
import type { Proposal } from '../register/reviews/proposals.ts'
import { staleByRegister } from './close-stale.ts'
import { type CurrentGrants, readGrantsAbout } from './current-grants.ts'

export interface DecisionContext {
  readonly organization: Organization
  readonly rules: Rules
  /** Only the grants or credentials that the proposals are about. */
  readonly current: CurrentGrants
  /** Why a proposal is out of date, as a sentence, by its id; the others are not in it. */
  readonly stale: ReadonlyMap<string, string>
  /** Null where the answer needs no new plan. */
  readonly downgrade: DowngradeContext | null
}

/** What is needed to plan a removal of less than everything. */
interface DowngradeContext {
  readonly accessOf: (account: Id) => EffectiveAccess
  readonly names: Names
}

/** Reads the context of these proposals, all of one organisation; null where the organisation is not known. */
export async function readDecisionContext(
  platform: Pick<Platform, 'register' | 'deployment'>,
  orgId: Id,
  proposals: readonly Proposal[],
  decision: DecisionKind,
  now: Instant,
): Promise<DecisionContext | null> {
  const { register } = platform
  const kinds = new Set(proposals.map(({ subject }) => subject.kind))
  const [organization, current] = await Promise.all([
    findOrganizationById(register, orgId),
    readGrantsAbout(register, orgId, kinds),
  ])
  if (organization === undefined) return null
  const rules = readRules(organization.rules)
  const isDowngrade = (decision === 'downgrade' || decision === 'emeritus') && kinds.has('account')
  const [stale, downgrade] = await Promise.all([
    staleAmong(platform, proposals, current, rules, now),
    isDowngrade ? readDowngradeContext(platform, organization, current) : null,
  ])
  return { organization, rules, current, stale, downgrade }
}

/** Checks the proposals once more right before the answer is recorded. */
async function staleAmong(
  platform: Pick<Platform, 'register'>,
  proposals: readonly Proposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const unfinished = proposals.filter(
    ({ status, stale }) => stale === null && (status === 'open' || status === 'needs_second'),
  )
  const staleBy = await staleByRegister(platform, unfinished, current, rules, now)
  const sentences = [
    ...proposals.map(({ id, stale }) => [id, stale] as const),
    ...unfinished.map((proposal) => [proposal.id, staleBy(proposal)] as const),
  ]
  return new Map(sentences.flatMap(([id, sentence]) => (sentence === null ? [] : [[id, sentence]])))
}

async function readDowngradeContext(
  { register, deployment }: Pick<Platform, 'register' | 'deployment'>,
  organization: Organization,
  { grants }: CurrentGrants,
): Promise<DowngradeContext> {
  const [repositories, names] = await Promise.all([
    findRepositoryIds(register, organization.id),
    findNames(register, organization, deployment.webUrl),
  ])
  const map = accessMap(grants, repositories)
  return { accessOf: (account) => accessIn(map, account), names }
}
