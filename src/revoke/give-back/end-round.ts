/** Ends an attempt of giving back: everything is held again, the person has to accept, or something failed. */

import { givenBack, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { listed } from '../../policy/english.ts'
import type { Instant } from '../../policy/words.ts'
import { findHistoryHead, recordChange } from '../../register/history/history.ts'
import { requestGrantedStatement } from '../../register/people/return-requests.ts'
import { releaseLock } from '../../register/revocations/lock.ts'
import {
  endRestorationStatement,
  findRestoration,
  type Restoration,
  type RestoreAttempt,
  restoredStatement,
} from '../../register/revocations/restorations/restorations.ts'
import { type LeftNow, loadRestoreCase, type RestoreCase, readLeft } from './restore-case.ts'

interface Ending {
  readonly status: 'invited' | 'by_hand' | 'done' | 'failed'
  readonly reason: string | null
}

/** Reads GitHub once more and records what it shows: only what is held again counts as given back. */
export async function endRound(platform: Platform, restoreCase: RestoreCase, now: Instant): Promise<void> {
  const leftNow = await readLeft(platform, restoreCase, now)
  await end(platform, restoreCase, leftNow, endingOf(leftNow), now)
}

/** Ends an attempt that failed outside of its steps. It can be asked for again. */
export async function failRestoration(
  platform: Platform,
  of: RestoreAttempt,
  reason: string,
  now: Instant,
): Promise<void> {
  const restoration = await findRestoration(platform.register, of.restoration)
  if (restoration === null || restoration.attempt !== of.number) return
  const restoreCase = await loadRestoreCase(platform.register, of)
  const nothing = { left: restoration.steps ?? [], lost: [] }
  await end(platform, restoreCase, nothing, { status: 'failed', reason }, now)
}

function endingOf({ left, lost, sent }: LeftNow): Ending {
  const never =
    lost.length === 0
      ? null
      : `Cannot be given back: ${listed(lost.map(({ target, why }) => `${target} (${why})`))}`
  if (left.length === 0) return { status: 'done', reason: never }
  const waits = left.filter(({ action }) => action === 'wait_for_acceptance')
  if (waits.length > 0) {
    const until = 'GitHub waits for them to accept; an invitation lapses after seven days.'
    return { status: 'invited', reason: `${until} What it does not carry follows then.` }
  }
  const stands = left.map(({ key, target }) => ({ target, outcome: sent.get(key) }))
  if (stands.every(({ outcome }) => outcome?.status === 'by_hand'))
    return {
      status: 'by_hand',
      reason: 'A person has to follow the links; it is looked at again every hour.',
    }
  const why = stands.map(({ target, outcome }) => {
    // GitHub took it, and shows nothing of it: an invitation that was declined, cancelled or has lapsed.
    if (outcome?.status === 'done') return `${target} (it was sent, and is not held: declined, or it lapsed)`
    return outcome?.error ? `${target} (${outcome.error})` : target
  })
  return {
    status: 'failed',
    reason: `Not given back: ${listed([...new Set(why)])}. Ask again to send it again.`,
  }
}

async function end(
  platform: Platform,
  { attempt, restoration, organization, proposal, rules }: RestoreCase,
  { left, lost }: Pick<LeftNow, 'left' | 'lost'>,
  { status, reason }: Ending,
  now: Instant,
): Promise<void> {
  const { register } = platform
  const steps = [...left, ...lost]
  const ending = endRestorationStatement(register, attempt, { status, reason, steps, now })
  // It is looked at every hour while it waits, and only a change is worth a message.
  if (restoration.status === status && restoration.reason === reason) {
    await ending
    await releaseLock(register, organization.id, restoration.id)
    return
  }
  const ended = await recordChange(
    register,
    organization.id,
    ending,
    {
      at: now,
      act: `giving_back_${status}`,
      actor: restoration.askedBy,
      subject: proposal.subject,
      sentence: `${SENTENCES[status]}${reason === null ? '' : ` ${reason}`}`,
      facts: { proposal: proposal.id, giving_back: restoration.id, attempt: attempt.number },
    },
    (recorded) =>
      status === 'done'
        ? [
            restoredStatement(register, proposal.id, 'way_back', now, recorded),
            requestGrantedStatement(register, proposal.id, restoration.askedBy, now, recorded),
          ]
        : [],
  )
  await releaseLock(register, organization.id, restoration.id)
  if (!ended) return
  await platform.post(
    organization.id,
    givenBack(messageContext(platform.deployment.publicUrl, organization, rules), {
      ...{ proposalId: proposal.id, reviewId: proposal.reviewId, subject: proposal.subject },
      ...{ number: `${restoration.id}:${attempt.number}`, status, reason },
      history: await findHistoryHead(register, organization.id),
    }),
  )
}

const SENTENCES: Readonly<Record<Extract<Restoration['status'], Ending['status']>, string>> = {
  done: 'Given back: reading GitHub again showed all of it held again.',
  invited: 'Invited.',
  by_hand: 'The giving back waits for a person.',
  failed: 'The giving back ended without success.',
}
