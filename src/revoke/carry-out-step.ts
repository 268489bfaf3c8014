/** Carries out one step of an approved plan, or what a rehearsal leaves of it, and records how it ended. Never two steps at once. */

import { changeAccess } from '../github/changes.ts'
import { GitHubTrouble } from '../github/http/errors.ts'
import { loginOf } from '../github/recheck/login-now.ts'
import type { Outside, Reading, Writer } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { removalBudget } from '../policy/revocation/removal-budget.ts'
import type { Instant, PlanStep } from '../policy/words.ts'
import { proposalById } from '../register/reviews/proposals.ts'
import { letThrough, MAY_BE_CARRIED_OUT } from '../register/revocations/authorize-change.ts'
import { outcomesOf } from '../register/revocations/outcomes.ts'
import type { Carrying } from '../register/revocations/revocations.ts'
import { type Case, openCase } from './case.ts'
import { isOld } from './recheck-rounds.ts'
import { recordOutcome } from './step-outcome.ts'
import { isOver, repositoryName, roleNow, subjectNow } from './subject-now.ts'

/** How a step went on: carried out somehow, or left, and then nothing further may be changed either. */
export type Went =
  | { readonly kind: 'went_on' }
  | { readonly kind: 'held'; readonly sentence: string }
  /** Too long ago has been read what they did: first it is read anew. */
  | { readonly kind: 'too_late' }

/** Carries out step `index` unless it has ended well before. A passing trouble of GitHub's is thrown: the step is tried again. */
export async function carryOutStep(
  outside: Outside,
  carrying: Carrying,
  index: number,
  reading: Reading | undefined,
  now: Instant,
): Promise<Went> {
  const of = await openCase(outside.register, carrying)
  const step = of.plan[index]
  if (step === undefined || (await hasEnded(outside, carrying, index))) return { kind: 'went_on' }
  if (step.action === 'by_hand') return recordOutcome(outside, of, index, step, 'by_hand', null, now)
  const writer = await outside.writer(of.organization)
  switch (writer.kind) {
    case 'rehearsal':
      return recordOutcome(outside, of, index, step, 'rehearsed', null, now)
    case 'by_hand':
      return recordOutcome(outside, of, index, step, 'by_hand', writer.reason, now)
    case 'github':
      // A revocation that began as a rehearsal stays one, whatever the settings say meanwhile.
      if (of.revocation.rehearsal) return recordOutcome(outside, of, index, step, 'rehearsed', null, now)
      if (isOld(reading?.at, now)) return { kind: 'too_late' }
      return change(outside, of, index, step, writer, now)
  }
}

/** Records what was found gone when reading anew, without a call. */
export async function recordWhatIsOver(outside: Outside, carrying: Carrying, now: Instant): Promise<void> {
  const of = await openCase(outside.register, carrying)
  const subject = await subjectNow(outside.github(of.organization), of, 'where_known')
  for (const [index, step] of of.plan.entries()) {
    if ((await hasEnded(outside, carrying, index)) || !isOver(step, subject)) continue
    await recordOutcome(outside, of, index, step, 'already_gone', null, now)
  }
}

/** Records a step that failed for good; the rest goes on. */
export async function recordFailure(
  outside: Outside,
  carrying: Carrying,
  index: number,
  sentence: string,
  now: Instant,
): Promise<void> {
  const of = await openCase(outside.register, carrying)
  const step = of.plan[index]
  if (step !== undefined) await recordOutcome(outside, of, index, step, 'failed', sentence, now)
}

async function change(
  outside: Outside,
  of: Case,
  index: number,
  step: Exclude<PlanStep, { action: 'by_hand' }>,
  writer: Extract<Writer, { kind: 'github' }>,
  now: Instant,
): Promise<Went> {
  const github = outside.github(of.organization)
  const names = {
    organization: of.organization.login,
    login: 'account' in step ? await loginOf(github, step.account) : null,
    repository: 'repository' in step ? repositoryName(of, step.repository) : null,
    team:
      step.action === 'remove_team_membership'
        ? (of.teams.find(({ id }) => id === step.team)?.slug ?? null)
        : null,
    roleNow:
      step.action === 'lower_repository_role'
        ? roleNow(await subjectNow(github, of, 'where_known'), step.repository)
        : null,
  }
  const spends = of.proposal.subject.kind === 'account'
  const budget = spends ? removalBudget(of.rules, accessMap(of.grants).accounts.size) : null
  if (!(await letThrough(outside.register, of.carrying, now, budget))) {
    return { kind: 'held', sentence: await whatHolds(outside, of.carrying) }
  }
  try {
    const status = await changeAccess(writer.github, step, names)
    return await recordOutcome(outside, of, index, step, status, null, now)
  } catch (error) {
    if (!(error instanceof GitHubTrouble) || error.trouble.kind === 'later') throw error
    return recordOutcome(outside, of, index, step, 'failed', error.message, now)
  }
}

async function whatHolds(outside: Outside, { id }: Carrying): Promise<string> {
  const proposal = await proposalById(outside.register, id)
  if (proposal !== null && !MAY_BE_CARRIED_OUT.includes(proposal.status)) {
    return `${proposal.stale ?? 'Something has changed.'} The proposal no longer stands; nothing further was removed.`
  }
  return 'A brake was put on in the middle: the removals are paused, the budget is spent or another run took over. Nothing further was removed; start again when it is lifted.'
}

async function hasEnded(outside: Outside, carrying: Carrying, index: number): Promise<boolean> {
  const outcomes = await outcomesOf(outside.register, carrying.id)
  return outcomes.some(
    ({ step, status }) => step === index && (status === 'done' || status === 'already_gone'),
  )
}
