/**
 * The order of a revocation: look again, remove step by step, verify, record. A part that finds the reading of newer acts too
 * old leads back to it, in a next round. Each step may run twice; it decides nothing.
 */

import type { RevocationPart } from '../platform.ts'
import type { Carrying } from '../register/revocations/revocations.ts'
import { fail, finish, stop } from './end-attempt.ts'
import { holdPlace } from './lock.ts'
import { lookAgain, type Stop } from './look-again.ts'
import { readNewerActs } from './newer-acts.ts'
import { isOld, nextRound } from './recheck-rounds.ts'
import { type Open, PATIENT, PERSISTENT, type Steps, sentenceOf } from './retry-policy.ts'
import { removals } from './step-by-step.ts'
import { verify } from './verify.ts'

/** How fast it goes, in milliseconds. */
export interface Pace {
  readonly betweenWritesMs: number
  readonly betweenLooksMs: number
}

/**
 * GitHub asks for a second between two writes, and goes on removing in the background after it has answered:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
const CALM: Pace = { betweenWritesMs: 1000, betweenLooksMs: 1500 }

/**
 * Carries out one part of an attempt; answers the part behind it, null at the end. Whatever breaks is recorded, and leaves
 * it ready to be started again.
 */
export async function carryOut(
  step: Steps,
  open: Open,
  carrying: Carrying,
  part: RevocationPart,
  pace: Pace = CALM,
): Promise<RevocationPart | null> {
  try {
    await step.do('take the writing place', PATIENT, async () => {
      await holdPlace(...open(), carrying)
    })
    switch (part.kind) {
      case 'newer_acts': {
        const read = await step.do('read newer acts', PERSISTENT, async () => {
          const [outside, now] = open()
          return readNewerActs(outside, carrying, now)
        })
        const round = part.round ?? 1
        return await goOn(step, open, carrying, read, ({ readTo }) => {
          return { kind: 'look_again', reading: { round, at: readTo } }
        })
      }
      case 'look_again': {
        const looked = await step.do('look again', PERSISTENT, async () => {
          const [outside, now] = open()
          if (isOld(part.reading?.at, now)) return { kind: 'too_late' } as const
          return lookAgain(outside, carrying, now)
        })
        const { reading } = part
        if (looked.kind === 'too_late') return nextRound(reading)
        return await goOn(step, open, carrying, looked, ({ steps }) => {
          return { kind: 'remove', from: 0, steps, ...(reading && { reading }) }
        })
      }
      case 'remove':
        return await removals(step, open, carrying, part, pace.betweenWritesMs)
      case 'verify': {
        const left = await step.do('verify by re-reading', PERSISTENT, async () =>
          verify(open()[0], carrying, pace.betweenLooksMs),
        )
        await step.do('finish', PERSISTENT, async () => {
          const [outside, now] = open()
          await finish(outside, carrying, left, part.held, now)
        })
        return null
      }
    }
  } catch (error) {
    await step.do('record the failure', PERSISTENT, async () => {
      const [outside, now] = open()
      await fail(outside, carrying, sentenceOf(error), now)
    })
    return null
  }
}

/** What comes behind a look that found nothing in the way; where it found something, the end. */
async function goOn<Go extends { readonly kind: 'go' }>(
  step: Steps,
  open: Open,
  carrying: Carrying,
  found: Go | Stop,
  behind: (go: Go) => RevocationPart,
): Promise<RevocationPart | null> {
  if (found.kind === 'go') return behind(found)
  await step.do('stop', PERSISTENT, async () => {
    const [outside, now] = open()
    await stop(outside, carrying, found, now)
  })
  return null
}
