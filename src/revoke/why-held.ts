/** Says why a change was not authorized: what makes it wait, which is no failure, or what has changed. */

import type { Platform } from '../platform.ts'
import type { NoticePeriod } from '../policy/people/notices/notice-period.ts'
import { rehearsalReason } from '../policy/revocation/in-earnest.ts'
import type { Instant } from '../policy/words.ts'
import { findLeavesNow } from '../register/people/leaves.ts'
import { findNoticePeriod } from '../register/people/notices/notices.ts'
import { countOtherRemovalsOfTheDay, MAY_BE_CARRIED_OUT } from '../register/revocations/authorize-change.ts'
import type { Attempt } from '../register/revocations/revocations.ts'
import { loadCase } from './case.ts'

/** Why; `waits`: it goes on by itself, or once an owner lets it. */
export interface WhyHeld {
  readonly sentence: string
  readonly waits: boolean
}

/** Asks the conditions of the write again, one by one, to name the one that fails. `budget` as in `authorizeChange`. */
export async function whyHeld(
  platform: Platform,
  attempt: Attempt,
  budget: number | null,
  now: Instant,
): Promise<WhyHeld> {
  const { proposal, organization, rules } = await loadCase(platform.register, attempt)
  if (!MAY_BE_CARRIED_OUT.includes(proposal.status)) {
    const sentence = `${proposal.stale ?? 'Something has changed.'} The proposal no longer stands; nothing further was removed.`
    return { sentence, waits: false }
  }
  if (organization.pausedAt !== null)
    return waits('An owner paused every removal, so it waits until they are started again.')
  if (proposal.stoppedAt !== null)
    return waits('An owner stopped this removal, so it waits until it is started again.')
  if (rules.noticeDays > 0 && isToldLater(await findNoticePeriod(platform.register, proposal.id)))
    return waits('The person is still to be told, so it waits until they have been.')
  const { subject } = proposal
  const away = await findLeavesNow(platform.register, organization.id, now)
  if (subject.kind === 'account' && away.has(subject.id))
    return waits('The removal waits, as the review says to owners; it goes on by itself after that.')
  if (rehearsalReason(platform.deployment, rules) !== null)
    return waits('Removals were switched off since it was started, so it waits until they are on.')
  const spent = await countOtherRemovalsOfTheDay(platform.register, organization.id, attempt.id, now)
  if (budget !== null && spent >= budget)
    return waits('The removal budget was spent at the last moment, so it waits until there is budget again.')
  return {
    sentence:
      'A safety check stopped it in the middle: an answer has changed or another run took over. Nothing further was removed; start again when that is over.',
    waits: false,
  }
}

function isToldLater({ kind }: NoticePeriod): boolean {
  return kind === 'owed' || kind === 'tried'
}

function waits(sentence: string): WhyHeld {
  return { sentence: `${sentence} Nothing further was removed.`, waits: true }
}
