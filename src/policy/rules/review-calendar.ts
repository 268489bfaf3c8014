/** Says when a review opens, when it reminds and escalates, and when it closes. An unanswered proposal changes nothing. */

import { daysAfter, isBefore, monthsBefore, quarterOf } from '../calendar.ts'
import type { AccountType, Id, Instant } from '../words.ts'

/** Reviews open by themselves in organisations with more contributors than this; counting stops one above. */
const CONTRIBUTORS = 10
/** The most reminders; after them the review escalates to all owners once. */
const REMINDERS = 3
/** Days until the first reminder; the wait doubles each time. */
const FIRST_REMINDER_DAYS = 7

/** What is known of an organisation's reviews. */
export interface ReviewState {
  /** The moment as of which the newest complete audit judged; null while there is none. */
  readonly newestCompleteAudit: Instant | null
  /** The quarter of the newest review, open or closed; null where there was none. */
  readonly newestQuarter: string | null
  readonly reviewOpen: boolean
  readonly scope: ContributorScope
  /** The setting `reviewsOnRequest`. */
  readonly onRequest: boolean
}

/** Whether to open this quarter's review, and why or why not. */
export type ReviewDue =
  | { readonly due: true; readonly quarter: string; readonly because: 'contributors' | 'on_request' }
  | {
      readonly due: false
      readonly because: 'no_complete_audit' | 'review_open' | 'reviewed_this_quarter' | 'few_contributors'
    }

/** A review is due after the quarter's first complete audit (UTC), with more than ten contributors or on request. */
export function reviewDue(state: ReviewState, now: Instant): ReviewDue {
  const quarter = quarterOf(now)
  if (state.reviewOpen) return { due: false, because: 'review_open' }
  if (state.newestQuarter === quarter) return { due: false, because: 'reviewed_this_quarter' }
  if (state.newestCompleteAudit === null || quarterOf(state.newestCompleteAudit) !== quarter) {
    return { due: false, because: 'no_complete_audit' }
  }
  if (state.scope.inScope) return { due: true, quarter, because: 'contributors' }
  if (state.onRequest) return { due: true, quarter, because: 'on_request' }
  return { due: false, because: 'few_contributors' }
}

/** Whether the organisation is large enough for reviews to open by themselves; recorded with each review. */
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
