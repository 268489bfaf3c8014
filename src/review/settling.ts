/** Closes proposals whose question is out of date, and says by what. It never decides one. */

import type { Outside } from '../outside.ts'
import { grantsByAccount } from '../policy/grant-key.ts'
import type { Rules } from '../policy/rules.ts'
import { stalenessOf } from '../policy/staleness.ts'
import type { Instant } from '../policy/words.ts'
import { newestActsOf } from '../register/activity.ts'
import { credentialKey } from '../register/credentials.ts'
import { recordChange } from '../register/history.ts'
import { movingOn, type UnsettledProposal } from '../register/proposals.ts'
import type { Held } from './held.ts'

/** Looks at every proposal that somebody may still act on; answers those that stand, and how many went stale. */
export async function settleStale(
  outside: Pick<Outside, 'register'>,
  proposals: readonly UnsettledProposal[],
  held: Held,
  rules: Rules,
  now: Instant,
): Promise<{ readonly standing: readonly UnsettledProposal[]; readonly stale: number }> {
  const staleBy = await staleByRegister(outside, proposals, held, rules, now)
  const standing: UnsettledProposal[] = []
  for (const proposal of proposals) {
    const sentence = proposal.status === 'running' ? null : staleBy(proposal)
    if (sentence === null || !(await markStale(outside, proposal, sentence, now))) standing.push(proposal)
  }
  return { standing, stale: proposals.length - standing.length }
}

/**
 * By what one of `proposals` is out of date as far as the register knows, as a sentence; null while it stands. The register
 * is asked once for all of them.
 */
export async function staleByRegister(
  outside: Pick<Outside, 'register'>,
  proposals: readonly UnsettledProposal[],
  held: Held,
  rules: Rules,
  now: Instant,
): Promise<(proposal: UnsettledProposal) => string | null> {
  const accounts = proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const acts = await newestActsOf(outside.register, held.orgId, accounts)
  const grants = grantsByAccount(held.grants)
  const credentials = new Map(held.credentials.map((each) => [credentialKey(each.kind, each.id), each]))
  return (proposal) => {
    const { subject } = proposal
    switch (subject.kind) {
      case 'account':
        return stalenessOf(proposal, acts.get(subject.id) ?? [], grants.get(subject.id) ?? [], { rules, now })
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

/** Marks one proposal stale and writes it down; false where it has moved on meanwhile. */
export function markStale(
  outside: Pick<Outside, 'register'>,
  proposal: Pick<UnsettledProposal, 'id' | 'orgId' | 'subject'>,
  sentence: string,
  now: Instant,
): Promise<boolean> {
  const { register } = outside
  return recordChange(
    register,
    proposal.orgId,
    movingOn(register, proposal.id, ['open', 'needs_second', 'decided'], 'stale', sentence),
    {
      at: now,
      act: 'proposal_stale',
      actor: { kind: 'calendar' },
      subject: proposal.subject,
      sentence,
      facts: { proposal: proposal.id },
    },
  )
}
