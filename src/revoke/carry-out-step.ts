/** Carries out one step of an approved plan, or rehearses it, and records its outcome. */

import { changeAccess } from '../github/changes.ts'
import { GitHubTrouble } from '../github/http/errors.ts'
import { readLogin } from '../github/recheck/membership.ts'
import type { ActsReading, Platform, Writer } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { removalBudget } from '../policy/revocation/safety-checks.ts'
import type { Instant, PlanStep } from '../policy/words.ts'
import { findProposal } from '../register/reviews/proposals.ts'
import { authorizeChange, MAY_BE_CARRIED_OUT } from '../register/revocations/authorize-change.ts'
import { findOutcomes, type Outcome } from '../register/revocations/outcomes.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { type CaseWithAccess, loadCase, withAccess } from './case.ts'
import { isOld } from './reading-age.ts'
import { recordOutcome } from './step-outcome.ts'
import { isOver, recordedRepositoryName, roleNow, subjectNow } from './subject-now.ts'

/** How a step ended. After anything but `went_on` no further step may change anything. */
export type StepEnd =
  | { readonly kind: 'went_on' }
  /** The change was not authorized; `sentence` says why. */
  | { readonly kind: 'held'; readonly sentence: string }
  /** The reading of newer acts is too old: they have to be read again first. */
  | { readonly kind: 'too_late' }

/** Carries out step `index` unless it is done already. Throws a temporary error of GitHub's, so that it is tried again. */
export async function carryOutStep(
  platform: Platform,
  attempt: Attempt,
  index: number,
  reading: ActsReading | undefined,
  now: Instant,
): Promise<StepEnd> {
  if (isDone(await findOutcomes(platform.register, attempt.id), index)) return { kind: 'went_on' }
  const revocationCase = await loadCase(platform.register, attempt)
  const step = revocationCase.plan[index]
  if (step === undefined) return { kind: 'went_on' }
  if (step.action === 'by_hand')
    return recordOutcome(platform, revocationCase, index, step, 'by_hand', null, now)
  const writer = await platform.writer(revocationCase.organization)
  switch (writer.kind) {
    case 'rehearsal':
      return recordOutcome(platform, revocationCase, index, step, 'rehearsed', null, now)
    case 'by_hand':
      return recordOutcome(platform, revocationCase, index, step, 'by_hand', writer.reason, now)
    case 'github':
      // A revocation that was started as a rehearsal stays one, whatever the settings say now.
      if (revocationCase.revocation.rehearsal)
        return recordOutcome(platform, revocationCase, index, step, 'rehearsed', null, now)
      if (isOld(reading?.at, now)) return { kind: 'too_late' }
      return change(platform, await withAccess(platform.register, revocationCase), index, step, writer, now)
  }
}

/** Reads the subject again and records the steps that GitHub has made unnecessary as already gone. */
export async function recordAlreadyGone(platform: Platform, attempt: Attempt, now: Instant): Promise<void> {
  const revocationCase = await withAccess(platform.register, await loadCase(platform.register, attempt))
  const subject = await subjectNow(
    platform.github(revocationCase.organization),
    revocationCase,
    'where_known',
  )
  const outcomes = await findOutcomes(platform.register, attempt.id)
  for (const [index, step] of revocationCase.plan.entries()) {
    if (isDone(outcomes, index) || !isOver(step, subject)) continue
    await recordOutcome(platform, revocationCase, index, step, 'already_gone', null, now)
  }
}

/** Records a step that finally failed; the other steps still run. */
export async function recordFailure(
  platform: Platform,
  attempt: Attempt,
  index: number,
  sentence: string,
  now: Instant,
): Promise<void> {
  const revocationCase = await loadCase(platform.register, attempt)
  const step = revocationCase.plan[index]
  if (step !== undefined) await recordOutcome(platform, revocationCase, index, step, 'failed', sentence, now)
}

async function change(
  platform: Platform,
  revocationCase: CaseWithAccess,
  index: number,
  step: Exclude<PlanStep, { action: 'by_hand' }>,
  writer: Extract<Writer, { kind: 'github' }>,
  now: Instant,
): Promise<StepEnd> {
  const github = platform.github(revocationCase.organization)
  const names = {
    organization: revocationCase.organization.login,
    login: 'account' in step ? await readLogin(github, step.account) : null,
    repository: 'repository' in step ? recordedRepositoryName(revocationCase, step.repository) : null,
    team:
      step.action === 'remove_team_membership'
        ? (revocationCase.teams.find(({ id }) => id === step.team)?.slug ?? null)
        : null,
    roleNow:
      step.action === 'lower_repository_role'
        ? roleNow(await subjectNow(github, revocationCase, 'where_known'), step.repository)
        : null,
  }
  const countsTowardsBudget = revocationCase.proposal.subject.kind === 'account'
  const budget = countsTowardsBudget
    ? removalBudget(revocationCase.rules, accessMap(revocationCase.grants).accounts.size)
    : null
  if (!(await authorizeChange(platform.register, revocationCase.attempt, now, budget))) {
    return { kind: 'held', sentence: await whyNotAuthorized(platform, revocationCase.attempt) }
  }
  try {
    const status = await changeAccess(writer.github, step, names)
    return await recordOutcome(platform, revocationCase, index, step, status, null, now)
  } catch (error) {
    if (!(error instanceof GitHubTrouble) || error.trouble.kind === 'later') throw error
    return recordOutcome(platform, revocationCase, index, step, 'failed', error.message, now)
  }
}

async function whyNotAuthorized(platform: Platform, { id }: Attempt): Promise<string> {
  const proposal = await findProposal(platform.register, id)
  if (proposal !== null && !MAY_BE_CARRIED_OUT.includes(proposal.status)) {
    return `${proposal.stale ?? 'Something has changed.'} The proposal no longer stands; nothing further was removed.`
  }
  return 'A safety check stopped it in the middle: the removals are paused, the budget is spent or another run took over. Nothing further was removed; start again when that is over.'
}

function isDone(outcomes: readonly Outcome[], index: number): boolean {
  return outcomes.some(
    ({ step, status }) => step === index && (status === 'done' || status === 'already_gone'),
  )
}
