/** Closes proposals that are out of date, each with a sentence that says why. */

import type { Platform } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { strongestGiven } from '../policy/access/effective-access.ts'
import { grantsByAccount } from '../policy/access/grant-key.ts'
import { stalenessOf } from '../policy/proposals/staleness.ts'
import type { Rules } from '../policy/rules/rules.ts'
import type { Instant } from '../policy/words.ts'
import { credentialKey } from '../register/access/credentials.ts'
import { findNewestActsOfMany } from '../register/activity/newest-acts.ts'
import type { UnfinishedProposal } from '../register/reviews/proposals.ts'
import { type Transition, transitionEach } from '../register/reviews/transitions.ts'
import type { CurrentGrants } from './current-grants.ts'

/** Checks these proposals, but for running ones; returns those that stay as they are, and how many were closed. */
export async function closeStale(
  platform: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<{ readonly stillOpen: readonly UnfinishedProposal[]; readonly stale: number }> {
  const staleBy = await staleByRegister(platform, proposals, current, rules, now)
  const transitions = proposals.flatMap((proposal) => {
    const sentence = proposal.status === 'running' ? null : staleBy(proposal)
    return sentence === null ? [] : [staleTransition(proposal, sentence, now)]
  })
  const stale = await transitionEach(platform.register, current.orgId, transitions)
  return { stillOpen: proposals.filter(({ id }) => !stale.has(id)), stale: stale.size }
}

/**
 * Returns a function that says, as a sentence, why one of `proposals` is out of date by what the register knows; null where
 * it is not. Reads the register once for all of them.
 */
export async function staleByRegister(
  platform: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  current: CurrentGrants,
  rules: Rules,
  now: Instant,
): Promise<(proposal: UnfinishedProposal) => string | null> {
  const accounts = proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const acts = await findNewestActsOfMany(platform.register, current.orgId, accounts)
  const grants = grantsByAccount(current.grants)
  const strongest = strongestGiven(accessMap(current.grants))
  const credentials = new Map(current.credentials.map((each) => [credentialKey(each.kind, each.id), each]))
  return (proposal) => {
    const { subject } = proposal
    switch (subject.kind) {
      case 'account':
        return stalenessOf(proposal, acts.get(subject.id) ?? [], grants.get(subject.id) ?? [], {
          rules,
          now,
          strongest: strongest(subject.id),
        })
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
}

/** The transition that closes a proposal as out of date, with its history entry. */
export function staleTransition(
  proposal: Pick<UnfinishedProposal, 'id' | 'subject'>,
  sentence: string,
  now: Instant,
): Transition {
  return {
    proposalId: proposal.id,
    from: ['open', 'needs_second', 'decided'],
    to: 'stale',
    stale: sentence,
    decision: null,
    entry: {
      at: now,
      act: 'proposal_stale',
      actor: { kind: 'calendar' },
      subject: proposal.subject,
      sentence,
      facts: { proposal: proposal.id },
    },
  }
}
