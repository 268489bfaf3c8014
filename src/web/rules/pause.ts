/** Pauses every removal, and lets them go on: what an owner stopped is started again by that owner or by two others. */

import { Refusal } from '../../policy/refusal.ts'
import { actorFirst, actorName } from '../../policy/words/names.ts'
import type { Actor, Id } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { pause, resume } from '../../register/rules/pause.ts'
import { findPendingRules } from '../../register/rules/pending-rules.ts'
import { type AskedChange, agreeToRule, askToChange, isStillOwner } from '../../review.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'

/** Pauses or resumes every removal. Only an owner who signed in lately resumes; what another owner stopped then waits. */
export async function savePause(c: Visit, authorized: Authorized, paused: boolean): Promise<void> {
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  if (paused) {
    const sentence = `${actorFirst(actor)} paused every removal.`
    await pause(register, org.id, { by: actor, at: now, sentence })
    return
  }
  await startAgain(c, authorized, {
    stoppedBy: org.pausedBy,
    isStopped: org.pausedAt !== null,
    waitsAs: 'paused',
    asked: { setting: 'paused', entry: '', from: true, to: false },
    goOn: async (by) => {
      const sentence = `${actorFirst(by)} let the removals go on.`
      await resume(register, org.id, org.pausedBy, { by, at: now, sentence })
    },
  })
}

/** What was stopped: all removals, or one. */
interface Stopped {
  readonly stoppedBy: Actor | null
  readonly isStopped: boolean
  /** The name under which it waits that it goes on. */
  readonly waitsAs: string
  readonly asked: AskedChange
  readonly goOn: (by: Actor) => Promise<void>
}

/** An owner who signed in lately starts what they stopped; what another owner stopped waits for one more owner. */
export async function startAgain(c: Visit, authorized: Authorized, stopped: Stopped): Promise<void> {
  const { org, actor, role } = authorized
  const { platform } = c.var
  if (role !== 'owner' || actor.kind !== 'person') {
    throw new Refusal('forbidden', 'Only an owner starts removals again. Nothing was changed.')
  }
  requireFreshSignIn(c, 'starting again what was stopped')
  if (!stopped.isStopped) return
  const stopper = await otherStopper(c, org, stopped.stoppedBy, actor.id)
  if (stopper === null) return await stopped.goOn(actor)
  const pending = await findPendingRules(platform.register, org.id)
  const asked = pending.find(({ setting }) => setting === stopped.waitsAs)
  // What somebody asked for who owns the organisation no more is asked for anew, or one owner would start it alone.
  if (asked === undefined || !(await isStillOwner(platform, org, asked.by))) {
    await askToChange(platform, org, [stopped.asked], actor)
    return
  }
  if (isAskedBy(asked.by, actor.id)) {
    throw new Refusal(
      'conflict',
      `You have asked already to start again what ${actorName(stopper)} stopped. Nothing was changed: another owner has to agree, or ${actorName(stopper)} starts it.`,
    )
  }
  await agreeToRule(platform, org, asked, actor)
}

/** The other owner who stopped it; null where it was the operator, the actor, or somebody who owns the organisation no more. */
async function otherStopper(
  c: Visit,
  org: Organization,
  stoppedBy: Actor | null,
  actor: Id,
): Promise<Extract<Actor, { kind: 'person' }> | null> {
  if (stoppedBy?.kind !== 'person' || stoppedBy.id === actor) return null
  return (await c.var.platform.organizationRoleOf(org, stoppedBy)) === 'owner' ? stoppedBy : null
}

function isAskedBy(by: Actor, id: Id): boolean {
  return by.kind === 'person' && by.id === id
}
