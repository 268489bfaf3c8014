/** Ends an attempt: records what becomes of the revocation and of its proposal. */

import { GitHubTrouble } from '../github/http/errors.ts'
import type { Platform } from '../platform.ts'
import type { Instant } from '../policy/words.ts'
import { closeGoneStatements } from '../register/access/close-gone.ts'
import { recordChange } from '../register/history/history.ts'
import { transitionStatement } from '../register/reviews/transition-with.ts'
import { MAY_BE_CARRIED_OUT } from '../register/revocations/authorize-change.ts'
import { releaseLock } from '../register/revocations/lock.ts'
import { findOutcomes, type Outcome, outcomesOf } from '../register/revocations/outcomes.ts'
import { type Attempt, endRevocationStatement } from '../register/revocations/revocations.ts'
import { type Case, loadCase, type Stop } from './case.ts'
import { settleUnanswered } from './check/re-read.ts'
import { type Ending, notifyOfRevocation } from './notify.ts'

/**
 * Ends an attempt after its last step. `left`: what GitHub still showed, null where nothing was verified; `stoppedBy`: why
 * it was stopped in the middle, if it was; `waits`: that is no failure.
 */
export async function finishAttempt(
  platform: Platform,
  attempt: Attempt,
  left: readonly string[] | null,
  { stoppedBy, waits = false }: { readonly stoppedBy: string | null; readonly waits?: boolean },
  now: Instant,
): Promise<void> {
  const revocationCase = await loadCase(platform.register, attempt)
  const { plan, revocation } = revocationCase
  const outcomes = outcomesOf(plan, await findOutcomes(platform.register, attempt.id))
  if (stoppedBy !== null && waits && !outcomes.some(isChange)) {
    await end(platform, revocationCase, waiting(stoppedBy), now)
    return
  }
  const ending = endingAfter(outcomes, revocation.rehearsal, left, stoppedBy)
  const { status: proposal, stale } = revocationCase.proposal
  const isStillDecided = stoppedBy === null || MAY_BE_CARRIED_OUT.includes(proposal)
  const status = ending.proposal === 'failed' ? 'failed' : 'withdrawn'
  await end(platform, revocationCase, isStillDecided ? ending : { ...ending, status, proposal, stale }, now)
}

/** Ends an attempt that the last look has stopped, before anything was changed or between two rounds. */
export async function stopAttempt(
  platform: Platform,
  attempt: Attempt,
  stop: Stop,
  now: Instant,
): Promise<void> {
  const revocationCase = await loadCase(platform.register, attempt)
  const unknown = await settleOrSay(platform, attempt, now)
  const { because } = stop
  const changed = await hasChanged(platform, attempt)
  const reason = changed
    ? `${stop.sentence.replace('Nothing was removed', 'Nothing further was removed')}${unknown}`
    : stop.sentence
  const status = changed ? 'failed' : 'withdrawn'
  const stopped = { verified: null, reason, stale: null }
  const ending: Record<typeof because, Ending> = {
    stale: { ...stopped, status, proposal: 'stale', stale: reason },
    privileged: { ...stopped, status, proposal: 'needs_second' },
    undecided: {
      ...stopped,
      status,
      proposal: revocationCase.proposal.status,
      stale: revocationCase.proposal.stale,
    },
    waits: changed ? { ...stopped, status: 'failed', proposal: 'failed' } : waiting(reason),
    not_now: { ...stopped, status: 'failed', proposal: changed ? 'failed' : 'decided' },
  }
  await end(platform, revocationCase, ending[because], now)
}

/** Waiting is no failure: the proposal stays decided, and the queue takes it up again. */
function waiting(reason: string): Ending {
  return { status: 'withdrawn', verified: null, reason, proposal: 'decided', stale: null, waits: true }
}

/** Ends an attempt that failed outside of its plan's steps. It can be started again. */
export async function failAttempt(
  platform: Platform,
  attempt: Attempt,
  sentence: string,
  now: Instant,
): Promise<void> {
  const revocationCase = await loadCase(platform.register, attempt)
  const reason = `${sentence}${await settleOrSay(platform, attempt, now)}`
  const proposal = (await hasChanged(platform, attempt)) ? 'failed' : 'decided'
  await end(
    platform,
    revocationCase,
    { status: 'failed', verified: null, reason, proposal, stale: null },
    now,
  )
}

/** Settles what has no answer; where GitHub cannot be read, it stays `attempting`, and the sentence says so. */
async function settleOrSay(platform: Platform, attempt: Attempt, now: Instant): Promise<string> {
  try {
    await settleUnanswered(platform, attempt, now)
    return ''
  } catch (error) {
    if (!(error instanceof GitHubTrouble)) throw error
    return ' GitHub could not be read again, so it is not known whether what was sent last is done; start it again, and it looks first.'
  }
}

/** Whether anything was removed, or may have been. */
async function hasChanged(platform: Platform, attempt: Attempt): Promise<boolean> {
  return (await findOutcomes(platform.register, attempt.id)).some(isChange)
}

function isChange({ status }: Outcome): boolean {
  return status === 'done' || status === 'attempting'
}

const REHEARSED =
  'This was a rehearsal: nothing was changed on GitHub. Whoever follows the links does it by hand, and audits tick it off.'
const LEFT_TO_PEOPLE = 'An owner has to follow the links; the next audits tick off what is gone.'

function endingAfter(
  outcomes: readonly Outcome[],
  rehearsal: boolean,
  left: readonly string[] | null,
  stoppedBy: string | null,
): Ending {
  const changed = outcomes.some(isChange)
  if (stoppedBy !== null) {
    return {
      status: 'failed',
      verified: null,
      reason: stoppedBy,
      proposal: changed ? 'failed' : 'decided',
      stale: null,
    }
  }
  const failed = outcomes.filter(({ status }) => status === 'failed')
  if (failed.length > 0 || (left !== null && left.length > 0)) {
    const what = [...new Set([...failed.map(({ target }) => target), ...(left ?? [])])].join(', ')
    const reason = `Still there: ${what}. The rest was carried out. Look at each step's error, mend it and start again.`
    return {
      status: 'failed',
      verified: left === null ? null : left.length === 0,
      reason,
      proposal: 'failed',
      stale: null,
    }
  }
  const isRehearsed = rehearsal || outcomes.some(({ status }) => status === 'rehearsed')
  if (!outcomes.some(({ status }) => status === 'rehearsed' || status === 'by_hand'))
    return { status: 'done', verified: true, reason: null, proposal: 'done', stale: null }
  const reason = isRehearsed ? REHEARSED : LEFT_TO_PEOPLE
  // A rehearsal leaves the proposal decided: it can be carried out in earnest.
  const proposal = isRehearsed ? 'decided' : 'by_hand'
  return { status: 'by_hand', verified: null, reason, proposal, stale: null }
}

async function end(platform: Platform, revocationCase: Case, ending: Ending, now: Instant): Promise<void> {
  const { register } = platform
  const { organization, proposal, attempt, revocation } = revocationCase
  const ended = await recordChange(
    register,
    organization.id,
    endRevocationStatement(register, attempt, { ...ending, now }),
    {
      at: now,
      act: `revocation_${ending.status}`,
      actor: revocation.startedBy,
      subject: proposal.subject,
      sentence: `${ending.waits ? 'The revocation waits.' : `The revocation ended: ${ending.status}.`}${ending.verified ? ' Reading GitHub again showed nothing left of it.' : ''}${ending.reason === null ? '' : ` ${ending.reason}`}`,
      facts: { proposal: proposal.id, attempt: attempt.number, verified: ending.verified },
    },
    (recorded) => [
      transitionStatement(register, proposal.id, MAY_BE_CARRIED_OUT, ending.proposal, ending.stale, recorded),
      ...(ending.verified === true && revocationCase.decision.decision === 'revoke'
        ? closeGoneStatements(register, organization.id, proposal, now, recorded)
        : []),
    ],
  )
  await releaseLock(register, organization.id, attempt.id)
  // What the calendar started and went well is told in one message a day. Nobody is told of waiting.
  const isTold = ending.status === 'failed' || (revocation.startedBy.kind !== 'calendar' && !ending.waits)
  if (ended && isTold) await notifyOfRevocation(platform, revocationCase, ending)
}
