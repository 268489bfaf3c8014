/** What the answers to proposals of one organisation rest on, as the register has it now, read once for all of them. It admits no answer. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { accessIn, type EffectiveAccess } from '../policy/access/effective-access.ts'
import { type Rules, readRules } from '../policy/rules/rules.ts'
import type { Names } from '../policy/words/names.ts'
import type { DecisionKind, Id, Instant, Subject } from '../policy/words.ts'
import { findOpenCredentials } from '../register/access/credentials.ts'
import { findOpenGrants } from '../register/access/grants.ts'
import { findOrganizationById, type Organization } from '../register/organizations.ts'
import { findNames, findRepositoryIds } from '../register/reviews/candidates.ts'
import type { Proposal } from '../register/reviews/proposals.ts'
import { staleByRegister } from './close-stale.ts'
import type { CurrentGrants } from './current-grants.ts'

export interface DecisionContext {
  readonly organization: Organization
  readonly rules: Rules
  /** Of grants and of credentials only what the proposals are about: the others are empty. */
  readonly current: CurrentGrants
  /** By what proposals are out of date, as a sentence, by their id; who still stands is not here. */
  readonly stale: ReadonlyMap<string, string>
  /** Null where the answer leaves the frozen plan as it is. */
  readonly downgrade: DowngradeContext | null
}

/** What a plan of its own needs, where less than everything goes. */
interface DowngradeContext {
  readonly accessOf: (account: Id) => EffectiveAccess
  readonly names: Names
}

/** Reads the ground of these proposals, all of one organisation; null where the organisation is not known. */
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
    readGrantsAbout(platform, orgId, kinds),
  ])
  if (organization === undefined) return null
  const rules = readRules(organization.rules)
  const lowers = (decision === 'downgrade' || decision === 'emeritus') && kinds.has('account')
  const [stale, downgrade] = await Promise.all([
    staleAmong(platform, proposals, current, rules, now),
    lowers ? readDowngradeContext(platform, organization, current) : null,
  ])
  return { organization, rules, current, stale, downgrade }
}

async function readGrantsAbout(
  { register }: Pick<Platform, 'register'>,
  orgId: Id,
  kinds: ReadonlySet<Subject['kind']>,
): Promise<CurrentGrants> {
  const [grants, credentials] = await Promise.all([
    kinds.has('account') || kinds.has('invitation') ? findOpenGrants(register, orgId) : [],
    kinds.has('credential') ? findOpenCredentials(register, orgId) : [],
  ])
  return { orgId, grants, credentials }
}

/** Looks at the proposals once more before an answer is taken. */
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
