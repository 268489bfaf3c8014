/** Checks what an owner records of a notice: whom they told, how and when. */

import { isBefore, printedDay, quarterAfter, quarterBegins, quarterOf } from '../calendar.ts'
import { isOwnCase } from '../decisions/voters.ts'
import { type Refused, refused } from '../refusal.ts'
import { momentOf } from '../rules/rule-values.ts'
import type { Actor, Instant, NoticeKind, NoticeResult, ProposalStatus, Subject } from '../words.ts'
import { type NoticeFacts, noticeOwed, suffices } from './notice-period.ts'

/** At most so many notices reach one person in a quarter, over all organisations together. */
export const MOST_NOTICES = 3

/** The way that only this product takes: its own e-mail. */
export const BY_EMAIL = 'email'

/** The proposals whose person can be told: something may still be carried out. */
export const TELLABLE: readonly ProposalStatus[] = ['open', 'needs_second', 'decided', 'failed', 'by_hand']

/** One telling to record. */
export interface ToldNow {
  readonly kind: NoticeKind
  readonly result: NoticeResult
  readonly way: string
  readonly at: Instant
}

/** What the register knows of the case at that moment. */
export interface CaseToTell extends NoticeFacts {
  readonly subject: Subject
  readonly status: ProposalStatus
  readonly openedAt: Instant
  /** How many notices of their own reached the person in the quarter of that moment, over all organisations. */
  readonly inQuarter: number
  /** Until when the person is away at that moment; null where they are not. */
  readonly awayUntil: Instant | null
}

/** The way as it is stored: one word or a few, in small letters. */
export function wayOf(text: string): string | Refused {
  const way = text.trim().toLowerCase().replace(/\s+/g, ' ')
  if (way === '') return invalid('Please say how they were told, for example by mail or chat.')
  if (way.length > LONGEST_WAY)
    return invalid(`Please say how they were told in at most ${LONGEST_WAY} letters.`)
  if (way === BY_EMAIL)
    return invalid('"email" stands for what is sent from here by itself. Please write "mail" for your own.')
  return way
}

const LONGEST_WAY = 40

/** When it was sent: a moment, or a day. A day counts to its end, so that nobody has less time than they were promised. */
export function sentAtOf(text: string, now: Instant): Instant | Refused {
  const at = text === now.slice(0, 10) ? now : momentOf(text)
  if (at === null) return invalid('Please say when it was sent, for example 2026-11-22.')
  if (isBefore(now, at)) return invalid(`${printedDay(at)} is still to come.`)
  return at
}

/** Why it is not recorded; null where it is. */
export function whyNotTold(about: CaseToTell, told: ToldNow, by: Actor): Refused | null {
  const owed = noticeOwed(about)
  if (isOwnCase(about, by))
    return refused('forbidden', `Nobody records their own notice. Please ask another owner. ${NOTHING}`)
  if (about.subject.kind !== 'account')
    return refused(
      'conflict',
      `It is about no person, so nobody has to be told: its notice runs from the opening. ${NOTHING}`,
    )
  if (!TELLABLE.includes(about.status))
    return refused(
      'conflict',
      `Nothing of this proposal is carried out any more, so nobody has to be told. ${NOTHING}`,
    )
  if (owed === null) return refused('conflict', `They step down themselves, so they know. ${NOTHING}`)
  if (!suffices(told.kind, owed))
    return refused(
      'conflict',
      `They can do more than every member, so an announcement is not enough: please tell them themselves. ${NOTHING}`,
    )
  if (isBefore(told.at, about.openedAt))
    return invalid(
      `The question was opened on ${printedDay(about.openedAt)}; nobody can have been told of it before.`,
    )
  if (told.result === 'unreachable') return null
  if (about.awayUntil !== null)
    return refused(
      'not_before',
      `They are away until ${printedDay(about.awayUntil)}, and nobody is told anything while they are. ${NOTHING}`,
      { notBefore: about.awayUntil },
    )
  if (told.kind === 'notice' && about.inQuarter >= MOST_NOTICES) {
    const notBefore = quarterBegins(quarterAfter(quarterOf(told.at), 1))
    return refused(
      'not_before',
      `They have had ${MOST_NOTICES} notices this quarter, and more would be too many. ${NOTHING} They can be told from ${printedDay(notBefore)} on.`,
      { notBefore },
    )
  }
  return null
}

/** Whether the same was recorded already: the same way, of the same day. Recording it again changes nothing. */
export function isToldAlready({ tellings }: Pick<NoticeFacts, 'tellings'>, told: ToldNow): boolean {
  return tellings.some(
    ({ kind, result, way, at }) =>
      kind === told.kind &&
      result === told.result &&
      way === told.way &&
      at.slice(0, 10) === told.at.slice(0, 10),
  )
}

const NOTHING = 'Nothing was recorded.'

function invalid(sentence: string): Refused {
  return refused('invalid', `${sentence} ${NOTHING}`)
}
