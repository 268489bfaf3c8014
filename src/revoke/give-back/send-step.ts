/** Gives one step back: looks again, asks whether it may, notes that it is attempted, sends it, and records GitHub's answer. */

import { isUnanswered, type SentRestoreStep, sendRestoreStep } from '../../github/changes.ts'
import { GitHubTrouble } from '../../github/http/errors.ts'
import { readRepositoryNow } from '../../github/recheck/names-now.ts'
import type { Platform } from '../../platform.ts'
import type { HeldNow } from '../../policy/revocation/held-now.ts'
import { restoreStepInWords, restoreUrl } from '../../policy/revocation/restore-in-words.ts'
import type { Instant, RestoreStep } from '../../policy/words.ts'
import type { Entry } from '../../register/history/entry.ts'
import { recordChange } from '../../register/history/history.ts'
import {
  authorizeRestore,
  type RestoreOutcome,
  restoreOutcome,
  restoreOutcomeStatement,
} from '../../register/revocations/restorations/authorize-restore.ts'
import { ANSWER_LOST } from '../check/re-read.ts'
import { sentenceOf } from '../retry-policy.ts'
import { type RestoreCase, readLeft } from './restore-case.ts'

/** What the history says of a step. */
type Named = Pick<RestoreStep, 'key' | 'action' | 'target'>

/** Whether the next step may follow; `held`: nothing was authorized, and the giving back ends. */
export type Sent = 'went_on' | 'held'

/** Sends the step under `key` unless GitHub shows it as held by now. Throws a temporary error of GitHub's, so that it is tried again. */
export async function sendStep(
  platform: Platform,
  restoreCase: RestoreCase,
  key: string,
  now: Instant,
): Promise<Sent> {
  const { held, left, sent } = await readLeft(platform, restoreCase, now)
  const before = sent.get(key)
  const step = left.find((each) => each.key === key)
  if (step === undefined || !isSent(step)) {
    if (before?.status === 'attempting') await settle(platform, restoreCase, before, now)
    return 'went_on'
  }
  if (before !== undefined && before.status !== 'attempting') return 'went_on'
  const writer = await platform.writer(restoreCase.organization)
  if (writer.kind !== 'github') {
    const url = restoreUrl(step, held, platform.deployment.webUrl)
    await recordStep(platform, restoreCase, step, 'by_hand', writer.reason, now, url)
    return 'went_on'
  }
  try {
    const names = await namesFor(platform, restoreCase, step, held)
    if (typeof names === 'string') {
      await recordStep(platform, restoreCase, step, 'failed', names, now)
      return 'went_on'
    }
    const attempted = entryOf(restoreCase, step, 'attempting', null, now)
    const asked = { ...restoreCase.attempt, now }
    if (!(await authorizeRestore(platform.register, restoreCase.organization.id, asked, attempted)))
      return 'held'
    await sendRestoreStep(writer.github, step, names, restoreCase.taken)
  } catch (error) {
    if (isUnanswered(error) || (error instanceof GitHubTrouble && error.trouble.kind === 'later')) throw error
    await recordStep(platform, restoreCase, step, 'failed', sentenceOf(error), now)
    return 'went_on'
  }
  await recordStep(platform, restoreCase, step, 'done', null, now)
  return 'went_on'
}

/** Whether the step sends anything. */
export function isSent(step: RestoreStep): step is SentRestoreStep {
  return step.action !== 'wait_for_acceptance' && step.action !== 'cannot_give_back'
}

/** Records a step as done by us whose answer never came, but whose result GitHub shows by now. */
export async function settle(
  platform: Platform,
  restoreCase: RestoreCase,
  { key, action, target }: RestoreOutcome,
  now: Instant,
): Promise<void> {
  await recordStep(platform, restoreCase, { key, action, target }, 'done', ANSWER_LOST, now)
}

/** Records how a step stands, with its history entry. */
export async function recordStep(
  platform: Platform,
  restoreCase: RestoreCase,
  step: Named,
  status: RestoreOutcome['status'],
  error: string | null,
  now: Instant,
  url: string | null = null,
): Promise<void> {
  const { outcome, entry } = entryOf(restoreCase, step, status, error, now, url)
  const { register } = platform
  const change = restoreOutcomeStatement(register, outcome)
  await recordChange(register, restoreCase.organization.id, change, entry)
}

function entryOf(
  { attempt, restoration, proposal }: RestoreCase,
  step: Named,
  status: RestoreOutcome['status'],
  error: string | null,
  now: Instant,
  url: string | null = null,
): { readonly outcome: RestoreOutcome; readonly entry: Entry } {
  return {
    outcome: restoreOutcome(attempt, step, { status, at: now, error, url }),
    entry: {
      at: now,
      act: ACTS[status].act,
      actor: restoration.askedBy,
      subject: proposal.subject,
      sentence: `${restoreStepInWords(step.action)} ${step.target}. ${ACTS[status].sentence}${error === null ? '' : ` ${error}`}`,
      facts: { proposal: proposal.id, giving_back: restoration.id, key: step.key, attempt: attempt.number },
    },
  }
}

const ACTS: Readonly<Record<RestoreOutcome['status'], { readonly act: string; readonly sentence: string }>> =
  {
    attempting: { act: 'giving_back', sentence: 'It is about to be sent to GitHub.' },
    done: { act: 'given_back', sentence: 'Done.' },
    failed: { act: 'giving_back_failed', sentence: 'It failed; it was left as it is.' },
    by_hand: { act: 'giving_back_left_to_a_person', sentence: 'It waits for a person.' },
    rehearsed: { act: 'giving_back_rehearsed', sentence: 'Rehearsed: nothing was changed on GitHub.' },
  }

/** Today's names; a sentence where the repository is not what it was. */
async function namesFor(
  platform: Platform,
  { organization }: RestoreCase,
  step: SentRestoreStep,
  held: HeldNow,
) {
  const { login } = held
  const names = { organization: organization.login, login, team: null, repository: null }
  if (step.action === 'give_team') return { ...names, team: held.teams.get(step.team) ?? null }
  if (!('repository' in step)) return names
  const known = held.repositories.get(step.repository)
  const now =
    known === undefined
      ? null
      : await readRepositoryNow(platform.github(organization), organization.login, {
          id: step.repository,
          name: known,
        })
  return now === null
    ? `${step.target}: the repository was deleted or moved away since the last audit.`
    : { ...names, repository: now.name }
}
