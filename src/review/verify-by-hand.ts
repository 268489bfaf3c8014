/** After an audit: records which plans people have carried out by hand. */

import type { Platform } from '../platform.ts'
import type { Instant, Subject } from '../policy/words.ts'
import { recordChange } from '../register/history/history.ts'
import type { UnfinishedProposal } from '../register/reviews/proposals.ts'
import { transitionStatement } from '../register/reviews/transition-with.ts'
import { findLeftByHand, verifiedStatement } from '../register/revocations/by-hand.ts'
import type { CurrentGrants } from './current-grants.ts'

/** Marks plans left to people as done where the register shows nothing open of their subject any more. */
export async function verifyByHand(
  platform: Pick<Platform, 'register'>,
  proposals: readonly UnfinishedProposal[],
  current: CurrentGrants,
  now: Instant,
): Promise<void> {
  const { register } = platform
  const decided = proposals.filter(({ status }) => status === 'decided')
  if (decided.length === 0) return
  const leftByHand = new Set(await findLeftByHand(register, current.orgId))
  for (const { id, subject } of decided) {
    if (!leftByHand.has(id) || isOpen(subject, current)) continue
    await recordChange(
      register,
      current.orgId,
      verifiedStatement(register, id, now),
      {
        at: now,
        act: 'verified_by_audit',
        actor: { kind: 'calendar' },
        subject,
        sentence: 'The audit found nothing left of what a person was to remove by hand.',
        facts: { proposal: id },
      },
      (recorded) => [transitionStatement(register, id, ['decided'], 'done', null, recorded)],
    )
  }
}

function isOpen(subject: Subject, { grants, credentials }: CurrentGrants): boolean {
  switch (subject.kind) {
    case 'account':
      return grants.some((grant) => 'account' in grant && grant.account === subject.id)
    case 'invitation':
      return grants.some((grant) => 'invitation' in grant && grant.invitation === subject.id)
    case 'credential':
      return credentials.some(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
  }
}
