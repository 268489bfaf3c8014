/** Closes proposals whose question is out of date, and says by what. It never decides one. */

import type { Outside } from '../outside.ts'
import type { Rules } from '../policy/rules.ts'
import { stalenessOf } from '../policy/staleness.ts'
import type { Grant, Instant } from '../policy/words.ts'
import { newestActs } from '../register/activity.ts'
import { openCredentials } from '../register/credentials.ts'
import { grantsOf } from '../register/grants.ts'
import { recordChange } from '../register/history.ts'
import type { Organization } from '../register/organizations.ts'
import { movingOn, type Proposal, unsettledProposals } from '../register/proposals.ts'

/** By what a proposal is out of date as far as the register knows, as a sentence; null while it stands. */
export async function staleByRegister(
  outside: Pick<Outside, 'register'>,
  proposal: Proposal,
  rules: Rules,
  grants: readonly Grant[],
  now: Instant,
): Promise<string | null> {
  const { register } = outside
  const { subject } = proposal
  switch (subject.kind) {
    case 'account': {
      const acts = await newestActs(register, proposal.orgId, subject.id)
      return stalenessOf(proposal, acts, grants, { rules, now })
    }
    case 'credential': {
      const credentials = await openCredentials(register, proposal.orgId)
      const held = credentials.find(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
      return stalenessOf(proposal, [], grants, { rules, now, ...(held && { lastUsed: held.lastUsed }) })
    }
    case 'invitation':
      return stalenessOf(proposal, [], grants, { rules, now })
  }
}

/** Looks at every proposal that somebody may still act on; answers how many went stale. */
export async function settleStale(
  outside: Pick<Outside, 'register'>,
  organization: Organization,
  rules: Rules,
  now: Instant,
): Promise<number> {
  const grants = await grantsOf(outside.register, organization.id)
  let gone = 0
  for (const proposal of await unsettledProposals(outside.register, organization.id)) {
    if (proposal.status === 'running') continue
    const sentence = await staleByRegister(outside, proposal, rules, grants, now)
    if (sentence !== null && (await markStale(outside, proposal, sentence, now))) gone += 1
  }
  return gone
}

/** Marks one proposal stale and writes it down; false where it has moved on meanwhile. */
export function markStale(
  outside: Pick<Outside, 'register'>,
  proposal: Proposal,
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
