/**
 * The order of a revocation: look again, remove step by step, verify, record. A part that finds the reading of newer acts too
 * old leads back to it, in a next round. Each step may run twice; it decides nothing.
 */

import type { RevocationPart } from '../platform.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import type { Stop } from './case.ts'
import { failAttempt, finishAttempt, stopAttempt } from './end-attempt.ts'
import { holdLock } from './lock.ts'
import { lookAgain } from './look-again.ts'
import { readNewerActs } from './newer-acts.ts'
import { isOld, nextRound } from './recheck-rounds.ts'
import { type Open, RETRY, type Steps, sentenceOf, WAIT_FOR_LOCK } from './retry-policy.ts'
import { removeStepByStep } from './step-by-step.ts'
import { verify } from './verify.ts'

/** How fast it goes, in milliseconds. */
export interface Rate {
  readonly betweenWritesMs: number
  readonly betweenReadsMs: number
}

/**
 * GitHub asks for a second between two writes, and goes on removing in the background after it has answered:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
const GITHUB_RATE: Rate = { betweenWritesMs: 1000, betweenReadsMs: 1500 }

/**
 * Carries out one part of an attempt; answers the part behind it, null at the end. Whatever breaks is recorded, and leaves
 * it ready to be started again.
 */
export async function carryOut(
  step: Steps,
  open: Open,
  attempt: Attempt,
  part: RevocationPart,
  rate: Rate = GITHUB_RATE,
): Promise<RevocationPart | null> {
  try {
    await step.do('take the writing place', WAIT_FOR_LOCK, async () => {
      await holdLock(...open(), attempt)
    })
    switch (part.kind) {
      case 'newer_acts': {
        const read = await step.do('read newer acts', RETRY, async () => {
          const [platform, now] = open()
          return readNewerActs(platform, attempt, now)
        })
        const round = part.round ?? 1
        return await goOn(step, open, attempt, read, ({ readTo }) => {
          return { kind: 'look_again', reading: { round, at: readTo } }
        })
      }
      case 'look_again': {
        const looked = await step.do('look again', RETRY, async () => {
          const [platform, now] = open()
          if (isOld(part.reading?.at, now)) return { kind: 'too_late' } as const
          return lookAgain(platform, attempt, now)
        })
        const { reading } = part
        if (looked.kind === 'too_late') return nextRound(reading)
        return await goOn(step, open, attempt, looked, ({ steps }) => {
          return { kind: 'remove', from: 0, steps, ...(reading && { reading }) }
        })
      }
      case 'remove':
        return await removeStepByStep(step, open, attempt, part, rate.betweenWritesMs)
      case 'verify': {
        const left = await step.do('verify by re-reading', RETRY, async () =>
          verify(open()[0], attempt, rate.betweenReadsMs),
        )
        await step.do('finish', RETRY, async () => {
          const [platform, now] = open()
          await finishAttempt(platform, attempt, left, part.stoppedBy, now)
        })
        return null
      }
    }
  } catch (error) {
    await step.do('record the failure', RETRY, async () => {
      const [platform, now] = open()
      await failAttempt(platform, attempt, sentenceOf(error), now)
    })
    return null
  }
}

/** What comes behind a look that found nothing in the way; where it found something, the end. */
async function goOn<Go extends { readonly kind: 'go' }>(
  step: Steps,
  open: Open,
  attempt: Attempt,
  found: Go | Stop,
  behind: (go: Go) => RevocationPart,
): Promise<RevocationPart | null> {
  if (found.kind === 'go') return behind(found)
  await step.do('stop', RETRY, async () => {
    const [platform, now] = open()
    await stopAttempt(platform, attempt, found, now)
  })
  return null
}
