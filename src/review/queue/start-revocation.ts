/** Starts the revocation of a decided proposal, once notice and cooling time are over. */

import type { Platform } from '../../platform.ts'
import { accessMap } from '../../policy/access/access-map.ts'
import { isBefore, printedMoment } from '../../policy/calendar.ts'
import { takesPrivilege } from '../../policy/decisions/takes-privilege.ts'
import { isOwnCase } from '../../policy/decisions/voters.ts'
import { decidedVote } from '../../policy/decisions/votes.ts'
import type { NoticePeriod } from '../../policy/people/notice-period.ts'
import { Refusal } from '../../policy/refusal.ts'
import { earliestRemoval } from '../../policy/revocation/earliest-removal.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { bindingRules } from '../../policy/rules/rule-versions.ts'
import { type Rules, readRules } from '../../policy/rules/rules.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import { recordChange } from '../../register/history/history.ts'
import { findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findNoticePeriod } from '../../register/people/notices.ts'
import { findRepositoryIds } from '../../register/reviews/candidates.ts'
import { findProposalsWithVotes, type Proposal } from '../../register/reviews/proposals.ts'
import { findOrphanedRevocations, resumeStatement } from '../../register/revocations/orphaned.ts'
import {
  findRevocation,
  type Revocation,
  startRevocationStatement,
} from '../../register/revocations/revocations.ts'
import { findRuleVersions } from '../../register/rules/rule-versions.ts'
import { readSubjectOwners } from '../decisions/own-cases.ts'
import { recheckVotes } from '../decisions/recheck-votes.ts'
import { refuseAway, refuseHeld, refuseSpent } from './refuse-start.ts'

/**
 * Starts the revocation of a decided proposal. While it is running, once it is done, and while people carry it out because
 * nothing may write here, a further call changes nothing and returns its status. Throws a Refusal while notice or cooling time
 * runs (`notBefore` in its facts), and where something else has to come first (`why`; `notice`: the person is still to be told).
 */
export async function startRevocation(
  platform: Platform,
  proposalId: string,
  by: Actor,
  now: Instant,
): Promise<{ readonly id: string; readonly status: Revocation['status'] }> {
  const { register } = platform
  const found = (await findProposalsWithVotes(register, [proposalId])).get(proposalId)
  const organization =
    found === undefined ? undefined : await findOrganizationById(register, found.proposal.orgId)
  if (found === undefined || organization === undefined)
    throw new Refusal('not_found', 'There is no such proposal here.')
  const { proposal, votes } = found
  const rules = readRules(organization.rules)
  const known = await findRevocation(register, proposalId)
  if (known === null || (await mayStartAgain(platform, organization, known))) {
    const grants = await findOpenGrants(register, organization.id)
    const map = accessMap(grants, await findRepositoryIds(register, organization.id))
    const subjectOwners = await readSubjectOwners(platform, proposal, grants)
    refuseUnready({ ...proposal, subjectOwners }, by)
    const needsTwo = takesPrivilege(proposal, map, grants)
    const decidedAt = decidedVote(votes, needsTwo)?.decidedAt
    const versions = await findRuleVersions(register, organization.id)
    const binding = (at: Instant) => bindingRules(versions, rules, proposal, { at })
    const notice = await findNoticePeriod(register, proposalId)
    if (decidedAt !== undefined)
      refuseTooEarly({ ...proposal, notice }, { at: decidedAt }, binding(decidedAt), now)
    refuseHeld(organization, proposal)
    await refuseAway(platform, proposal, by, now)
    const decided = await recheckVotes(platform, organization, found, needsTwo, now)
    if (decided.kind === 'not_decided') throw new Refusal('conflict', decided.sentence)
    const rehearsal = rehearsalReason(platform.deployment, rules) !== null
    // A rehearsal removes nothing: the queue paces it, and an owner may ask for more.
    if (decidedAt !== undefined && !rehearsal) await refuseSpent(platform, proposal, binding(decidedAt), now)
    await recordChange(
      register,
      organization.id,
      startRevocationStatement(register, { id: proposalId, orgId: organization.id, by, rehearsal, now }),
      {
        at: now,
        act: 'revocation_started',
        actor: by,
        subject: proposal.subject,
        sentence: rehearsal ? 'The revocation was started as a rehearsal.' : 'The revocation was started.',
        facts: { proposal: proposalId, rehearsal },
      },
    )
  }
  const revocation = await findRevocation(register, proposalId)
  if (revocation === null) throw new Error(`Revocation ${proposalId} was started and is not there.`)
  // A repeated call while it is pending starts nothing twice: the instance has the same id.
  if (revocation.status === 'pending')
    await platform.startRevocationInstance({ id: proposalId, attempt: revocation.attempt, part: FIRST })
  return { id: proposalId, status: revocation.status }
}

/** Starts orphaned revocations again: the register says which have lost their instance in a crash. */
export async function resumeOrphanedRevocations(platform: Platform, now: Instant): Promise<void> {
  for (const orphan of await findOrphanedRevocations(platform.register, now)) {
    const next = { id: orphan.id, attempt: orphan.attempt + 1 }
    const resumed = await recordChange(
      platform.register,
      orphan.orgId,
      resumeStatement(platform.register, { id: orphan.id, number: orphan.attempt }),
      {
        at: now,
        act: 'revocation_taken_up',
        actor: { kind: 'calendar' },
        sentence: 'A revocation that had stopped in the middle was resumed.',
        facts: { proposal: orphan.id, attempt: next.attempt },
      },
    )
    if (resumed) await platform.startRevocationInstance({ ...next, part: FIRST })
  }
}

/** Every attempt reads newer acts and looks again before it removes anything. */
const FIRST = { kind: 'newer_acts' } as const

/** After a failure or a withdrawal; after an end by hand where it was a rehearsal, or something may write now. */
async function mayStartAgain(
  platform: Pick<Platform, 'mayWrite'>,
  organization: Organization,
  { status, rehearsal }: Revocation,
): Promise<boolean> {
  if (status === 'by_hand') return rehearsal || platform.mayWrite(organization)
  return status === 'failed' || status === 'withdrawn'
}

function refuseUnready(proposal: Proposal & { readonly subjectOwners: readonly Id[] }, by: Actor): void {
  if (isOwnCase(proposal, by)) {
    throw new Refusal(
      'forbidden',
      'Nobody carries out their own case. Please ask another owner; nothing was started.',
    )
  }
  if (proposal.status === 'stale') {
    throw new Refusal(
      'conflict',
      `${proposal.stale ?? 'Something has changed.'} The proposal no longer stands; nothing was started.`,
    )
  }
  if (!['decided', 'failed', 'by_hand'].includes(proposal.status)) {
    const why =
      proposal.status === 'needs_second'
        ? "An owner's or administrator's right is not removed without a second vote, and there is none yet. Nothing was started."
        : 'Only a proposal that was decided can be carried out, and this one was not. Nothing was started.'
    throw new Refusal('conflict', why, proposal.status === 'needs_second' ? { why: 'second_vote' } : {})
  }
}

function refuseTooEarly(
  proposal: Proposal & { readonly notice: NoticePeriod },
  decision: { readonly at: Instant },
  rules: Rules,
  now: Instant,
): void {
  const notBefore = earliestRemoval(proposal, decision, rules)
  if (notBefore === null) {
    throw new Refusal(
      'conflict',
      `The person is still to be told: the notice (${rules.noticeDays} days) runs once they have been. Nothing was started; tell them and note it in the review's list of notices.`,
      { why: 'notice' },
    )
  }
  if (!isBefore(now, notBefore)) return
  throw new Refusal(
    'not_before',
    `The notice (${rules.noticeDays} days) or the cooling time (${rules.coolingHours} hours) still runs: nothing is carried out before ${printedMoment(notBefore)}.`,
    { notBefore },
  )
}
