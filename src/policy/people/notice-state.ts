/** Says where telling one person stands, as the owners' list of notices shows it. */

import { printedDay, quarterAfter, quarterBegins, quarterOf } from '../calendar.ts'
import type { Instant } from '../words.ts'
import { type NoticeFacts, noticePeriod } from './notice-period.ts'
import { MOST_NOTICES } from './record-notice.ts'

/** `to_tell`: an owner can tell them now. `waits`: nobody tells them anything for a while. `told`: nothing is left to do. */
export interface NoticeState {
  readonly kind: 'to_tell' | 'waits' | 'told'
  readonly words: string
}

/** What is known of the person, as of `now`. */
export function noticeState(
  {
    facts,
    seenAt,
    awayUntil,
    inQuarter,
  }: {
    readonly facts: NoticeFacts
    readonly seenAt: Instant | null
    readonly awayUntil: Instant | null
    readonly inQuarter: number
  },
  now: Instant,
): NoticeState {
  const period = noticePeriod(facts)
  switch (period.kind) {
    case 'none':
    case 'from_opening':
      return { kind: 'told', words: 'they step down themselves' }
    case 'sent': {
      const seen = seenAt === null ? 'not seen yet' : `seen on ${printedDay(seenAt)}`
      return { kind: 'told', words: `told on ${printedDay(period.at)} by ${period.way}, ${seen}` }
    }
    case 'unreachable':
      return {
        kind: 'told',
        words: `unreachable in two ways: it may be carried out from ${printedDay(period.until)} on`,
      }
    case 'owed':
    case 'tried':
  }
  if (awayUntil !== null)
    return { kind: 'waits', words: `away until ${printedDay(awayUntil)}: nobody tells them anything` }
  if (inQuarter >= MOST_NOTICES) {
    const from = quarterBegins(quarterAfter(quarterOf(now), 1))
    return {
      kind: 'waits',
      words: `has had ${MOST_NOTICES} notices this quarter: from ${printedDay(from)} on`,
    }
  }
  if (period.kind === 'tried')
    return {
      kind: 'to_tell',
      words: `not reached by ${period.way} on ${printedDay(period.at)}: another way counts from ${printedDay(period.nextFrom)} on`,
    }
  const email = facts.tellings.find(({ way }) => way === 'email')
  if (email?.result === 'sending')
    return {
      kind: 'to_tell',
      words: `an e-mail of ${printedDay(email.at)} may have been sent; it is not sent again`,
    }
  if (email?.result === 'not_sent')
    return { kind: 'to_tell', words: `to tell; no e-mail could be sent on ${printedDay(email.at)}` }
  return { kind: 'to_tell', words: 'to tell' }
}
