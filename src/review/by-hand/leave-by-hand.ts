/**
 * Hands a removal over to people as soon as it is answered, where it affects nobody and cannot be carried out here: its links
 * are shown at once.
 */

import type { Platform } from '../../platform.ts'
import { touchesNobody } from '../../policy/revocation/by-hand/touches-nobody.ts'
import type { Instant, Snapshot } from '../../policy/words.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { OUTCOME_ACTS } from '../../register/history/compare/reconcile.ts'
import type { Organization } from '../../register/organizations.ts'
import { type HandedOver, handOver } from '../../register/revocations/by-hand.ts'
import type { CurrentGrants } from '../current-grants.ts'
import type { Valid } from '../decisions/decision-transition.ts'

/** Of the answers that were just recorded, hands over those that are decided. A second vote is waited for as always. */
export async function leaveByHand(
  platform: Pick<Platform, 'register' | 'deployment' | 'mayWrite'>,
  organization: Organization,
  current: CurrentGrants,
  recorded: readonly Valid[],
  now: Instant,
): Promise<void> {
  const rehearsal = platform.deployment.rehearsal !== null
  const left = await leftByHand(platform, organization, recorded)
  if (left.length === 0) return
  await handOver(
    platform.register,
    organization.id,
    left.map((each) => handedOver(each, rehearsal, current, now)),
  )
}

/** Which of these answers people carry out from the moment they are saved. */
export async function leftByHand(
  platform: Pick<Platform, 'register' | 'deployment' | 'mayWrite'>,
  organization: Organization,
  recorded: readonly Valid[],
): Promise<readonly Valid[]> {
  const decided = recorded.filter(
    ({ found, decided: { status, vote } }) =>
      status === 'decided' && vote.decision !== 'keep' && found.proposal.subject.kind !== 'account',
  )
  if (decided.length === 0 || organization.pausedAt !== null) return []
  const archived = await archivedAmong(platform, organization, decided)
  const harmless = decided.filter(({ found: { proposal } }) =>
    touchesNobody({ ...proposal, isArchived: (id) => archived.has(id) }),
  )
  const isAllByHand = harmless.every(({ found }) => isByHand(found.proposal.plan))
  const writes =
    platform.deployment.rehearsal === null && !isAllByHand && (await platform.mayWrite(organization))
  return harmless.filter(({ found }) => !writes || isByHand(found.proposal.plan))
}

function isByHand(plan: Valid['found']['proposal']['plan']): boolean {
  return plan.every(({ action }) => action === 'by_hand')
}

async function archivedAmong(
  { register }: Pick<Platform, 'register'>,
  { id }: Organization,
  decided: readonly Valid[],
): Promise<ReadonlySet<number>> {
  const isKey = ({ found }: Valid) => found.proposal.plan.some(({ action }) => action === 'delete_deploy_key')
  if (!decided.some(isKey)) return new Set()
  const open = await findOpenRepositories(register, id)
  return new Set(open.filter(({ archived }) => archived).map((repository) => repository.id))
}

function handedOver(
  { found: { proposal }, decided: { vote } }: Valid,
  rehearsal: boolean,
  current: CurrentGrants,
  now: Instant,
): HandedOver {
  const { id, subject, plan } = proposal
  const steps = plan.map((_, step) => step)
  return {
    id,
    by: vote.by,
    rehearsal,
    plan,
    snapshot: snapshotOfKnown(proposal, current, now),
    at: now,
    entry: {
      at: now,
      act: OUTCOME_ACTS.by_hand,
      actor: vote.by,
      subject,
      sentence: `It touches nobody and waits for a person: ${plan.map(({ target }) => target).join(', ')}.`,
      facts: { proposal: id, decision: vote.id, rehearsal, steps },
    },
  }
}

/** What giving it back needs, as the newest audit left it; null where the register has nothing of it any more. */
function snapshotOfKnown(
  { subject }: Valid['found']['proposal'],
  { grants, credentials }: CurrentGrants,
  at: Instant,
): Snapshot | null {
  switch (subject.kind) {
    case 'account':
      return null
    case 'invitation': {
      const grant = grants.find((each) => 'invitation' in each && each.invitation === subject.id)
      return grant === undefined ? null : { kind: 'invitation', at, grant, login: subject.login }
    }
    case 'credential': {
      const known = credentials.find(({ kind, id }) => kind === subject.credentialKind && id === subject.id)
      return known === undefined ? null : { kind: 'credential', at, fields: known.details }
    }
  }
}
