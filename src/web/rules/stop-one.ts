/** Stops one removal, and lets it go on: what an owner stopped is started again by that owner or by two others. */

import { isOwnCase } from '../../policy/decisions/voters.ts'
import { Refusal } from '../../policy/refusal.ts'
import { actorFirst } from '../../policy/words/names.ts'
import { subjectKeyOf } from '../../policy/words.ts'
import type { ProposalView } from '../../register/reviews/proposal-list.ts'
import { goingOnOf, letRemovalGoOn, stopRemoval } from '../../register/revocations/stopped.ts'
import { ownCases } from '../../review.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'
import { startAgain } from './pause.ts'

/** Any owner stops one removal; nobody their own, for that would spare themselves. */
export async function stopOne(c: Visit, authorized: Authorized, proposal: ProposalView): Promise<void> {
  const { org, actor } = authorized
  await refuseOwnCase(c, authorized, proposal)
  const { register, now } = c.var.platform
  const sentence = `${actorFirst(actor)} stopped this removal.`
  if (await stopRemoval(register, org.id, { proposal, by: actor, at: now, sentence })) return
  if (proposal.stopped !== null) return
  throw new Refusal(
    'conflict',
    'Nothing of this proposal is on its way any more, so there is nothing to stop. Nothing was changed.',
  )
}

/** Whoever stopped it, signed in lately, lets it go on; two others where that owner does not. */
export async function startOne(c: Visit, authorized: Authorized, proposal: ProposalView): Promise<void> {
  const { org } = authorized
  await refuseOwnCase(c, authorized, proposal)
  await startAgain(c, authorized, {
    stoppedBy: proposal.stopped?.by ?? null,
    isStopped: proposal.stopped !== null,
    waitsAs: goingOnOf(proposal.id),
    asked: { setting: 'stopped', entry: proposal.id, from: true, to: false },
    goOn: async (by) => {
      const change = {
        proposal,
        by,
        at: c.var.platform.now,
        sentence: `${actorFirst(by)} let this removal go on.`,
      }
      await letRemovalGoOn(c.var.platform.register, org.id, change)
    },
  })
}

async function refuseOwnCase(c: Visit, { org, actor }: Authorized, { subject }: ProposalView): Promise<void> {
  const person = actor.kind === 'person' ? actor.id : null
  const own = await ownCases(c.var.platform, org.id, [subject], person)
  if (!isOwnCase({ subject }, actor) && !own.has(subjectKeyOf(subject))) return
  throw new Refusal(
    'forbidden',
    'Nobody stops or starts their own case. Please ask another owner; nothing was changed.',
  )
}
