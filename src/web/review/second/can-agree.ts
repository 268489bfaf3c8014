/** Says by name which other owners can give the second answer, and who has been told of the first. */

import { printedDay } from '../../../policy/calendar.ts'
import { isOwnerLongEnough } from '../../../policy/decisions/second-vote.ts'
import { listed } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import type { NamedOwner, Told } from '../../../register/reviews/page/second-owners.ts'

/**
 * The owners whose answer would decide it: not in their own case, not whoever has answered already, and nobody who has been an
 * owner for too short a time.
 */
export function whoCanAgree(
  { votes, caseOf }: Pick<AskedRow, 'votes' | 'caseOf'>,
  owners: readonly NamedOwner[],
  firstCompleteAt: Instant | null,
  now: Instant,
): readonly NamedOwner[] {
  const hasAnswered = (id: number) => votes.some(({ by }) => by.kind === 'person' && by.id === id)
  return owners.filter(
    (owner) =>
      owner.id !== caseOf && !hasAnswered(owner.id) && isOwnerLongEnough(owner, firstCompleteAt, now),
  )
}

/** `teo or amina can agree.`; with the last day on which each was on a review's page. */
export function canAgreeInWords(able: readonly NamedOwner[]): string {
  if (able.length === 0) return 'No other owner can agree to it now.'
  return `${listed(able.map(withLastSeen), 'or')} can agree.`
}

/** `teo or amina`; of many the first three. */
export function loginsInWords(able: readonly NamedOwner[]): string {
  const logins = able.slice(0, MOST_LOGINS).map(({ login }) => login)
  const more = able.length - logins.length
  return listed(more > 0 ? [...logins, `${more} more`] : logins, 'or')
}

const MOST_LOGINS = 3

function withLastSeen({ login, lastSeen }: NamedOwner): string {
  return `${login} (${lastSeen === null ? 'has not looked yet' : `last looked on ${printedDay(lastSeen)}`})`
}

/** `Slack was told on 22 November 2026.` */
export function toldInWords({ votes }: Pick<AskedRow, 'votes'>, told: readonly Told[]): string {
  const about = told.filter(({ batch }) => votes.some((vote) => vote.batch === batch))
  if (about.length === 0) return 'No channel was told of it: none is set.'
  return about
    .map(({ channel, at }) => {
      const name = channel === 'slack' ? 'Slack' : 'Discord'
      return at === null ? `${name} has not been reached yet.` : `${name} was told on ${printedDay(at)}.`
    })
    .join(' ')
}
