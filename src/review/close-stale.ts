/** Closes proposals that are out of date, each with a sentence that says why; a woken owner's or administrator's is asked again. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { highestRole, strongestGiven } from '../policy/access/effective-access.ts'
import { grantsByAccount } from '../policy/access/grant-key.ts'
import { accessInScope, concerning } from '../policy/proposals/one-grant/grant-in-scope.ts'
import { withoutOwnDoing } from '../policy/proposals/plans/own-doing.ts'
import { type Staleness, stalenessOf } from '../policy/proposals/staleness.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Grant, Id, Instant } from '../policy/words.ts'
import { credentialKey } from '../register/access/credentials.ts'
import { findOpenTeams } from '../register/access/teams.ts'
import { findRequiredReviewers } from '../register/activity/deployment-reviewers.ts'
import { findNewestActsOfMany } from '../register/activity/newest-acts.ts'
import { findLeavesNow } from '../register/people/leaves.ts'
import { findGivingPlans } from '../register/reviews/giving-plans.ts'
import type { UnfinishedProposal } from '../register/reviews/proposals.ts'
import { type Transition, transitionEach } from '../register/reviews/transitions.ts'
import type { CurrentGrants } from './current-grants.ts'

/** A proposal that is out of date, and why. */
export interface Outdated {
  readonly proposal: UnfinishedProposal
  readonly staleness: Staleness
}

/** Checks these proposals, but for running ones; returns those that are asked about still, and how many were closed. */
export async function closeStale(
  platform: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<{ readonly stillOpen: readonly UnfinishedProposal[]; readonly stale: number }> {
  const outdatedBy = await outdatedByRegister(platform, proposals, current, rules, now)
  const outdated = proposals.flatMap((proposal) =>
    proposal.status === 'running' ? [] : (outdatedBy(proposal) ?? []),
  )
  const transitions = outdated.map((each) => outdatedTransition(each, now))
  const moved = await transitionEach(platform.register, current.orgId, transitions)
  const closed = new Set(transitions.filter(({ to }) => to === 'stale').map(({ proposalId }) => proposalId))
  return {
    stillOpen: proposals.filter(({ id }) => !(closed.has(id) && moved.has(id))),
    stale: [...closed].filter((id) => moved.has(id)).length,
  }
}

/**
 * Reads the register once for all `proposals`, and returns a function that says why one of them is out of date by what the
 * register knows; null where it is not.
 */
export async function outdatedByRegister(
  platform: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<(proposal: UnfinishedProposal) => Outdated | null> {
  const accounts = proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const acts = await findNewestActsOfMany(platform.register, current.orgId, accounts)
  const given = await givenByPlans(platform, accounts.length === 0 ? [] : proposals, current)
  const grants = grantsByAccount(current.grants)
  const shared = grants.get(null) ?? []
  const away =
    accounts.length === 0 ? new Map<Id, never>() : await findLeavesNow(platform.register, current.orgId, now)
  const releasers =
    away.size === 0 ? new Set<Id>() : await findRequiredReviewers(platform.register, current.orgId)
  const strongest = strongestGiven(accessMap(current.grants))
  const credentials = new Map(current.credentials.map((each) => [credentialKey(each.kind, each.id), each]))
  const strongestIn = (proposal: UnfinishedProposal, own: readonly Grant[]) =>
    proposal.subject.kind !== 'account'
      ? null
      : proposal.scope === null
        ? strongest(proposal.subject.id)
        : highestRole(accessInScope(proposal.scope, proposal.subject.id, own))
  const stalenessNow = (proposal: UnfinishedProposal): Staleness | null => {
    const { subject } = proposal
    switch (subject.kind) {
      case 'account': {
        const known = grants.get(subject.id) ?? []
        const plan = given.plans.get(proposal.id)
        const account = subject.id
        const held = plan ? withoutOwnDoing(known, { ...proposal, account, plan, team: given.team }) : known
        const own = [...held, ...(proposal.scope === null ? [] : shared)]
        const about = concerning(proposal, acts.get(subject.id) ?? [], own)
        return stalenessOf(proposal, about.acts, about.grants, {
          rules,
          now,
          seen: proposal.reopened?.why ?? null,
          droppedForLeave: away.has(subject.id) && !proposal.risk.privileged && !releasers.has(subject.id),
          strongest: strongestIn(proposal, own),
        })
      }
      case 'credential': {
        const credential = credentials.get(credentialKey(subject.credentialKind, subject.id))
        return stalenessOf(proposal, [], [], {
          rules,
          now,
          ...(credential && { lastUsed: credential.lastUsed }),
        })
      }
      case 'invitation':
        return stalenessOf(proposal, [], [], { rules, now })
    }
  }
  return (proposal) => {
    const staleness = stalenessNow(proposal)
    return staleness === null ? null : { proposal, staleness }
  }
}

/** The plans of these proposals that give something on their way, by id, and the teams' slugs where one of them needs those. */
async function givenByPlans(
  { register }: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  { orgId }: CurrentGrants,
) {
  // A proposal that was never answered cannot have been begun.
  const answered = proposals.filter(({ status, reopened }) => status !== 'open' || reopened !== null)
  const plans = await findGivingPlans(
    register,
    answered.map(({ id }) => id),
  )
  const needsTeams = [...plans.values()].flat().some(({ action }) => action === 'add_to_emeritus_team')
  const teams = needsTeams ? await findOpenTeams(register, orgId) : []
  const slugs = new Map(teams.map(({ id, slug }) => [id, slug]))
  return { plans, team: (id: Id) => slugs.get(id) ?? null }
}

/** Closes one proposal that is out of date, or asks about it again. */
export async function closeOrAskAgain(
  platform: Pick<Platform, 'register'>,
  outdated: Outdated,
  now: Instant,
): Promise<void> {
  await transitionEach(platform.register, outdated.proposal.orgId, [outdatedTransition(outdated, now)])
}

/** Whether it is an act of an owner or administrator: then owners have to look at it again, for a woken key may be stolen. */
export function isWoken({ proposal, staleness }: Outdated): boolean {
  return staleness.kind === 'act' && proposal.risk.privileged
}

/** Whether owners decide afresh, because of such an act or because the person answered, and the proposal is not closed. */
export function isAskedAgain(outdated: Outdated): boolean {
  return isWoken(outdated) || outdated.staleness.kind === 'answer'
}

/** The transition of a proposal that is out of date, with its history entry. */
export function outdatedTransition(outdated: Outdated, now: Instant): Transition {
  const { proposal, staleness } = outdated
  const { sentence } = staleness
  const asked = isAskedAgain(outdated)
  const from = ['open', 'needs_second', 'decided', 'kept', 'by_hand', ...(asked ? STARTED : [])] as const
  const about = { proposalId: proposal.id, from, entry: entryOf(proposal, sentence, now) }
  if (!asked) return { ...about, to: 'stale', stale: sentence, reopened: null, votes: null }
  return {
    ...about,
    to: 'open',
    stale: null,
    reopened: { kind: isWoken(outdated) ? 'act' : 'answer', why: sentence, at: now },
    votes: { kind: 'all_end', because: 'reopened', at: now },
    entry: { ...about.entry, act: 'proposal_reopened' },
  }
}

/** An attempt that has started is stopped by it. */
const STARTED = ['running', 'failed'] as const

function entryOf({ id, subject }: UnfinishedProposal, sentence: string, now: Instant) {
  return {
    at: now,
    act: 'proposal_stale',
    actor: { kind: 'calendar' },
    subject,
    sentence,
    facts: { proposal: id },
  } as const
}
