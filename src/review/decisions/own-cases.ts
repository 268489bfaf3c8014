/** Finds whose own case a proposal is. */

import type { Platform } from '../../platform.ts'
import { subjectOwners } from '../../policy/decisions/voters.ts'
import { type Grant, type Id, type Subject, subjectKeyOf } from '../../policy/words.ts'
import { findOpenCredentials } from '../../register/access/credentials.ts'
import type { Proposal } from '../../register/reviews/proposals.ts'
import { readCurrentGrants } from '../current-grants.ts'

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

/** The accounts whose own case a proposal is: the person, whoever is invited, or the credential's owner. */
export async function readSubjectOwners(
  { register }: Pick<Platform, 'register'>,
  { subject, orgId }: Pick<Proposal, 'subject' | 'orgId'>,
  grants: readonly Grant[],
): Promise<readonly Id[]> {
  const credentials = subject.kind === 'credential' ? await findOpenCredentials(register, orgId) : []
  return subjectOwners(subject, { grants, credentials })
}
