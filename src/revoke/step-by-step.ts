/** Carries out a plan's steps in order, as many in one instance as its requests allow. */

import type { RevocationPart } from '../platform.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { carryOutStep, recordFailure, type StepEnd } from './carry-out-step.ts'
import { nextRound } from './check/newer-acts.ts'
import { recordWhatIsGone } from './check/re-read.ts'
import { acquireOrRenewLock, type PlatformNow, RETRY, type Steps, sentenceOf } from './retry-policy.ts'

/** An upper bound: a step of the plan asks for a token, the login and current grants, and makes the change. */
const REQUESTS_PER_STEP = 12

/** Carries out steps from `from` on; returns the part with the remaining steps, the next round, or the verification. */
export async function removeStepByStep(
  step: Steps,
  open: PlatformNow,
  attempt: Attempt,
  { from, steps, reading }: Extract<RevocationPart, { kind: 'remove' }>,
  betweenWritesMs: number,
): Promise<RevocationPart> {
  const { perInstance } = open()[0].deployment.requests
  const until = Math.min(steps, from + Math.max(1, Math.floor(perInstance / REQUESTS_PER_STEP)))
  for (let index = from; index < until; index += 1) {
    let end: StepEnd = { kind: 'went_on' }
    try {
      end = await step.do(`step ${index + 1}`, RETRY, async () => {
        const [platform, now] = open()
        await acquireOrRenewLock(platform, now, attempt)
        const ended = await carryOutStep(platform, attempt, index, reading, now)
        await new Promise((resolve) => setTimeout(resolve, betweenWritesMs))
        return ended
      })
    } catch (error) {
      // One failure does not stop the other steps.
      await step.do(`step ${index + 1} failed`, RETRY, async () => {
        const [platform, now] = open()
        await recordFailure(platform, attempt, index, sentenceOf(error), now)
      })
    }
    if (end.kind === 'held')
      return { kind: 'verify', stoppedBy: end.sentence, ...(end.waits && { waits: true }) }
    if (end.kind === 'too_late') return nextRound(reading)
    // With the membership GitHub removes the rest: read again, and record what went with it.
    if (index === 0 && steps > 1) {
      await step.do('look at what remains', RETRY, async () => {
        const [platform, now] = open()
        await recordWhatIsGone(platform, attempt, now)
      })
    }
  }
  if (until === steps) return { kind: 'verify', stoppedBy: null }
  return { kind: 'remove', from: until, steps, ...(reading && { reading }) }
}
