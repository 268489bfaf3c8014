/** The order of a revocation: look again, remove step by step, verify, record. Each step may run twice; it decides nothing. */

import type { WorkflowStep, WorkflowStepConfig } from 'cloudflare:workers'
import type { Outside, RevocationPart } from '../outside.ts'
import type { Instant } from '../policy/words.ts'
import type { Carrying } from '../register/revocations.ts'
import { fail, finish, stop } from './ending.ts'
import { lookAgain, type Stop } from './look-again.ts'
import { readNewerActs } from './newer-acts.ts'
import { carryOutStep, recordFailure, recordWhatIsOver } from './removing.ts'
import { verify } from './verifying.ts'
import { holdPlace } from './writing-place.ts'

/** Waits for the organisation's one writing place for twenty minutes. */
const PATIENT: WorkflowStepConfig = { retries: { limit: 240, delay: '5 seconds', backoff: 'constant' } }

/** Waits as long as GitHub's headers say; own properties of an error do not survive, so the wait stands in its message. */
const PERSISTENT: WorkflowStepConfig = {
  retries: { limit: 4, delay: ({ error }) => waitIn(error.message) * 1000, backoff: 'constant' },
}

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

/** The outside as of this moment: opened anew in every step. */
export type Open = () => readonly [Outside, Instant]

/**
 * Carries out one part of an attempt; answers the part behind it, null at the end. Whatever breaks is recorded, and leaves
 * it ready to be started again.
 */
export async function carryOut(
  step: Pick<WorkflowStep, 'do'>,
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
        return await goOn(step, open, carrying, read, () => ({ kind: 'look_again' }))
      }
      case 'look_again': {
        const looked = await step.do('look again', PERSISTENT, async () => {
          const [outside, now] = open()
          return lookAgain(outside, carrying, now)
        })
        return await goOn(step, open, carrying, looked, ({ steps }) => ({ kind: 'remove', from: 0, steps }))
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
  step: Pick<WorkflowStep, 'do'>,
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

/** A step of the plan asks for a token, the login, what is held, and the change: so many requests, generously. */
const REQUESTS_OF_A_STEP = 12

/** As many steps of the plan as an instance's requests allow, in their order; then the rest, or the verifying. */
async function removals(
  step: Pick<WorkflowStep, 'do'>,
  open: Open,
  carrying: Carrying,
  { from, steps }: Extract<RevocationPart, { kind: 'remove' }>,
  restMs: number,
): Promise<RevocationPart> {
  const { perInstance } = open()[0].deployment.requests
  const until = Math.min(steps, from + Math.max(1, Math.floor(perInstance / REQUESTS_OF_A_STEP)))
  for (let index = from; index < until; index += 1) {
    try {
      const went = await step.do(`step ${index + 1}`, PERSISTENT, async () => {
        const [outside, now] = open()
        await holdPlace(outside, now, carrying)
        const ended = await carryOutStep(outside, carrying, index, now)
        await new Promise((resolve) => setTimeout(resolve, restMs))
        return ended
      })
      if (went.kind === 'held') return { kind: 'verify', held: went.sentence }
    } catch (error) {
      // One failure does not stop the rest.
      await step.do(`step ${index + 1} failed`, PERSISTENT, async () => {
        const [outside, now] = open()
        await recordFailure(outside, carrying, index, sentenceOf(error), now)
      })
    }
    // With the membership GitHub drops the rest: read anew, and record what went with it.
    if (index === 0 && steps > 1) {
      await step.do('look at what remains', PERSISTENT, async () => {
        const [outside, now] = open()
        await recordWhatIsOver(outside, carrying, now)
      })
    }
  }
  return until < steps ? { kind: 'remove', from: until, steps } : { kind: 'verify', held: null }
}

function waitIn(message: string): number {
  return Number(/retry-after=(\d+)/.exec(message)?.[1] ?? 2)
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^\w*Error: /, '').replace(/ retry-after=\d+/, '')
}
