/** Carries out one step of an approved plan, or what a rehearsal leaves of it, and records how it ended. Never two steps at once. */

import { changeAccess } from '../github/changes.ts'
import { loginOf } from '../github/login-now.ts'
import { GitHubTrouble } from '../github/trouble.ts'
import type { Outside, Writer } from '../outside.ts'
import { accessMap } from '../policy/access-map.ts'
import { removalBudget } from '../policy/budget.ts'
import { stepInWords } from '../policy/plan-in-words.ts'
import type { Instant, OutcomeStatus, PlanStep } from '../policy/words.ts'
import { recordChange } from '../register/history.ts'
import { letThrough } from '../register/letting-through.ts'
import { outcomesOf, recordingOf } from '../register/outcomes.ts'
import type { Carrying } from '../register/revocations.ts'
import { type Case, openCase } from './case.ts'
import { isOver, repositoryName, roleNow, subjectNow } from './subject-now.ts'

/** How a step went on: carried out somehow, or held by a brake, and then nothing further may be changed either. */
export type Went = { readonly kind: 'went_on' } | { readonly kind: 'held'; readonly sentence: string }

/** Carries out step `index` unless it has ended well before. A passing trouble of GitHub's is thrown: the step is tried again. */
export async function carryOutStep(
  outside: Outside,
  carrying: Carrying,
  index: number,
  now: Instant,
): Promise<Went> {
  const of = await openCase(outside.register, carrying)
  const step = of.plan[index]
  if (step === undefined || (await hasEnded(outside, carrying, index))) return { kind: 'went_on' }
  if (step.action === 'by_hand') return record(outside, of, index, step, 'by_hand', null, now)
  const writer = await outside.writer(of.organization)
  switch (writer.kind) {
    case 'rehearsal':
      return record(outside, of, index, step, 'rehearsed', null, now)
    case 'by_hand':
      return record(outside, of, index, step, 'by_hand', writer.reason, now)
    case 'github':
      // A revocation that began as a rehearsal stays one, whatever the settings say meanwhile.
      if (of.revocation.rehearsal) return record(outside, of, index, step, 'rehearsed', null, now)
      return change(outside, of, index, step, writer, now)
  }
}

/** Records what was found gone when reading anew, without a call. */
export async function recordWhatIsOver(outside: Outside, carrying: Carrying, now: Instant): Promise<void> {
  const of = await openCase(outside.register, carrying)
  const subject = await subjectNow(outside.github(of.organization), of, 'where_known')
  for (const [index, step] of of.plan.entries()) {
    if ((await hasEnded(outside, carrying, index)) || !isOver(step, subject)) continue
    await record(outside, of, index, step, 'already_gone', null, now)
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
  if (step !== undefined) await record(outside, of, index, step, 'failed', sentence, now)
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
    return {
      kind: 'held',
      sentence:
        'A brake was put on in the middle: the removals are paused, the budget is spent or another run took over. Nothing further was removed; start again when it is lifted.',
    }
  }
  try {
    const status = await changeAccess(writer.github, step, names)
    return await record(outside, of, index, step, status, null, now)
  } catch (error) {
    if (!(error instanceof GitHubTrouble) || error.trouble.kind === 'later') throw error
    return record(outside, of, index, step, 'failed', error.message, now)
  }
}

async function hasEnded(outside: Outside, carrying: Carrying, index: number): Promise<boolean> {
  const outcomes = await outcomesOf(outside.register, carrying.id)
  return outcomes.some(
    ({ step, status }) => step === index && (status === 'done' || status === 'already_gone'),
  )
}

async function record(
  outside: Outside,
  of: Case,
  index: number,
  step: PlanStep,
  status: OutcomeStatus,
  error: string | null,
  now: Instant,
): Promise<Went> {
  const { action, target } = step
  const outcome = { step: index, action, target, status, at: now, error }
  await recordChange(
    outside.register,
    of.organization.id,
    recordingOf(outside.register, of.carrying, outcome),
    {
      at: now,
      act: ACTS[status],
      actor: of.revocation.startedBy,
      subject: of.proposal.subject,
      sentence: `${stepInWords(action)} ${target}. ${ENDED[status]}${error === null ? '' : ` ${error}`}`,
      facts: {
        proposal: of.proposal.id,
        decision: of.decision.id,
        step: index,
        attempt: of.carrying.attempt,
      },
    },
  )
  return { kind: 'went_on' }
}

const ACTS: Readonly<Record<OutcomeStatus, string>> = {
  done: 'removed',
  already_gone: 'already_gone',
  rehearsed: 'rehearsed',
  failed: 'removal_failed',
  by_hand: 'left_to_a_person',
}

const ENDED: Readonly<Record<OutcomeStatus, string>> = {
  done: 'Done.',
  already_gone: 'It was gone already.',
  rehearsed: 'Rehearsed: nothing was changed on GitHub.',
  failed: 'It failed; it was left as it is.',
  by_hand: 'It waits for a person.',
}
