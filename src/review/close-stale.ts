/** Closes proposals that are out of date, each with a sentence that says why; a woken owner's or administrator's is asked again. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { highestRole, strongestGiven } from '../policy/access/effective-access.ts'
import { grantsByAccount } from '../policy/access/grant-key.ts'
import { accessInScope, concerning } from '../policy/proposals/one-grant/grant-in-scope.ts'
import { type Staleness, stalenessOf } from '../policy/proposals/staleness.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Grant, Id, Instant } from '../policy/words.ts'
import { credentialKey } from '../register/access/credentials.ts'
import { findOpenTeams } from '../register/access/teams.ts'
import { findNewestActsOfMany } from '../register/activity/newest-acts.ts'
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
 * Returns a function that says why one of `proposals` is out of date by what the register knows; null where it is not. Reads the register once for all of them.
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
  const joined = await emeritusTeamOf(platform, proposals, current, rules)
  const grants = grantsByAccount(
    current.grants.filter((grant) => grant.kind !== 'team_membership' || grant.team !== joined),
  )
  const shared = grants.get(null) ?? []
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
        const own = [...(grants.get(subject.id) ?? []), ...(proposal.scope === null ? [] : shared)]
        const about = concerning(proposal, acts.get(subject.id) ?? [], own)
        return stalenessOf(proposal, about.acts, about.grants, {
          rules,
          now,
          seen: proposal.reopened?.why ?? null,
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

/** The emeritus team, which gives nothing: whoever was added to it by a plan was not given more. Null where none can have been. */
async function emeritusTeamOf(
  { register }: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  { orgId }: CurrentGrants,
  { emeritusTeam }: Rules,
): Promise<Id | null> {
  const isFollowed = proposals.some(({ status }) => status === 'by_hand' || status === 'decided')
  if (emeritusTeam === null || !isFollowed) return null
  return (await findOpenTeams(register, orgId)).find(({ slug }) => slug === emeritusTeam)?.id ?? null
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

/** The transition of a proposal that is out of date, with its history entry. */
export function outdatedTransition(outdated: Outdated, now: Instant): Transition {
  const { proposal, staleness } = outdated
  const { sentence } = staleness
  const from = ['open', 'needs_second', 'decided', 'kept', 'by_hand'] as const
  const about = { proposalId: proposal.id, from, entry: entryOf(proposal, sentence, now) }
  if (!isWoken(outdated)) return { ...about, to: 'stale', stale: sentence, reopened: null, votes: null }
  return {
    ...about,
    to: 'open',
    stale: null,
    reopened: { kind: 'act', why: sentence, at: now },
    votes: { kind: 'all_end', because: 'reopened', at: now },
    entry: { ...about.entry, act: 'proposal_reopened' },
  }
}

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
