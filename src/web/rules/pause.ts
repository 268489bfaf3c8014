/** Pauses every removal, and lets them go on: what an owner stopped is started again by that owner or by two others. */

import { Refusal } from '../../policy/refusal.ts'
import { actorFirst, actorName } from '../../policy/words/names.ts'
import type { Actor, Id } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import { pause, resume } from '../../register/rules/pause.ts'
import { findPendingRules } from '../../register/rules/pending-rules.ts'
import { agreeToRule, askToChange } from '../../review.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Visit } from '../access/visit.ts'
import type { Authorized } from '../permissions/permissions.ts'

/** Pauses or resumes every removal. Only an owner who signed in lately resumes; what another owner stopped then waits. */
export async function savePause(c: Visit, authorized: Authorized, paused: boolean): Promise<void> {
  const { org, actor, role } = authorized
  const { register, now } = c.var.platform
  if (paused) {
    const sentence = `${actorFirst(actor)} paused every removal.`
    await pause(register, org.id, { by: actor, at: now, sentence })
    return
  }
  if (role !== 'owner' || actor.kind !== 'person') {
    throw new Refusal('forbidden', 'Only an owner can resume removals. Nothing was changed.')
  }
  requireFreshSignIn(c, 'starting again what was stopped')
  if (org.pausedAt === null) return
  const stopper = await otherStopper(c, org, actor.id)
  if (stopper === null) {
    const sentence = `${actorFirst(actor)} let the removals go on.`
    await resume(register, org.id, org.pausedBy, { by: actor, at: now, sentence })
    return
  }
  const asked = (await findPendingRules(register, org.id)).find(({ setting }) => setting === 'paused')
  if (asked === undefined) {
    const end = { setting: 'paused', entry: '', from: true, to: false } as const
    await askToChange(c.var.platform, org, [end], actor)
    return
  }
  if (isAskedBy(asked.by, actor.id)) {
    throw new Refusal(
      'conflict',
      `You have asked already to end the pause of ${actorName(stopper)}. Nothing was changed: another owner has to agree, or ${actorName(stopper)} ends it.`,
    )
  }
  await agreeToRule(c.var.platform, org, asked, actor)
}

/** The other owner who stopped it; null where it was the operator, the actor, or somebody who owns the organisation no more. */
async function otherStopper(
  c: Visit,
  org: Organization,
  actor: Id,
): Promise<Extract<Actor, { kind: 'person' }> | null> {
  const { pausedBy } = org
  if (pausedBy?.kind !== 'person' || pausedBy.id === actor) return null
  return (await c.var.platform.organizationRoleOf(org, pausedBy)) === 'owner' ? pausedBy : null
}

function isAskedBy(by: Actor, id: Id): boolean {
  return by.kind === 'person' && by.id === id
}
