/** What a decision would do, and whose case it is. It decides nothing. */

import type { Outside } from '../outside.ts'
import type { EffectiveAccess } from '../policy/access.ts'
import { planDowngrade, planEmeritus } from '../policy/plan.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Rules } from '../policy/rules.ts'
import type { DecisionKind, Grant, Id, PlanStep, RepositoryRole } from '../policy/words.ts'
import { namesIn } from '../register/askable.ts'
import { openCredentials } from '../register/credentials.ts'
import type { Organization } from '../register/organizations.ts'
import type { Proposal } from '../register/proposals.ts'

/** What the decision does, in order: the proposal's frozen plan, or a new one where less than everything goes. */
export async function planOf(
  outside: Pick<Outside, 'register' | 'deployment'>,
  of: {
    readonly proposal: Proposal
    readonly organization: Organization
    readonly rules: Rules
    readonly grants: readonly Grant[]
    /** The account's; null where the subject is no account. */
    readonly access: EffectiveAccess | null
  },
  decision: DecisionKind,
  role: RepositoryRole | null,
): Promise<readonly PlanStep[]> {
  const { proposal, organization, rules, grants, access } = of
  if (decision === 'keep') return []
  if (decision === 'revoke' || proposal.subject.kind !== 'account' || access === null) return proposal.plan
  const account = { id: proposal.subject.id, login: proposal.subject.login, type: 'User' } as const
  const names = await namesIn(outside.register, organization, outside.deployment.webUrl)
  const facts = { account, access, grants, names }
  const plan =
    decision === 'downgrade' && role !== null
      ? planDowngrade(facts, role)
      : planEmeritus(facts, rules.emeritusTeam ?? '')
  if (plan.length === 0) {
    throw new Refusal(
      'invalid',
      'No direct role and no team of theirs is higher than that. Nothing was decided.',
    )
  }
  return plan
}

/** Whose own case it is: the person, the invited, the credential's owner. */
export async function concernsOf(
  outside: Outside,
  proposal: Proposal,
  grants: readonly Grant[],
): Promise<readonly Id[]> {
  const { subject } = proposal
  switch (subject.kind) {
    case 'account':
      return [subject.id]
    case 'invitation':
      return grants.flatMap((grant) =>
        'invitation' in grant && grant.invitation === subject.id && grant.account !== null
          ? [grant.account]
          : [],
      )
    case 'credential': {
      const held = await openCredentials(outside.register, proposal.orgId)
      return held.flatMap(({ kind, id, owner }) =>
        kind === subject.credentialKind && id === subject.id && owner !== null ? [owner] : [],
      )
    }
  }
}
