/** Goes through a plan, as many steps an instance as its requests allow. It changes nothing itself, and stops where the look is too old. */

import type { RevocationPart } from '../platform.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { carryOutStep, recordFailure, recordWhatIsOver, type StepEnd } from './carry-out-step.ts'
import { holdLock } from './lock.ts'
import { nextRound } from './recheck-rounds.ts'
import { type Open, RETRY, type Steps, sentenceOf } from './retry-policy.ts'

/** A step of the plan asks for a token, the login, what is held, and the change: so many requests, generously. */
const REQUESTS_OF_A_STEP = 12

/** As many steps of the plan as an instance's requests allow, in their order; then the rest, or the verifying. */
export async function removeStepByStep(
  step: Steps,
  open: Open,
  attempt: Attempt,
  { from, steps, reading }: Extract<RevocationPart, { kind: 'remove' }>,
  restMs: number,
): Promise<RevocationPart> {
  const { perInstance } = open()[0].deployment.requests
  const until = Math.min(steps, from + Math.max(1, Math.floor(perInstance / REQUESTS_OF_A_STEP)))
  for (let index = from; index < until; index += 1) {
    let went: StepEnd = { kind: 'went_on' }
    try {
      went = await step.do(`step ${index + 1}`, RETRY, async () => {
        const [platform, now] = open()
        await holdLock(platform, now, attempt)
        const ended = await carryOutStep(platform, attempt, index, reading, now)
        await new Promise((resolve) => setTimeout(resolve, restMs))
        return ended
      })
    } catch (error) {
      // One failure does not stop the rest.
      await step.do(`step ${index + 1} failed`, RETRY, async () => {
        const [platform, now] = open()
        await recordFailure(platform, attempt, index, sentenceOf(error), now)
      })
    }
    if (went.kind === 'held') return { kind: 'verify', stoppedBy: went.sentence }
    if (went.kind === 'too_late') return nextRound(reading)
    // With the membership GitHub drops the rest: read anew, and record what went with it.
    if (index === 0 && steps > 1) {
      await step.do('look at what remains', RETRY, async () => {
        const [platform, now] = open()
        await recordWhatIsOver(platform, attempt, now)
      })
    }
  }
  if (until === steps) return { kind: 'verify', stoppedBy: null }
  return { kind: 'remove', from: until, steps, ...(reading && { reading }) }
}
