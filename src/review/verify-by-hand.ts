/** After an audit: notes what people have removed by hand. It trusts only what the audit no longer found. */

import type { Outside } from '../platform.ts'
import type { Instant, Subject } from '../policy/words.ts'
import { recordChange } from '../register/history/history.ts'
import type { UnsettledProposal } from '../register/reviews/proposals.ts'
import { movingOn } from '../register/reviews/transition-with.ts'
import { leftToPeople, verifyingOf } from '../register/revocations/by-hand.ts'
import type { Held } from './current-grants.ts'

/** Verifies those plans that were left to people of which nothing of the subject is open in the register any more. */
export async function verifyByHand(
  outside: Pick<Outside, 'register'>,
  proposals: readonly UnsettledProposal[],
  held: Held,
  now: Instant,
): Promise<void> {
  const { register } = outside
  const decided = proposals.filter(({ status }) => status === 'decided')
  if (decided.length === 0) return
  const waiting = new Set(await leftToPeople(register, held.orgId))
  for (const { id, subject } of decided) {
    if (!waiting.has(id) || isOpen(subject, held)) continue
    await recordChange(
      register,
      held.orgId,
      verifyingOf(register, id, now),
      {
        at: now,
        act: 'verified_by_audit',
        actor: { kind: 'calendar' },
        subject,
        sentence: 'The audit found nothing left of what a person was to remove by hand.',
        facts: { proposal: id },
      },
      (recorded) => [movingOn(register, id, ['decided'], 'done', null, recorded)],
    )
  }
}

function isOpen(subject: Subject, { grants, credentials }: Held): boolean {
  switch (subject.kind) {
    case 'account':
      return grants.some((grant) => 'account' in grant && grant.account === subject.id)
    case 'invitation':
      return grants.some((grant) => 'invitation' in grant && grant.invitation === subject.id)
    case 'credential':
      return credentials.some(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
  }
}
