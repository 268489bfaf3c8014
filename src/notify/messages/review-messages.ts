/** Writes the messages of a review: it opened, a reminder, a decision. They contain no reasons and no evidence. */

import { printedMoment } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Instant, Subject } from '../../policy/words.ts'
import type { Message } from '../message.ts'
import { type HistoryHead, historyLine, type MessageContext, page } from './message-context.ts'

/** The quarter's review opened and waits for the owners. */
export function reviewOpened(
  context: MessageContext,
  review: {
    readonly id: string
    readonly quarter: string
    readonly dueAt: Instant
    readonly subjects: readonly Subject['kind'][]
    /** How many of them would take access from an owner or admin. */
    readonly privileged: number
    /** Who is not proposed yet, as a sentence; null where nobody is missing. */
    readonly missing: string | null
    /** How many people are still to be told before anything of theirs is taken back. */
    readonly toTell: number
    /** The rules under which the organisation's first review opened; absent for a later one. */
    readonly firstRules?: Rules
    readonly history: HistoryHead
  },
): Message {
  const accounts = review.subjects.filter((kind) => kind === 'account').length
  const invitations = review.subjects.filter((kind) => kind === 'invitation').length
  const credentials = review.subjects.filter((kind) => kind === 'credential').length
  return {
    kind: 'review_opened',
    dedupeKey: review.id,
    title: `${context.organization.login}: the review of ${review.quarter} is open`,
    lines: [
      review.subjects.length === 0
        ? 'There is nothing to decide: nothing is proposed. What is exempt, was kept or is not looked through yet is not asked about.'
        : `${counted(review.subjects.length, 'proposal waits', 'proposals wait')} for an owner's answer until ${printedMoment(review.dueAt)}. No answer is never consent: nothing is removed without one.`,
      ...(review.privileged > 0
        ? [
            `${counted(review.privileged, 'of them is', 'of them are')} an owner's or admin's access: not removed without a second vote.`,
          ]
        : []),
      ...toTellLine(review.toTell),
      ...(review.missing === null ? [] : [review.missing]),
      ...(review.firstRules === undefined ? [] : [rulesInWords(review.firstRules)]),
      ...historyLine(review.history),
    ],
    link: { label: 'Open the review', url: page(context, `reviews/${review.id}`) },
    counts: [
      { name: 'Accounts', value: accounts },
      { name: 'Invitations', value: invitations },
      { name: 'Credentials', value: credentials },
    ],
    severity: review.subjects.length === 0 ? 'done' : 'ask',
  }
}

/** Nothing is due before a person was told, so the owners are asked to. */
function toTellLine(toTell: number): string[] {
  return toTell === 0
    ? []
    : [
        `${counted(toTell, 'person is', 'people are')} still to be told: each notice runs once they have been. The texts are on the review's page, under Notices.`,
      ]
}

/** Whoever holds only `API_TOKEN` could change them until now, so the owners read what they are. */
function rulesInWords({ noticeDays, coolingHours, removalBudget, windowMonths }: Rules): string {
  const { count, share } = removalBudget
  return `It opened under these rules: ${counted(noticeDays, 'day', 'days')} of notice, ${counted(coolingHours, 'hour', 'hours')} of cooling, at most ${counted(count, 'account', 'accounts')} or ${Math.round(share * 10_000) / 100} % (the smaller) in 24 hours, inactive after ${counted(windowMonths, 'month', 'months')} without activity. From now on whatever loosens them waits for another owner.`
}

/** A running review has unanswered proposals. `number` counts the reminders of this review from 1. */
export function reviewReminder(
  context: MessageContext,
  review: {
    readonly id: string
    readonly quarter: string
    readonly dueAt: Instant
    readonly overdue: boolean
    readonly open: number
    readonly decided: number
    /** How many people are still to be told. */
    readonly toTell: number
    readonly number: number
    readonly history: HistoryHead
  },
): Message {
  return {
    kind: 'reminder',
    dedupeKey: `${review.id}:${review.number}`,
    title: `${context.organization.login}: ${counted(review.open, 'proposal is', 'proposals are')} still unanswered`,
    lines: [
      review.overdue
        ? `The review of ${review.quarter} was due on ${printedMoment(review.dueAt)}. Nothing is removed for want of an answer; please decide, or carry the rest over with one click.`
        : `The review of ${review.quarter} is due on ${printedMoment(review.dueAt)}.`,
      ...toTellLine(review.toTell),
      ...historyLine(review.history),
    ],
    link: { label: 'Go on with the review', url: page(context, `reviews/${review.id}`) },
    counts: [
      { name: 'Unanswered', value: review.open },
      { name: 'Answered', value: review.decided },
    ],
    severity: 'ask',
  }
}
