/** Starts the way back: one click, with a second owner where an owner's or admin's role is given back. */

import type { Platform } from '../../platform.ts'
import { accessMap } from '../../policy/access/access-map.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import type { SignIn } from '../../policy/decisions/second-vote.ts'
import { isPrivileged } from '../../policy/proposals/risk.ts'
import { Refusal, type Refused } from '../../policy/refusal.ts'
import { whyMayNotGiveBack, whyNotGivenBack, whyNotSecond } from '../../policy/revocation/give-back-rights.ts'
import { takenGrants } from '../../policy/revocation/taken-grants.ts'
import type { Actor, Grant, Instant, PlanStep, Snapshot } from '../../policy/words.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import { findKnownOwners } from '../../register/activity/verdicts.ts'
import type { Entry } from '../../register/history/entry.ts'
import { recordChange } from '../../register/history/history.ts'
import type { Statement } from '../../register/open.ts'
import { findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findDecisions } from '../../register/reviews/decisions.ts'
import { findProposalsWithVotes, type Proposal } from '../../register/reviews/proposals.ts'
import { findOutcomes } from '../../register/revocations/outcomes.ts'
import {
  againStatement,
  agreeStatement,
  askAnewStatement,
  askStatement,
  findNewestRestoration,
  hasNewerRemoval,
  type Restoration,
  restoringStatement,
} from '../../register/revocations/restorations/restorations.ts'
import { findRevocation, type Revocation } from '../../register/revocations/revocations.ts'
import { readSubjectOwners } from '../decisions/own-cases.ts'
import { isStillOwner } from '../decisions/still-owner.ts'
import { startRestoration } from './take-up-restorations.ts'

/** How the giving back stands, as whoever asked is told; `restored` once it is done. */
export interface GivingBack {
  readonly id: string
  readonly status: 'restoring' | 'restored'
  readonly waitsFor: 'second_owner' | 'acceptance' | 'by_hand' | null
}

/**
 * Asks for what was taken, agrees to that as the second owner, or sends again what failed or lapsed. A further call while it
 * runs, or once it is done, changes nothing. Throws a Refusal where nothing was removed, where it is too late, and where the
 * caller may not.
 */
export async function giveBack(
  platform: Platform,
  proposalId: string,
  by: Actor,
  signIn: SignIn,
  now: Instant,
): Promise<GivingBack> {
  const { register } = platform
  const found = (await findProposalsWithVotes(register, [proposalId])).get(proposalId)
  const organization = found && (await findOrganizationById(register, found.proposal.orgId))
  const revocation = await findRevocation(register, proposalId)
  if (found === undefined || organization === undefined || revocation === null)
    throw new Refusal(
      'not_found',
      'Nothing of this proposal was carried out, so there is nothing to give back.',
    )
  if (revocation.status === 'restored') return { id: proposalId, status: 'restored', waitsFor: null }
  const { proposal } = found
  const hasNewer = await hasNewerRemoval(register, organization.id, proposalId)
  const removed = await hasRemoved(platform, revocation)
  const removal = { ...revocation, removed, hasNewerRemoval: hasNewer }
  throwIf(whyNotGivenBack(removal, platform.deployment.keeping, now))
  const grants = await findOpenGrants(register, organization.id)
  const decisions = await findDecisions(register, proposalId)
  const standing = decisions.filter(({ endedAt }) => endedAt === null)
  const decided = [...standing, ...decisions].find(({ decision }) => decision !== 'keep')
  const plan = decided?.plan ?? proposal.plan
  const needsTwo = isPrivilegedToGive(proposal, revocation.snapshot, plan, grants)
  const subjectOwners = await readSubjectOwners(platform, proposal, grants)
  throwIf(whyMayNotGiveBack({ ...proposal, subjectOwners }, needsTwo, { by, signIn }))
  if (organization.pausedAt !== null)
    throw new Refusal(
      'conflict',
      'An owner has paused every change, and giving back is one. Lift the pause under Settings first; nothing was started.',
    )
  const newest = await findNewestRestoration(register, proposalId)
  if (newest?.status === 'waiting' && !(await isStillOwner(platform, organization, newest.askedBy))) {
    await record(platform, organization, proposal, askAnewStatement(register, newest, by, now), {
      ...entry(by, now, 'giving_back_asked', ASKED_ANEW),
    })
  } else if (newest?.status === 'waiting') {
    const { askedBy, askedAt } = newest
    const owners = await findKnownOwners(register, organization.id, now)
    const facts = { by, signIn, owners, firstCompleteAt: organization.firstCompleteAt, now }
    const isRepeated = askedBy.kind === 'person' && by.kind === 'person' && askedBy.id === by.id
    const why = whyNotSecond({ by: askedBy, at: askedAt }, facts, subjectOwners)
    if (why !== null && !isRepeated) throw why.refusal
    if (why === null)
      await record(platform, organization, proposal, agreeStatement(register, newest.id, by, now), {
        ...entry(by, now, 'giving_back_agreed', 'A second owner agreed: it is given back.'),
      })
  } else if (newest !== null && mayGoOn(newest)) {
    await record(platform, organization, proposal, againStatement(register, newest, now), {
      ...entry(by, now, 'giving_back_again', 'What is still missing is given back again.'),
    })
  } else {
    const ask = { revocationId: proposalId, orgId: organization.id, askedBy: by, askedAt: now, needsTwo }
    const sentence = needsTwo
      ? 'Giving it back was asked for; a second owner has to agree.'
      : 'Giving it back was asked for.'
    const asked = askStatement(register, { id: crypto.randomUUID(), ...ask })
    await record(platform, organization, proposal, asked, entry(by, now, 'giving_back_asked', sentence))
  }
  return startedNow(platform, proposalId)
}

const ASKED_ANEW =
  'Giving it back was asked for anew, because whoever had asked is no owner any more; a second owner has to agree.'

/**
 * Whether another click continues it, under the agreement that two owners have already given: it failed, or waits for
 * acceptance or for work by hand. Any other has to be asked for anew.
 */
function mayGoOn({ status }: Restoration): boolean {
  return status === 'failed' || status === 'invited' || status === 'by_hand'
}

async function hasRemoved(platform: Platform, { id, verified, rehearsal }: Revocation): Promise<boolean> {
  if (rehearsal) return false
  const outcomes = await findOutcomes(platform.register, id)
  return outcomes.some(
    ({ status }) =>
      status === 'done' || status === 'attempting' || (status === 'by_hand' && verified === true),
  )
}

/** Whether an owner's or admin's role would come back, as the proposal has it or by what the teams give now. */
function isPrivilegedToGive(
  { risk }: Proposal,
  snapshot: Snapshot | null,
  plan: readonly PlanStep[],
  now: readonly Grant[],
): boolean {
  if (risk.privileged || snapshot === null) return true
  if (snapshot.kind === 'credential') return false
  if (snapshot.kind === 'invitation')
    return snapshot.grant !== null && 'role' in snapshot.grant && snapshot.grant.role === 'admin'
  return isPrivileged(accessIn(accessMap([...now, ...takenGrants({ snapshot, plan })]), snapshot.id))
}

function entry(by: Actor, at: Instant, act: string, sentence: string): Omit<Entry, 'subject' | 'facts'> {
  return { at, act, actor: by, sentence }
}

async function record(
  { register }: Platform,
  organization: Organization,
  { id, subject }: Proposal,
  change: Statement,
  written: Omit<Entry, 'subject' | 'facts'>,
): Promise<void> {
  const told = { ...written, subject, facts: { proposal: id } }
  await recordChange(register, organization.id, change, told, (recorded) => [
    restoringStatement(register, id, recorded),
  ])
}

/** Where it stands now; what runs gets its instance, which has the same id however often it is asked for. */
async function startedNow(platform: Platform, proposalId: string): Promise<GivingBack> {
  const newest = await findNewestRestoration(platform.register, proposalId)
  if (newest === null) throw new Error(`Giving back ${proposalId} was asked for and is not there.`)
  if (newest.status === 'running') await startRestoration(platform, newest)
  return {
    id: proposalId,
    status: newest.status === 'done' ? 'restored' : 'restoring',
    waitsFor: waits(newest),
  }
}

function waits({ status }: Restoration): GivingBack['waitsFor'] {
  if (status === 'waiting') return 'second_owner'
  return status === 'invited' ? 'acceptance' : status === 'by_hand' ? 'by_hand' : null
}

function throwIf(why: Refused | null): void {
  if (why !== null) throw why.refusal
}
