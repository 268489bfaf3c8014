/** The order of a revocation: look again, remove step by step, verify, record. Each step may run twice; it decides nothing. */

import type { WorkflowStep, WorkflowStepConfig } from 'cloudflare:workers'
import type { Outside } from '../outside.ts'
import type { Instant } from '../policy/words.ts'
import type { Carrying } from '../register/revocations.ts'
import { fail, finish, stop } from './ending.ts'
import { lookAgain } from './look-again.ts'
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

/** Carries one decided proposal out. Whatever breaks is recorded, and leaves it ready to be started again. */
export async function carryOut(
  step: Pick<WorkflowStep, 'do'>,
  open: Open,
  carrying: Carrying,
  pace: Pace = CALM,
): Promise<void> {
  try {
    await step.do('take the writing place', PATIENT, async () => {
      await holdPlace(...open(), carrying)
    })
    const looked = await step.do('look again', PERSISTENT, async () => {
      const [outside, now] = open()
      return lookAgain(outside, carrying, now)
    })
    if (looked.kind === 'stop') {
      await step.do('stop', PERSISTENT, async () => {
        const [outside, now] = open()
        await stop(outside, carrying, looked, now)
      })
      return
    }
    const held = await removals(step, open, carrying, looked.steps, pace.betweenWritesMs)
    const left = await step.do('verify by re-reading', PERSISTENT, async () =>
      verify(open()[0], carrying, pace.betweenLooksMs),
    )
    await step.do('finish', PERSISTENT, async () => {
      const [outside, now] = open()
      await finish(outside, carrying, left, held, now)
    })
  } catch (error) {
    await step.do('record the failure', PERSISTENT, async () => {
      const [outside, now] = open()
      await fail(outside, carrying, sentenceOf(error), now)
    })
  }
}

/** The steps of the plan in their order; answers the brake that held them, or null. */
async function removals(
  step: Pick<WorkflowStep, 'do'>,
  open: Open,
  carrying: Carrying,
  steps: number,
  restMs: number,
): Promise<string | null> {
  for (let index = 0; index < steps; index += 1) {
    try {
      const went = await step.do(`step ${index + 1}`, PERSISTENT, async () => {
        const [outside, now] = open()
        await holdPlace(outside, now, carrying)
        const ended = await carryOutStep(outside, carrying, index, now)
        await new Promise((resolve) => setTimeout(resolve, restMs))
        return ended
      })
      if (went.kind === 'held') return went.sentence
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
  return null
}

function waitIn(message: string): number {
  return Number(/retry-after=(\d+)/.exec(message)?.[1] ?? 2)
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^\w*Error: /, '').replace(/ retry-after=\d+/, '')
}
