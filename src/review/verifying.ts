/** After an audit: notes what people have removed by hand. It trusts only what the audit no longer found. */

import type { Outside } from '../outside.ts'
import type { Instant, Subject } from '../policy/words.ts'
import { openCredentials } from '../register/credentials.ts'
import { grantsOf } from '../register/grants.ts'
import { recordChange } from '../register/history.ts'
import type { Organization } from '../register/organizations.ts'
import { movingOn, proposalById } from '../register/proposals.ts'
import { leftToPeople, verifyingOf } from '../register/revocations.ts'

/** Verifies the plans that were left to people, where nothing of their subject is open in the register any more. */
export async function verifyByHand(
  outside: Pick<Outside, 'register'>,
  organization: Organization,
  now: Instant,
): Promise<void> {
  const { register } = outside
  const waiting = await leftToPeople(register, organization.id)
  if (waiting.length === 0) return
  const open = await openSubjects(outside, organization)
  for (const id of waiting) {
    const proposal = await proposalById(register, id)
    if (proposal === null || proposal.status !== 'decided' || open(proposal.subject)) continue
    await recordChange(
      register,
      organization.id,
      verifyingOf(register, id, now),
      {
        at: now,
        act: 'verified_by_audit',
        actor: { kind: 'calendar' },
        subject: proposal.subject,
        sentence: 'The audit found nothing left of what a person was to remove by hand.',
        facts: { proposal: id },
      },
      (recorded) => [movingOn(register, id, ['decided'], 'done', null, recorded)],
    )
  }
}

async function openSubjects(
  outside: Pick<Outside, 'register'>,
  organization: Organization,
): Promise<(subject: Subject) => boolean> {
  const grants = await grantsOf(outside.register, organization.id)
  const credentials = await openCredentials(outside.register, organization.id)
  return (subject) => {
    switch (subject.kind) {
      case 'account':
        return grants.some((grant) => 'account' in grant && grant.account === subject.id)
      case 'invitation':
        return grants.some((grant) => 'invitation' in grant && grant.invitation === subject.id)
      case 'credential':
        return credentials.some(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
    }
  }
}
