/** What is known of the notice of one proposal: whether it is owed, runs, or could not be given. */

import { daysAfter, isBefore } from '../../calendar.ts'
import type { Instant, NoticeKind, NoticeResult, Power, Subject } from '../../words.ts'

/** One telling, as it was recorded. */
export interface Telling {
  readonly kind: NoticeKind
  readonly result: NoticeResult
  readonly way: string
  readonly at: Instant
}

/** What the notice of a proposal depends on. */
export interface NoticeFacts {
  readonly subject: Pick<Subject, 'kind'>
  readonly power: Power
  /** Whether the person is an outside collaborator: no announcement reaches them. */
  readonly isOutsideCollaborator: boolean
  /** Whether the person's standing answer is *step down*: then they know. */
  readonly stepsDown: boolean
  readonly tellings: readonly Telling[]
}

/**
 * `none`: none is owed. `from_opening`: the period runs from the proposal's opening. `owed`: the person is still to be told,
 * and until then nothing is due. `tried`: one way failed, and another may be tried from `nextFrom` on. `sent`: the period runs
 * from there. `unreachable`: two ways failed; it may be carried out from `until` on.
 */
export type NoticePeriod =
  | { readonly kind: 'none' }
  | { readonly kind: 'from_opening' }
  | { readonly kind: 'owed' }
  | { readonly kind: 'tried'; readonly way: string; readonly at: Instant; readonly nextFrom: Instant }
  | { readonly kind: 'sent'; readonly at: Instant; readonly way: string }
  | { readonly kind: 'unreachable'; readonly until: Instant }

/** Days between two ways that failed. */
export const BETWEEN_WAYS = 14
/** Days from the second failed way until it may be carried out. */
export const AFTER_UNREACHABLE = 30

/** The notice of a proposal. The first telling counts: nothing ever waits for a second one. */
export function noticePeriod(facts: NoticeFacts): NoticePeriod {
  const owed = noticeOwed(facts)
  if (owed === null) return { kind: facts.subject.kind === 'account' ? 'none' : 'from_opening' }
  const inOrder = facts.tellings.toSorted((a, b) => (isBefore(a.at, b.at) ? -1 : 1))
  const sent = inOrder.find(({ kind, result }) => result === 'sent' && suffices(kind, owed))
  if (sent !== undefined) return { kind: 'sent', at: sent.at, way: sent.way }
  const failed = inOrder.filter(({ result }) => result === 'unreachable')
  const [first] = failed
  if (first === undefined) return { kind: 'owed' }
  const second = failed.find((each) =>
    failed.some(({ way, at }) => way !== each.way && !isBefore(each.at, daysAfter(at, BETWEEN_WAYS))),
  )
  return second === undefined
    ? { kind: 'tried', way: first.way, at: first.at, nextFrom: daysAfter(first.at, BETWEEN_WAYS) }
    : { kind: 'unreachable', until: daysAfter(second.at, AFTER_UNREACHABLE) }
}

/**
 * Which notice a proposal owes its person: one of their own to who can push, administer, own or stands outside; to everybody
 * else an announcement is enough. Null: it is about nobody, or they step down themselves.
 */
export function noticeOwed({
  subject,
  power,
  isOutsideCollaborator,
  stepsDown,
}: Omit<NoticeFacts, 'tellings'>): NoticeKind | null {
  if (subject.kind !== 'account' || stepsDown) return null
  return power === 'membership_only' && !isOutsideCollaborator ? 'announcement' : 'notice'
}

/** Whether a telling of this kind is enough for what is owed: a notice of their own always is. */
export function suffices(kind: NoticeKind, owed: NoticeKind): boolean {
  return kind === 'notice' || owed === 'announcement'
}
