/** Gives back what a revocation took, in rounds: look what is missing, send it step by step, and look again. */

import type { GiveBackPart, Platform } from '../../platform.ts'
import { hoursAfter } from '../../policy/calendar.ts'
import type { Instant } from '../../policy/words.ts'
import { LOCK_HOURS } from '../../register/revocations/lock.ts'
import { acquireLockToRestore } from '../../register/revocations/restorations/authorize-restore.ts'
import type { RestoreAttempt } from '../../register/revocations/restorations/restorations.ts'
import type { Rate } from '../carry-out.ts'
import { type PlatformNow, RETRY, type Steps, sentenceOf, WAIT_FOR_LOCK } from '../retry-policy.ts'
import { endRound, failRestoration } from './end-round.ts'
import { loadRestoreCase, readLeft } from './restore-case.ts'
import { isSent, recordStep, type Sent, sendStep, settle } from './send-step.ts'

/** An upper bound: a step looks again at everything that was taken, and sends one change. */
const REQUESTS_A_STEP = 14

/** GitHub shows a change after a while, so it is read up to this often before one counts as not made. */
const MOST_READS = 4

/** Carries out one round; returns the next part, null at the end. An error is recorded, and it can be asked for again. */
export async function giveBackRound(
  step: Steps,
  open: PlatformNow,
  attempt: number,
  part: GiveBackPart,
  rate: Rate,
): Promise<GiveBackPart | null> {
  const of: RestoreAttempt = { restoration: part.restoration, number: attempt }
  try {
    await step.do('take the writing place', WAIT_FOR_LOCK, () => holdLock(...open(), of))
    const toSend = await step.do('see what is missing', RETRY, () =>
      missing(...open(), of, rate.betweenReadsMs),
    )
    const { perInstance } = open()[0].deployment.requests
    for (const { key } of toSend.slice(0, Math.max(1, Math.floor(perInstance / REQUESTS_A_STEP)))) {
      const sent = await sendOne(step, open, of, key, rate.betweenWritesMs)
      if (sent === 'held') throw new Error(HELD)
    }
    if (toSend.length > 0) return { ...part, round: part.round + 1 }
    await step.do('end', RETRY, async () => {
      const [platform, now] = open()
      await endRound(platform, await loadRestoreCase(platform.register, of), now)
    })
  } catch (error) {
    await step.do('record the failure', RETRY, async () => {
      const [platform, now] = open()
      await failRestoration(platform, of, sentenceOf(error), now)
    })
  }
  return null
}

const HELD =
  'It was held back in the middle: the organisation is paused, the second owner has not agreed, or another run took over. Nothing further was given back; ask again when that is over.'

async function sendOne(
  step: Steps,
  open: PlatformNow,
  of: RestoreAttempt,
  key: string,
  pauseMs: number,
): Promise<Sent> {
  try {
    return await step.do(`give back ${key}`, RETRY, async () => {
      const [platform, now] = open()
      await holdLock(platform, now, of)
      const sent = await sendStep(platform, await loadRestoreCase(platform.register, of), key, now)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      return sent
    })
  } catch (error) {
    // One failure does not stop the other steps; what was sent all the same is seen by the next round.
    await step.do(`give back ${key} failed`, RETRY, async () => {
      const [platform, now] = open()
      const restoreCase = await loadRestoreCase(platform.register, of)
      const failed = (await readLeft(platform, restoreCase, now)).left.find((each) => each.key === key)
      if (failed !== undefined)
        await recordStep(platform, restoreCase, failed, 'failed', sentenceOf(error), now)
    })
    return 'went_on'
  }
}

/**
 * The steps to send now. While GitHub does not show yet what it has accepted, it is read again; a step whose result it shows is
 * recorded as done.
 */
async function missing(platform: Platform, now: Instant, of: RestoreAttempt, betweenReadsMs: number) {
  const restoreCase = await loadRestoreCase(platform.register, of)
  for (let reads = 1; ; reads += 1) {
    const { left, sent } = await readLeft(platform, restoreCase, now)
    const isLate = left.some((each) => isSent(each) && sent.get(each.key)?.status === 'done')
    if (isLate && reads < MOST_READS) {
      await new Promise((resolve) => setTimeout(resolve, betweenReadsMs))
      continue
    }
    const isLeft = new Set(left.map(({ key }) => key))
    for (const outcome of sent.values()) {
      const isOpen = outcome.status === 'attempting' || outcome.status === 'failed'
      if (isOpen && !isLeft.has(outcome.key) && outcome.key !== 'reinstate')
        await settle(platform, restoreCase, outcome, now)
    }
    const invited = left.find(({ action }) => action === 'reinstate' || action === 'invite')
    // It was declined, or it lapsed: it is sent again where somebody asks for it.
    if (invited !== undefined && sent.get(invited.key)?.status === 'done') return []
    const before = ['done', 'failed', 'by_hand']
    return left
      .filter((each) => isSent(each) && !before.includes(sent.get(each.key)?.status ?? ''))
      .map(({ key }) => ({ key }))
  }
}

async function holdLock(platform: Platform, now: Instant, of: RestoreAttempt): Promise<void> {
  if (await acquireLockToRestore(platform.register, of, now, hoursAfter(now, LOCK_HOURS))) return
  throw new Error(
    'A removal or another giving back of the organisation is under way, and this one waits for it. Nothing was changed; ask again.',
  )
}
