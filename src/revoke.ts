/** The revocation: a Workflow that carries out decided proposals and gives back what they took, one at a time per organisation. */

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers'
import { type Bindings, openPlatform, type RevocationParameters } from './platform.ts'
import { instant } from './policy/calendar.ts'
import { carryOut, rateOf } from './revoke/carry-out.ts'
import { giveBackRound } from './revoke/give-back/restore-round.ts'
import { startNextAfter } from './revoke/queue/work-off.ts'
import { RETRY } from './revoke/retry-policy.ts'

export { workOffQueues } from './revoke/queue/work-off.ts'

/** One instance carries out one part of an attempt and starts the instance of the next part; after the last, the queue goes on. */
export class RevokeWorkflow extends WorkflowEntrypoint<Bindings, RevocationParameters> {
  override async run(
    event: Readonly<WorkflowEvent<RevocationParameters>>,
    step: WorkflowStep,
  ): Promise<void> {
    const { revocationId: id, attempt, part = { kind: 'newer_acts' }, clockOffset } = event.payload
    const open = () => {
      const now = instant(Date.now() + clockOffset)
      return [openPlatform(this.env, now), now] as const
    }
    if (part.kind === 'next') {
      await step.do('start what is next', RETRY, () => startNextAfter(open()[0], id))
      return
    }
    const ended =
      part.kind === 'give_back'
        ? await giveBackRound(step, open, attempt, part, rateOf(open()[0].deployment.writePauseMs))
        : await carryOut(step, open, { id, number: attempt }, part)
    const next = ended ?? ({ kind: 'next' } as const)
    await step.do('continue', () => open()[0].startRevocationInstance({ id, attempt, part: next }))
  }
}
