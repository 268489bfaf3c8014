/**
 * The order of a revocation: read newer acts, look again, remove step by step, verify, record. A part that finds the reading
 * of newer acts too old goes back to it, in the next round. Each step may run twice.
 */

import type { RevocationPart } from '../platform.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import type { Stop } from './case.ts'
import { lookAgain } from './check/look-again.ts'
import { isOld, nextRound, readNewerActs } from './check/newer-acts.ts'
import { verify } from './check/re-read.ts'
import { failAttempt, finishAttempt, stopAttempt } from './end-attempt.ts'
import {
  acquireOrRenewLock,
  isLocked,
  type PlatformNow,
  RETRY,
  type Steps,
  sentenceOf,
  WAIT_FOR_LOCK,
} from './retry-policy.ts'
import { removeStepByStep } from './step-by-step.ts'

/** The pauses between two calls, in milliseconds. */
export interface Rate {
  readonly betweenWritesMs: number
  readonly betweenReadsMs: number
}

/** GitHub continues a removal in the background after it has answered, so that a reading waits longer than a write. */
const READS_TO_WRITES = 1.5

/**
 * Carries out one part of an attempt; returns the next part, null at the end. An error is recorded and ends the attempt,
 * which can then be started again.
 */
export async function carryOut(
  step: Steps,
  open: PlatformNow,
  attempt: Attempt,
  part: RevocationPart,
  rate: Rate = rateOf(open()[0].deployment.writePauseMs),
): Promise<RevocationPart | null> {
  try {
    await step.do('take the writing place', WAIT_FOR_LOCK, async () => {
      await acquireOrRenewLock(...open(), attempt)
    })
    switch (part.kind) {
      case 'newer_acts': {
        const read = await step.do('read newer acts', RETRY, async () => {
          const [platform, now] = open()
          return readNewerActs(platform, attempt, now)
        })
        const round = part.round ?? 1
        return await continueOrStop(step, open, attempt, read, ({ readTo }) => {
          return { kind: 'look_again', reading: { round, at: readTo } }
        })
      }
      case 'look_again': {
        const result = await step.do('look again', RETRY, async () => {
          const [platform, now] = open()
          if (isOld(part.reading?.at, now)) return { kind: 'too_late' } as const
          return lookAgain(platform, attempt, now)
        })
        const { reading } = part
        if (result.kind === 'too_late') return nextRound(reading)
        return await continueOrStop(step, open, attempt, result, ({ steps }) => {
          return { kind: 'remove', from: 0, steps, ...(reading && { reading }) }
        })
      }
      case 'remove':
        return await removeStepByStep(step, open, attempt, part, rate.betweenWritesMs)
      case 'verify': {
        const left = await step.do('verify by re-reading', RETRY, async () => {
          const [platform, now] = open()
          return verify(platform, attempt, rate.betweenReadsMs, now)
        })
        await step.do('finish', RETRY, async () => {
          const [platform, now] = open()
          await finishAttempt(platform, attempt, left, part, now)
        })
        return null
      }
    }
  } catch (error) {
    if (isLocked(error)) {
      const stop = { kind: 'stop', because: 'waits', sentence: sentenceOf(error) } as const
      return await continueOrStop(step, open, attempt, stop, () => part)
    }
    await step.do('record the failure', RETRY, async () => {
      const [platform, now] = open()
      await failAttempt(platform, attempt, sentenceOf(error), now)
    })
    return null
  }
}

/** The pauses that follow from the setting. */
export function rateOf(writePauseMs: number): Rate {
  return { betweenWritesMs: writePauseMs, betweenReadsMs: writePauseMs * READS_TO_WRITES }
}

/** The next part where nothing was found against it; otherwise records the end of the attempt. */
async function continueOrStop<Go extends { readonly kind: 'go' }>(
  step: Steps,
  open: PlatformNow,
  attempt: Attempt,
  result: Go | Stop,
  nextPart: (go: Go) => RevocationPart,
): Promise<RevocationPart | null> {
  if (result.kind === 'go') return nextPart(result)
  await step.do('stop', RETRY, async () => {
    const [platform, now] = open()
    await stopAttempt(platform, attempt, result, now)
  })
  return null
}
