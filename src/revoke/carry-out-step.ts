/** Carries out one step of an approved plan, or what a rehearsal leaves of it, and records how it ended. Never two steps at once. */

import { changeAccess } from '../github/changes.ts'
import { GitHubTrouble } from '../github/http/errors.ts'
import { readLogin } from '../github/recheck/login-now.ts'
import type { ActsReading, Platform, Writer } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { removalBudget } from '../policy/revocation/safety-checks.ts'
import type { Instant, PlanStep } from '../policy/words.ts'
import { findProposal } from '../register/reviews/proposals.ts'
import { authorizeChange, MAY_BE_CARRIED_OUT } from '../register/revocations/authorize-change.ts'
import { findOutcomes } from '../register/revocations/outcomes.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { type Case, openCase } from './case.ts'
import { isOld } from './recheck-rounds.ts'
import { recordOutcome } from './step-outcome.ts'
import { isOver, recordedRepositoryName, roleNow, subjectNow } from './subject-now.ts'

/** How a step went on: carried out somehow, or left, and then nothing further may be changed either. */
export type StepEnd =
  | { readonly kind: 'went_on' }
  | { readonly kind: 'held'; readonly sentence: string }
  /** Too long ago has been read what they did: first it is read anew. */
  | { readonly kind: 'too_late' }

/** Carries out step `index` unless it has ended well before. A passing trouble of GitHub's is thrown: the step is tried again. */
export async function carryOutStep(
  platform: Platform,
  attempt: Attempt,
  index: number,
  reading: ActsReading | undefined,
  now: Instant,
): Promise<StepEnd> {
  const of = await openCase(platform.register, attempt)
  const step = of.plan[index]
  if (step === undefined || (await hasEnded(platform, attempt, index))) return { kind: 'went_on' }
  if (step.action === 'by_hand') return recordOutcome(platform, of, index, step, 'by_hand', null, now)
  const writer = await platform.writer(of.organization)
  switch (writer.kind) {
    case 'rehearsal':
      return recordOutcome(platform, of, index, step, 'rehearsed', null, now)
    case 'by_hand':
      return recordOutcome(platform, of, index, step, 'by_hand', writer.reason, now)
    case 'github':
      // A revocation that began as a rehearsal stays one, whatever the settings say meanwhile.
      if (of.revocation.rehearsal) return recordOutcome(platform, of, index, step, 'rehearsed', null, now)
      if (isOld(reading?.at, now)) return { kind: 'too_late' }
      return change(platform, of, index, step, writer, now)
  }
}

/** Records what was found gone when reading anew, without a call. */
export async function recordWhatIsOver(platform: Platform, attempt: Attempt, now: Instant): Promise<void> {
  const of = await openCase(platform.register, attempt)
  const subject = await subjectNow(platform.github(of.organization), of, 'where_known')
  for (const [index, step] of of.plan.entries()) {
    if ((await hasEnded(platform, attempt, index)) || !isOver(step, subject)) continue
    await recordOutcome(platform, of, index, step, 'already_gone', null, now)
  }
}

/** Records a step that failed for good; the rest goes on. */
export async function recordFailure(
  platform: Platform,
  attempt: Attempt,
  index: number,
  sentence: string,
  now: Instant,
): Promise<void> {
  const of = await openCase(platform.register, attempt)
  const step = of.plan[index]
  if (step !== undefined) await recordOutcome(platform, of, index, step, 'failed', sentence, now)
}

async function change(
  platform: Platform,
  of: Case,
  index: number,
  step: Exclude<PlanStep, { action: 'by_hand' }>,
  writer: Extract<Writer, { kind: 'github' }>,
  now: Instant,
): Promise<StepEnd> {
  const github = platform.github(of.organization)
  const names = {
    organization: of.organization.login,
    login: 'account' in step ? await readLogin(github, step.account) : null,
    repository: 'repository' in step ? recordedRepositoryName(of, step.repository) : null,
    team:
      step.action === 'remove_team_membership'
        ? (of.teams.find(({ id }) => id === step.team)?.slug ?? null)
        : null,
    roleNow:
      step.action === 'lower_repository_role'
        ? roleNow(await subjectNow(github, of, 'where_known'), step.repository)
        : null,
  }
  const countsTowardsBudget = of.proposal.subject.kind === 'account'
  const budget = countsTowardsBudget ? removalBudget(of.rules, accessMap(of.grants).accounts.size) : null
  if (!(await authorizeChange(platform.register, of.attempt, now, budget))) {
    return { kind: 'held', sentence: await whatHolds(platform, of.attempt) }
  }
  try {
    const status = await changeAccess(writer.github, step, names)
    return await recordOutcome(platform, of, index, step, status, null, now)
  } catch (error) {
    if (!(error instanceof GitHubTrouble) || error.trouble.kind === 'later') throw error
    return recordOutcome(platform, of, index, step, 'failed', error.message, now)
  }
}

async function whatHolds(platform: Platform, { id }: Attempt): Promise<string> {
  const proposal = await findProposal(platform.register, id)
  if (proposal !== null && !MAY_BE_CARRIED_OUT.includes(proposal.status)) {
    return `${proposal.stale ?? 'Something has changed.'} The proposal no longer stands; nothing further was removed.`
  }
  return 'A brake was put on in the middle: the removals are paused, the budget is spent or another run took over. Nothing further was removed; start again when it is lifted.'
}

async function hasEnded(platform: Platform, attempt: Attempt, index: number): Promise<boolean> {
  const outcomes = await findOutcomes(platform.register, attempt.id)
  return outcomes.some(
    ({ step, status }) => step === index && (status === 'done' || status === 'already_gone'),
  )
}
