/** Carries out one step of an approved plan, or rehearses it, and records its outcome. */

import { type ChangeNames, isUnanswered, prepareChange, type SendChange } from '../github/changes.ts'
import { GitHubTrouble } from '../github/http/errors.ts'
import { readLogin } from '../github/recheck/membership.ts'
import type { ActsReading, Platform, Writer } from '../platform.ts'
import { accessMap } from '../policy/access/access-map.ts'
import { keptInWords } from '../policy/revocation/by-hand/in-words.ts'
import { rehearsalReason } from '../policy/revocation/in-earnest.ts'
import { removalBudget } from '../policy/revocation/safety-checks.ts'
import type { Instant, KeptInFile, PlanStep } from '../policy/words.ts'
import { findKeptInFiles } from '../register/audits/kept-in-files.ts'
import type { Register } from '../register/open.ts'
import { findOutcomes, isFinalOutcome, type Outcome, outcomesOf } from '../register/revocations/outcomes.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { type Case, type CaseWithAccess, loadCase, withAccess } from './case.ts'
import { isOld } from './check/newer-acts.ts'
import { ANSWER_LOST } from './check/re-read.ts'
import { isOver, recordedRepositoryName, roleNow, type SubjectNow, subjectNow } from './check/subject-now.ts'
import { sentenceOf } from './retry-policy.ts'
import { authorizeAttempt, recordOutcome } from './step-outcome.ts'
import { type WhyHeld, whyHeld } from './why-held.ts'

/** How a step ended. After anything but `went_on` no further step may change anything. */
export type StepEnd =
  | { readonly kind: 'went_on' }
  /** The change was not authorized. */
  | ({ readonly kind: 'held' } & WhyHeld)
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
  const revocationCase = await loadCase(platform.register, attempt)
  const before = await findOutcome(platform, revocationCase, index)
  if (isFinalOutcome(before)) return { kind: 'went_on' }
  const step = revocationCase.plan[index]
  if (step === undefined) return { kind: 'went_on' }
  const of = { revocationCase, index, step }
  if (step.action === 'by_hand') return recordOutcome(platform, of, 'by_hand', null, now)
  const wasAttempted = before?.status === 'attempting'
  if (wasAttempted && (await isOverNow(platform, await withAccess(platform.register, revocationCase), step)))
    return recordOutcome(platform, of, 'done', ANSWER_LOST, now)
  const kept = await keptInFile(platform.register, revocationCase)
  if (kept !== null) return recordOutcome(platform, of, 'by_hand', keptInWords(kept), now)
  const writer = await platform.writer(revocationCase.organization)
  switch (writer.kind) {
    case 'rehearsal':
      return recordOutcome(platform, of, 'rehearsed', null, now)
    case 'asleep':
      return { kind: 'held', sentence: `${writer.reason} Nothing further was removed.`, waits: true }
    case 'by_hand':
      return recordOutcome(platform, of, 'by_hand', writer.reason, now)
    case 'github': {
      // A revocation that was started as a rehearsal stays one, whatever the settings say now.
      if (revocationCase.revocation.rehearsal) return recordOutcome(platform, of, 'rehearsed', null, now)
      if (rehearsalReason(platform.deployment, revocationCase.rules) !== null)
        return { kind: 'held', ...(await whyHeld(platform, attempt, null, now)) }
      if (isOld(reading?.at, now)) return { kind: 'too_late' }
      if (await isLeftWithConversion(platform, revocationCase, step))
        return recordOutcome(platform, of, 'by_hand', AFTER_CONVERSION, now)
      const withAll = await withAccess(platform.register, revocationCase)
      return change(platform, { revocationCase: withAll, index, step, wasAttempted }, writer, now)
    }
  }
}

/**
 * Whether the step follows a conversion to outside collaborator that a person has to make: before that there is nothing to
 * remove, and nothing tells us when it has been made.
 */
async function isLeftWithConversion(
  platform: Platform,
  { attempt, plan }: Case,
  step: PlanStep,
): Promise<boolean> {
  if (step.action !== 'remove_repository_role' || !step.afterConversion) return false
  return outcomesOf(plan, await findOutcomes(platform.register, attempt.id)).some(
    ({ action, status }) => action === 'convert_to_outside_collaborator' && status === 'by_hand',
  )
}

const AFTER_CONVERSION =
  'It comes after the conversion, which was left to a person; an owner does this step by hand too.'

/** The first file that keeps the account's access; null where none is known, and for other subjects. */
async function keptInFile(register: Register, { organization, proposal }: Case): Promise<KeptInFile | null> {
  if (proposal.subject.kind !== 'account') return null
  const kept = await findKeptInFiles(register, organization.id, [proposal.subject.id])
  return kept.get(proposal.subject.id)?.[0] ?? null
}

/** Records a step that finally failed; the other steps still run. What has no answer stays attempted until it is read again. */
export async function recordFailure(
  platform: Platform,
  attempt: Attempt,
  index: number,
  sentence: string,
  now: Instant,
): Promise<void> {
  const revocationCase = await loadCase(platform.register, attempt)
  const before = await findOutcome(platform, revocationCase, index)
  const step = revocationCase.plan[index]
  if (step === undefined) return
  const status = before?.status === 'attempting' ? 'attempting' : 'failed'
  await recordOutcome(platform, { revocationCase, index, step }, status, sentence, now)
}

/** A step that is about to be changed; `wasAttempted`: an earlier try was sent and had no answer. */
interface Changing {
  readonly revocationCase: CaseWithAccess
  readonly index: number
  readonly step: Exclude<PlanStep, { action: 'by_hand' }>
  readonly wasAttempted: boolean
}

/** Authorizes the change and records it as attempted, sends it, and records GitHub's answer. */
async function change(
  platform: Platform,
  of: Changing,
  writer: Extract<Writer, { kind: 'github' }>,
  now: Instant,
): Promise<StepEnd> {
  const { revocationCase, step } = of
  const { subject: about, scope } = revocationCase.proposal
  const countsTowardsBudget = about.kind === 'account' && scope === null
  const budget = countsTowardsBudget
    ? removalBudget(revocationCase.rules, accessMap(revocationCase.grants).accounts.size)
    : null
  const subject = LOOKED_AT_FIRST.includes(step.action)
    ? await subjectNow(platform.github(revocationCase.organization), revocationCase, 'where_known')
    : null
  if (subject !== null && isOver(step, subject)) return recordOver(platform, of, now)
  let answer: Awaited<ReturnType<SendChange>>
  try {
    const send = await prepareChange(writer.github, step, await namesFor(platform, of, subject))
    if (!(await authorizeAttempt(platform, of, budget, now)))
      return { kind: 'held', ...(await whyHeld(platform, revocationCase.attempt, budget, now)) }
    answer = await send()
  } catch (error) {
    if (isUnanswered(error)) throw error
    if (!of.wasAttempted && error instanceof GitHubTrouble && isNotAllowed(error))
      return recordOutcome(platform, of, 'by_hand', `${sentenceOf(error)} ${BY_HAND_INSTEAD}`, now)
    // An earlier try may still be under way at GitHub: what became of it is read again before the end.
    await recordOutcome(platform, of, of.wasAttempted ? 'attempting' : 'failed', sentenceOf(error), now)
    if (error instanceof GitHubTrouble && error.trouble.kind === 'later') throw error
    return { kind: 'went_on' }
  }
  // GitHub may queue a conversion; the steps after it mean something only once the membership is gone.
  const isQueued = step.action === 'convert_to_outside_collaborator'
  if (answer === 'done' && !isQueued) return recordOutcome(platform, of, 'done', null, now)
  if (!(await isOverNow(platform, revocationCase, step))) {
    const sentence =
      answer === 'done'
        ? `GitHub has taken the change of ${step.target}, and still shows the membership.`
        : `GitHub answered as if ${step.target} were gone (404), and shows it when it is read.`
    throw new GitHubTrouble({ kind: 'later', retryAfterSeconds: 2, limited: false }, sentence)
  }
  return answer === 'done' ? recordOutcome(platform, of, 'done', null, now) : recordOver(platform, of, now)
}

/** Where nothing is to be lowered any more the step is over; sending it might raise, or GitHub would refuse it. */
const LOOKED_AT_FIRST: readonly PlanStep['action'][] = [
  'make_member',
  'convert_to_outside_collaborator',
  'lower_repository_role',
]

async function recordOver(platform: Platform, of: Changing, now: Instant): Promise<StepEnd> {
  return of.wasAttempted
    ? recordOutcome(platform, of, 'done', ANSWER_LOST, now)
    : recordOutcome(platform, of, 'already_gone', null, now)
}

/** A permission is missing, GitHub protects it from Apps, or the App's installation is suspended: a person can still do it. */
function isNotAllowed({ trouble }: GitHubTrouble): boolean {
  return trouble.kind === 'denied' || trouble.kind === 'shut_out'
}

const BY_HAND_INSTEAD = 'Nothing was changed by it; an owner can do this step by hand.'

async function namesFor(
  platform: Platform,
  { revocationCase, step }: Changing,
  subject: SubjectNow | null,
): Promise<ChangeNames> {
  const github = platform.github(revocationCase.organization)
  return {
    organization: revocationCase.organization.login,
    organizationId: revocationCase.organization.id,
    login: 'account' in step ? await readLogin(github, step.account) : null,
    repository: 'repository' in step ? recordedRepositoryName(revocationCase, step.repository) : null,
    team:
      step.action === 'remove_team_membership'
        ? (revocationCase.teams.find(({ id }) => id === step.team)?.slug ?? null)
        : null,
    roleNow:
      step.action === 'lower_repository_role' && subject !== null ? roleNow(subject, step.repository) : null,
  }
}

async function isOverNow(
  platform: Platform,
  revocationCase: CaseWithAccess,
  step: PlanStep,
): Promise<boolean> {
  const github = platform.github(revocationCase.organization)
  return isOver(step, await subjectNow(github, revocationCase, 'where_known'))
}

async function findOutcome(
  platform: Platform,
  { attempt, plan }: Case,
  index: number,
): Promise<Outcome | undefined> {
  return outcomesOf(plan, await findOutcomes(platform.register, attempt.id)).find(
    ({ step }) => step === index,
  )
}
