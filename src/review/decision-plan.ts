/** Says what a decision would do, and whose own case a proposal is. */

import type { Platform } from '../platform.ts'
import type { EffectiveAccess } from '../policy/access/effective-access.ts'
import { planDowngrade, planEmeritus } from '../policy/proposals/plan.ts'
import { Refusal } from '../policy/refusal.ts'
import {
  type DecisionKind,
  type Grant,
  type Id,
  type PlanStep,
  type RepositoryRole,
  type Subject,
  subjectKeyOf,
} from '../policy/words.ts'
import { findOpenCredentials } from '../register/access/credentials.ts'
import type { Proposal } from '../register/reviews/proposals.ts'
import { type CurrentGrants, readCurrentGrants } from './current-grants.ts'
import type { DecisionContext } from './decision-context.ts'

/** The steps of the decision: the proposal's frozen plan, or a new one where less than everything is removed. */
export function planOf(
  { rules, current, downgrade }: Pick<DecisionContext, 'rules' | 'current' | 'downgrade'>,
  { plan: frozen, subject }: Pick<Proposal, 'plan' | 'subject'>,
  /** The account's access; null where the frozen plan is kept. */
  access: EffectiveAccess | null,
  decision: DecisionKind,
  role: RepositoryRole | null,
): readonly PlanStep[] {
  if (decision === 'keep') return []
  if (decision === 'revoke' || subject.kind !== 'account' || downgrade === null || access === null) {
    return frozen
  }
  const account = { id: subject.id, login: subject.login, type: 'User' } as const
  const facts = { account, access, grants: current.grants, names: downgrade.names }
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

/** The accounts whose own case a proposal is: the person, whoever is invited, or the credential's owner. */
export async function readSubjectOwners(
  { register }: Pick<Platform, 'register'>,
  { subject, orgId }: Pick<Proposal, 'subject' | 'orgId'>,
  grants: readonly Grant[],
): Promise<readonly Id[]> {
  const credentials = subject.kind === 'credential' ? await findOpenCredentials(register, orgId) : []
  return subjectOwners(subject, { grants, credentials })
}

/** The keys of those subjects that are this person's own case; reads the register only for invitations and credentials. */
export async function ownCases(
  { register }: Pick<Platform, 'register'>,
  orgId: Id,
  subjects: readonly Subject[],
  person: Id | null,
): Promise<ReadonlySet<string>> {
  if (person === null) return new Set()
  const isOnlyAccounts = subjects.every(({ kind }) => kind === 'account')
  const current = isOnlyAccounts ? { grants: [], credentials: [] } : await readCurrentGrants(register, orgId)
  return new Set(
    subjects.filter((subject) => subjectOwners(subject, current).includes(person)).map(subjectKeyOf),
  )
}

/** The same, from grants and credentials that were read before. */
export function subjectOwners(
  subject: Subject,
  {
    grants,
    credentials,
  }: { readonly grants: readonly Grant[]; readonly credentials: CurrentGrants['credentials'] },
): readonly Id[] {
  switch (subject.kind) {
    case 'account':
      return [subject.id]
    case 'invitation':
      return grants.flatMap((grant) =>
        'invitation' in grant && grant.invitation === subject.id && grant.account !== null
          ? [grant.account]
          : [],
      )
    case 'credential':
      return credentials.flatMap(({ kind, id, owner }) =>
        kind === subject.credentialKind && id === subject.id && owner !== null ? [owner] : [],
      )
  }
}
