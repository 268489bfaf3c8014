/** Says whether somebody may ask for what was taken from them, and until when. */

import { isBefore, printedDay } from '../calendar.ts'
import { type Refused, refused } from '../refusal.ts'
import type { Id, Instant, Subject } from '../words.ts'
import { giveBackUntil, type Keeping } from './keeping.ts'

/** What was taken, as far as asking for it depends on it. */
export interface TakenToAskFor {
  readonly subject: Subject
  readonly status: string
  /** Whether anything was removed, by us or by a person's hand. */
  readonly removed: boolean
  /** When it was taken; null where what is needed to give it back is not stored any more. */
  readonly takenAt: Instant | null
  /** Every asking for it so far, the newest first. */
  readonly requests: readonly {
    readonly endedAt: Instant | null
    readonly endedBecause: 'given_back' | 'declined' | 'withdrawn' | null
  }[]
}

/**
 * Why this account may not ask for it; null where it may. The refusal about somebody else's is that of one that does not exist.
 */
export function whyNotAskedBack(
  taken: TakenToAskFor | null,
  by: Id,
  keeping: Keeping,
  now: Instant,
): Refused | null {
  if (taken === null || taken.subject.kind !== 'account' || taken.subject.id !== by || !taken.removed)
    return refused('not_found', 'Nothing of this name was taken from you. Nothing was asked for.')
  if (taken.status === 'restored')
    return refused('conflict', 'You have it back already, so there is nothing to ask for.')
  if (taken.status !== 'done' && taken.status !== 'failed' && taken.status !== 'by_hand')
    return refused(
      'conflict',
      'It is being carried out or given back just now. Look again later; nothing was asked for.',
    )
  if (taken.takenAt === null)
    return refused(
      'conflict',
      'What you held is not stored any more, so it cannot be given back here. Please talk to an owner; nothing was asked for.',
    )
  const until = giveBackUntil(taken.takenAt, keeping)
  if (isBefore(until, now))
    return refused(
      'conflict',
      `What was taken could be given back until ${printedDay(until)}. Please talk to an owner; nothing was asked for.`,
    )
  if (taken.requests.some(({ endedAt }) => endedAt === null))
    return refused('conflict', 'You have asked for it already; the owners see it. Nothing was changed.')
  const declined = taken.requests.find(({ endedBecause }) => endedBecause === 'declined')
  if (declined?.endedAt != null)
    return refused(
      'conflict',
      `The owners declined on ${printedDay(declined.endedAt)}. Please talk to one of them: any owner can still give it back. Nothing was asked for.`,
    )
  return null
}
