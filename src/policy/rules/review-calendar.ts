/** Says when a review opens, when it reminds and escalates, and when it closes. An unanswered proposal changes nothing. */

import { daysAfter, isBefore, monthsBefore, quarterAfter, quarterOf, secondTuesdayOf } from '../calendar.ts'
import type { AccountType, Id, Instant } from '../words.ts'

/** The milestone is about projects with more contributors than this; counting stops one above. */
const CONTRIBUTORS = 10
/** The most reminders; after them the review escalates to all owners once. */
const REMINDERS = 3
/** Days until the first reminder; the wait doubles each time. */
const FIRST_REMINDER_DAYS = 7

/** Days after an organisation's first complete audit on which its first review opens, unless an owner opened one before. */
const FIRST_REVIEW_DAYS = 14

/** How often a review opens by itself. */
export const REVIEW_EVERY = ['quarter', 'half_year', 'year', 'never'] as const
export type ReviewEvery = (typeof REVIEW_EVERY)[number]
const QUARTERS: Readonly<Record<Exclude<ReviewEvery, 'never'>, number>> = {
  quarter: 1,
  half_year: 2,
  year: 4,
}

/** What is known of an organisation's reviews. */
export interface ReviewState {
  /** When its first complete audit was; null while there is none. */
  readonly firstCompleteAt: Instant | null
  /** The moment as of which the newest complete audit judged; null while there is none. */
  readonly newestCompleteAudit: Instant | null
  /** The quarter of the newest review, open or closed; null where there was none. */
  readonly newestQuarter: string | null
  readonly reviewOpen: boolean
  readonly every: ReviewEvery
}

/**
 * The moment from which the next review opens by itself: the first one 14 days after the first complete audit, a later one
 * on the second Tuesday (UTC) of its quarter, after a complete audit from then on. Null where none will.
 */
export function nextReviewFrom(
  state: Pick<ReviewState, 'firstCompleteAt' | 'newestQuarter' | 'every'>,
  now: Instant,
): Instant | null {
  const { firstCompleteAt, newestQuarter, every } = state
  if (every === 'never' || firstCompleteAt === null) return null
  if (newestQuarter === null) return daysAfter(firstCompleteAt, FIRST_REVIEW_DAYS)
  const due = quarterAfter(newestQuarter, QUARTERS[every])
  // A quarter that went by without a review is not made up for: quarters sort as text.
  return secondTuesdayOf(due < quarterOf(now) ? quarterOf(now) : due)
}

/** Whether the newest finished review is as recent as owners have chosen; null where none has finished, or none is due. */
export function isReviewedOnTime(
  { every, newestFinished }: { readonly every: ReviewEvery; readonly newestFinished: string | null },
  now: Instant,
): boolean | null {
  if (every === 'never' || newestFinished === null) return null
  // Quarters sort as text.
  return newestFinished >= quarterAfter(quarterOf(now), -QUARTERS[every])
}

/** Whether the next review opens now. */
export function isReviewDue(state: ReviewState, now: Instant): boolean {
  const { newestCompleteAudit, newestQuarter, reviewOpen } = state
  if (reviewOpen || newestCompleteAudit === null) return false
  const from = nextReviewFrom(state, now)
  if (from === null || isBefore(now, from)) return false
  return newestQuarter === null || !isBefore(newestCompleteAudit, from)
}

/** Whether the milestone is about the organisation; recorded with each review, it decides nothing. */
export interface ContributorScope {
  /** Distinct commit authors of the last 12 months without bots, counted up to `countedTo`. */
  readonly contributors: number
  readonly countedTo: number
  readonly inScope: boolean
}

/** Counts contributors: distinct non-bot commit authors of the last 12 months, stopping at 11. */
export function contributorScope(
  authors: Iterable<{ readonly id: Id; readonly type: AccountType; readonly at: Instant }>,
  now: Instant,
): ContributorScope {
  const since = monthsBefore(now, 12)
  const countedTo = CONTRIBUTORS + 1
  const seen = new Set<Id>()
  for (const { id, type, at } of authors) {
    if (type === 'Bot' || isBefore(at, since) || isBefore(now, at)) continue
    seen.add(id)
    if (seen.size === countedTo) break
  }
  return { contributors: seen.size, countedTo, inScope: seen.size > CONTRIBUTORS }
}

/** What decides about reminders of a running review. */
export interface RunningReview {
  readonly openedAt: Instant
  readonly dueAt: Instant
  /** Reminders sent so far, the escalation included. */
  readonly reminders: number
  readonly remindedAt: Instant | null
  /** Proposals without a decision. */
  readonly undecided: number
}

/** What to send now: the n-th reminder, or once after the due date the escalation to all owners; null where nothing is due. */
export type ReminderDue = { readonly kind: 'reminder' | 'escalation'; readonly number: number } | null

/** Reminders come after 7, then 14, then 28 days, three at most; after the due date one escalation instead, then nothing. */
export function reminderDue(review: RunningReview, now: Instant): ReminderDue {
  const { openedAt, dueAt, reminders, remindedAt, undecided } = review
  if (undecided === 0 || reminders > REMINDERS) return null
  const escalated = remindedAt !== null && !isBefore(remindedAt, dueAt)
  if (escalated) return null
  const number = reminders + 1
  if (!isBefore(now, dueAt)) return { kind: 'escalation', number }
  if (reminders === REMINDERS) return null
  const next = daysAfter(remindedAt ?? openedAt, FIRST_REMINDER_DAYS * 2 ** reminders)
  return isBefore(now, next) ? null : { kind: 'reminder', number }
}

/**
 * Why a review closes now; null while it stays open. `waiting` counts accounts that are proposed once their uncommon
 * activity has been read. What is undecided at the end of the quarter stays unchanged and is asked again in the next review.
 */
export function closingReason(
  review: { readonly quarter: string; readonly unfinished: number; readonly waiting: number },
  now: Instant,
): 'all_settled' | 'quarter_over' | null {
  if (review.unfinished === 0 && review.waiting === 0) return 'all_settled'
  // Quarters sort as text: `2026-Q4` < `2027-Q1`.
  return review.quarter < quarterOf(now) ? 'quarter_over' : null
}

/** What stands before the day by which a review is to be answered: `due`, or `was due`. */
export function dueWord(dueAt: Instant, now: Instant): string {
  return isBefore(dueAt, now) ? 'was due' : 'due'
}
