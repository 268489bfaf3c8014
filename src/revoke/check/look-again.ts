/** Looks again right before a removal: current grants, newer acts and the safety checks; then stores the snapshot. */

import type { Platform } from '../../platform.ts'
import { isSameAnswer } from '../../policy/decisions/votes.ts'
import { concerning, grantsInScope } from '../../policy/proposals/one-grant/grant-in-scope.ts'
import { withoutOwnDoing } from '../../policy/proposals/plans/own-doing.ts'
import { stalenessOf } from '../../policy/proposals/staleness.ts'
import { failedCheckSentence } from '../../policy/revocation/safety-checks.ts'
import type { Grant, Id, Instant, NamedActivity } from '../../policy/words.ts'
import { findRequiredReviewers } from '../../register/activity/deployment-reviewers.ts'
import { findNewestActs } from '../../register/activity/newest-acts.ts'
import { findStandingAnswers } from '../../register/people/answers.ts'
import { findLeavesNow } from '../../register/people/leaves.ts'
import { MAY_BE_CARRIED_OUT } from '../../register/revocations/authorize-change.ts'
import type { Attempt } from '../../register/revocations/revocations.ts'
import { storeSnapshot } from '../../register/revocations/snapshots.ts'
import { closeOrAskAgain, isAskedAgain, recheckVotes } from '../../review.ts'
import { type CaseWithAccess, loadCase, type Stop, withAccess } from '../case.ts'
import { snapshotOf } from '../snapshot.ts'
import { failedCheckNow, type Look, reasonToStop } from './failed-check-now.ts'
import { readUncommonActivity } from './newer-acts.ts'
import { recordedRepositoryName, type SubjectNow, subjectNow } from './subject-now.ts'

/** What looking again found; `steps`: how many the plan has. */
type RecheckResult = { readonly kind: 'go'; readonly steps: number } | Stop

/** What must hold at the last look, in this order; the first that does not hold stops the removal. */
const LOOK_CONDITIONS = [
  { name: 'the proposal still stands at the last look', stop: stopIfClosed },
  { name: 'the decision still stands at the last look', stop: stopIfUndecided },
  { name: 'nothing newer is known at the last look', stop: stopIfStale },
  { name: 'every safety check holds at the last look', stop: stopIfUnsafe },
] as const satisfies readonly {
  readonly name: string
  readonly stop: (look: Look) => Stop | null | Promise<Stop | null>
}[]

/** What the last look asks, by name. */
export type LookCondition = (typeof LOOK_CONDITIONS)[number]['name']

/** Looks again and, where nothing stops the removal, stores the snapshot that giving back needs. */
export async function lookAgain(platform: Platform, attempt: Attempt, now: Instant): Promise<RecheckResult> {
  const look = await lookNow(platform, attempt, now)
  for (const condition of LOOK_CONDITIONS) {
    const stop = await condition.stop(look)
    if (stop !== null) return stop
  }
  const { snapshot } = look
  if (snapshot === null || !(await storeSnapshot(platform.register, attempt, snapshot))) {
    throw new Error(`The snapshot of revocation ${attempt.id} could not be stored; nothing was removed.`)
  }
  return { kind: 'go', steps: look.revocationCase.plan.length }
}

async function lookNow(platform: Platform, attempt: Attempt, now: Instant): Promise<Look> {
  const { register } = platform
  const revocationCase = await withAccess(register, await loadCase(register, attempt))
  const subject = await subjectNow(platform.github(revocationCase.organization), revocationCase, 'everywhere')
  if (subject.kind === 'account')
    await readUncommonActivity(platform, revocationCase, subject.holdings.login, now)
  const known = await actsOf(platform, revocationCase)
  const { acts } = concerning(revocationCase.proposal, known, grantsAround(revocationCase, subject))
  const { subject: proposed } = revocationCase.proposal
  const account = proposed.kind === 'account' ? proposed.id : null
  const snapshot = snapshotOf(account, inScope(revocationCase, subject), revocationCase.plan, now)
  const { id, orgId, risk } = revocationCase.proposal
  const [answers, away, releasers] = await Promise.all([
    findStandingAnswers(register, [id]),
    findLeavesNow(register, orgId, now),
    findRequiredReviewers(register, orgId),
  ])
  return {
    ...{ platform, revocationCase, subject, acts, snapshot, now, away },
    answer: answers.get(id) ?? null,
    isPowerful: risk.privileged || (account !== null && releasers.has(account)),
  }
}

function stopIfClosed({ revocationCase }: Look): Stop | null {
  const { status, stale } = revocationCase.proposal
  if (MAY_BE_CARRIED_OUT.includes(status)) return null
  const sentence = `${stale ?? 'Something has changed.'} The proposal no longer stands. Nothing was removed.`
  return { kind: 'stop', because: 'undecided', sentence }
}

/** Whether whoever voted is an owner still, and what the votes come to now. */
async function stopIfUndecided({ platform, revocationCase, now }: Look): Promise<Stop | null> {
  const { organization, proposal, decision, standing } = revocationCase
  const votes = { proposal, votes: standing }
  const recheck = await recheckVotes(platform, organization, votes, proposal.risk.privileged, now)
  if (recheck.kind === 'not_decided')
    return { kind: 'stop', because: 'undecided', sentence: recheck.sentence }
  if (isSameAnswer(recheck.vote, decision)) return null
  return {
    kind: 'stop',
    because: 'undecided',
    sentence: 'Another answer was given since. Nothing was removed; start again what is decided now.',
  }
}

/** An act of an owner or administrator, and an answer, open the proposal again; everything else that is newer closes it. */
async function stopIfStale(look: Look): Promise<Stop | null> {
  const { platform, revocationCase, subject, acts, now } = look
  const { proposal, rules, decidedAt } = revocationCase
  const grants = comparedGrants(inScope(revocationCase, subject), revocationCase)
  const known = {
    ...{ rules, now, decidedAt, seen: proposal.reopened?.why ?? null, ...lastUseOf(subject) },
    answeredAt: look.answer?.at ?? null,
    droppedForLeave:
      proposal.subject.kind === 'account' && !look.isPowerful && look.away.has(proposal.subject.id),
  }
  const staleness = stalenessOf(proposal, acts, grants, known)
  if (staleness === null) return null
  const sentence = `${staleness.sentence} Nothing was removed.`
  if (!isAskedAgain({ proposal, staleness })) return { kind: 'stop', because: 'stale', sentence }
  await closeOrAskAgain(platform, { proposal, staleness }, now)
  return { kind: 'stop', because: 'undecided', sentence }
}

async function stopIfUnsafe(look: Look): Promise<Stop | null> {
  const failed = await failedCheckNow(look)
  if (failed === null) return null
  const sentence = failedCheckSentence(failed, (id) => recordedRepositoryName(look.revocationCase, id))
  return { kind: 'stop', because: reasonToStop(failed), sentence }
}

/** What GitHub shows of the subject now, and what teams open by the register. */
function grantsAround({ grants }: CaseWithAccess, subject: SubjectNow): readonly Grant[] {
  return subject.kind === 'account'
    ? [...subject.holdings.grants, ...grants.filter((grant) => !('account' in grant))]
    : []
}

/** The subject without what lies outside of the question: where it is about one grant, only that is compared and given back. */
function inScope({ proposal }: CaseWithAccess, subject: SubjectNow): SubjectNow {
  const { scope } = proposal
  if (subject.kind !== 'account' || scope === null || proposal.subject.kind !== 'account') return subject
  const grants = grantsInScope(scope, proposal.subject.id, subject.holdings.grants)
  return { ...subject, holdings: { ...subject.holdings, grants } }
}

/** The current grants, without what an earlier attempt of the same plan has made. */
function comparedGrants(subject: SubjectNow, { plan, proposal }: CaseWithAccess): readonly Grant[] {
  if (subject.kind !== 'account' || proposal.subject.kind !== 'account') return []
  const { grants, teams } = subject.holdings
  const team = (id: Id) => teams.get(id) ?? null
  return withoutOwnDoing(grants, { ...proposal, account: proposal.subject.id, plan, team })
}

async function actsOf(platform: Platform, revocationCase: CaseWithAccess): Promise<readonly NamedActivity[]> {
  const { subject } = revocationCase.proposal
  return subject.kind === 'account'
    ? findNewestActs(platform.register, revocationCase.organization.id, subject.id)
    : []
}

function lastUseOf(subject: SubjectNow): { readonly lastUsed?: { readonly at: Instant } } {
  const at = subject.kind === 'credential' ? (subject.credential?.lastUsedAt ?? null) : null
  return at === null ? {} : { lastUsed: { at } }
}
