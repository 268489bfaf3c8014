/** Works the queue off: starts what is due, in order, one after another in each organisation. */

import type { Platform } from '../../platform.ts'
import { inTurn } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { rehearsalReason } from '../../policy/revocation/in-earnest.ts'
import { mayStart } from '../../policy/revocation/queue.ts'
import { readRules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import { findOrganizationById, type Organization } from '../../register/organizations.ts'
import { findQueues } from '../../register/revocations/queue.ts'
import { findRevocation } from '../../register/revocations/revocations.ts'
import { readQueue, startRevocation } from '../../review.ts'
import { tellAsleep, tellDays } from './day-message.ts'

/** Organisations of one run that start something: each takes some requests, and the Free plan allows an invocation 50. */
const PER_RUN = 4

/** Starts of one run that may be refused before one succeeds: what is refused has moved on, or waits for a person. */
const MOST_TRIES = 5

/**
 * Starts the first that is due in each organisation where nothing is under way; when it ends, the next one follows
 * (`startNextAfter`). Each run begins at another organisation.
 */
export async function workOffQueues(platform: Platform): Promise<void> {
  const queues = await findQueues(platform.register, platform.now)
  let started = 0
  for (const { id } of inTurn(queues, PER_RUN, platform.now)) {
    if (started === PER_RUN) return
    try {
      if (await startNext(platform, id)) started += 1
    } catch (error) {
      // One organisation's error must not stop the others.
      console.error(JSON.stringify({ event: 'queue_failed', organization: id, error: String(error) }))
    }
  }
}

/** After the end of a revocation: starts what is next in its organisation's queue. */
export async function startNextAfter(platform: Platform, revocationId: string): Promise<void> {
  const ended = await findRevocation(platform.register, revocationId)
  if (ended !== null) await startNext(platform, ended.orgId)
}

/** Whether something was started. Where nothing is left to start, the day's part is told, once. */
async function startNext(platform: Platform, orgId: Id): Promise<boolean> {
  const { register, now } = platform
  const org = await findOrganizationById(register, orgId)
  if (org === undefined || org.closedAt !== null || org.pausedAt !== null) return false
  const { places } = await readQueue(platform, org, now)
  // Its revocations run one at a time; whatever waits for the lock would only burn an instance.
  if (places.some(({ waitsFor }) => waitsFor.some(({ kind }) => kind === 'running'))) return false
  const due = places.filter((place) => mayStart(place))
  if (due.length > 0 && (await isAsleep(platform, org))) {
    await tellAsleep(platform, org, due.length)
    return false
  }
  for (const { queued } of due.slice(0, MOST_TRIES)) {
    try {
      await startRevocation(platform, queued.proposal, { kind: 'calendar' }, now)
      return true
    } catch (error) {
      // What was decided does not stand any more, or waits by now: the next one goes.
      if (!(error instanceof Refusal)) throw error
    }
  }
  await tellDays(platform, org, places)
  return false
}

/** Whether the App that writes has to be woken first. A rehearsal needs none. */
async function isAsleep(platform: Platform, org: Organization): Promise<boolean> {
  if (rehearsalReason(platform.deployment, readRules(org.rules)) !== null) return false
  return (await platform.writer(org)).kind === 'asleep'
}
