/** Everything that everybody may see, in one value: the pages, the API and the badge print it and know no more. */

import { quarterOf } from '../../../policy/calendar.ts'
import { isReviewedOnTime, type ReviewEvery } from '../../../policy/rules/review-calendar.ts'
import {
  changeSentence,
  finishedReview,
  type Principle,
  type PrincipleSentence,
  spec6,
} from '../../../policy/rules/spec-6.ts'
import {
  allTogether,
  type PublishedChange,
  type PublishedQuarter,
  publishedQuarters,
  quartersAmong,
  type Together,
} from '../../../policy/stale-access/published.ts'
import type { Instant } from '../../../policy/words.ts'
import type { Register } from '../../../register/open.ts'
import type { FinishedReview, Publishing } from '../../../register/rules/publishing.ts'
import { reportOf } from '../report/editions.ts'

/** One organisation. No count of people, no count of questions, nothing of what holds now. */
export interface PublicOrganization {
  readonly login: string
  /** Of the newest frozen quarter. */
  readonly newest: PublishedQuarter | null
  /** Oldest first. */
  readonly quarters: readonly PublishedQuarter[]
  /** The last quarter that was counted in an earlier way, so that none of these is compared with it; null where none was. */
  readonly countedOtherwiseUntil: string | null
  /** Of the newest review that has finished, once its quarter is over too. */
  readonly review: { readonly quarter: string } | null
  /** Null: none has finished yet, or owners open them by hand. */
  readonly onTime: boolean | null
}

/** One organisation with what its own page has beside. */
export interface PublicPage extends PublicOrganization {
  readonly spec6: readonly Principle[]
  readonly policy: {
    readonly windowMonths: number
    readonly noticeDays: number
    readonly reviewDueDays: number
    readonly reviewEvery: ReviewEvery
  }
  /** The digest of the report of its newest finished review, in the edition to hand on. */
  readonly reportDigest: string | null
}

/** All that publish. */
export interface PublicNumbers {
  readonly organizations: readonly PublicOrganization[]
  /** Newest first; a quarter stands here only where at least three can be summed up. */
  readonly quarters: readonly (Together & { readonly reviewsFinished: number; readonly of: number })[]
  readonly onTime: { readonly organizations: number; readonly of: number }
  readonly spec6: readonly Principle[]
}

/** The numbers of all organisations that publish, as of `now`. */
export function publicNumbers(publishing: readonly Publishing[], now: Instant): PublicNumbers {
  const organizations = publishing.map((each) => publicOrganization(each, now))
  const curves = publishing.map(({ moments }) => moments)
  const onTime = organizations.filter((each) => each.onTime === true).length
  const of = publishing.length
  const quarters = quartersAmong(curves).flatMap((quarter) => {
    const sum = allTogether(curves, quarter)
    // A quarter is frozen after its end, so these reviews are over.
    const reviewsFinished = publishing.filter(({ finished }) =>
      finished.some((review) => review.quarter === quarter),
    ).length
    return sum === null ? [] : [{ ...sum, reviewsFinished, of }]
  })
  const [newest] = quarters
  return {
    ...{ organizations, quarters, onTime: { organizations: onTime, of } },
    spec6: spec6({
      windowMonths: null,
      stale:
        newest === undefined
          ? { sentence: 'Fewer than three organisations can be summed up.', met: null }
          : { sentence: changeSentence(newest.percent), met: newest.goalMet },
      review:
        of === 0
          ? null
          : {
              sentence: `${onTime} of ${of} organisations have finished their review on time.`,
              met: onTime === of,
            },
      credentials: null,
    }),
  }
}

/** Six statements, whatever the size; the digest is made of the closed review's own rows. The window is that of the rules in force. */
export async function publicPageOf(
  register: Register,
  publishing: Publishing,
  now: Instant,
): Promise<PublicPage> {
  const organization = publicOrganization(publishing, now)
  const { newest, review } = organization
  const { windowMonths, noticeDays, reviewDueDays, reviewEvery } = publishing.rules
  const last = lastOver(publishing, now)
  const report =
    last === undefined ? null : await reportOf(register, publishing.org.id, last.id, 'handed_on', now)
  return {
    ...organization,
    spec6: spec6({
      windowMonths,
      stale: newest && { sentence: publicChangeInWords(newest), met: isMet(newest) },
      review:
        review &&
        report &&
        asReviewed(
          finishedReview(review.quarter, report.report.numbers.unanswered.carriedOver),
          organization.onTime,
        ),
      credentials: null,
    }),
    policy: { windowMonths, noticeDays, reviewDueDays, reviewEvery },
    reportDigest: report?.digest ?? null,
  }
}

/** As the report of the same review says it; one that is older than owners have chosen is not regular. */
function asReviewed({ sentence, met }: PrincipleSentence, onTime: boolean | null): PrincipleSentence {
  return onTime === false
    ? { sentence: `${sentence} It is older than the owners have chosen.`, met: false }
    : { sentence, met }
}

/** The change in a sentence that says no more than may be shown. */
export function publicChangeInWords({ state, percent }: PublishedChange): string {
  if (percent !== null) return changeSentence(percent)
  switch (state) {
    case 'goal_met':
      return 'The goal, 70 % less stale access than at the baseline, is met.'
    case 'on_the_way':
    case 'unchanged':
    case 'risen':
      return 'On the way to the goal, 70 % less stale access than at the baseline.'
    case 'too_small':
      return 'Too small to show: a number would say something about single people.'
    case 'not_read':
      return 'Too much could not be read in this quarter to say how stale access stands.'
    case 'no_baseline':
      return 'There is no baseline to compare with yet.'
  }
}

function isMet({ state }: PublishedChange): boolean | null {
  if (state === 'goal_met') return true
  return state === 'on_the_way' || state === 'unchanged' || state === 'risen' ? false : null
}

function publicOrganization(publishing: Publishing, now: Instant): PublicOrganization {
  const { org, rules, moments, finished, countedOtherwiseUntil } = publishing
  const quarters = publishedQuarters(moments)
  const last = lastOver({ finished }, now)
  return {
    login: org.login,
    newest: quarters.at(-1) ?? null,
    quarters,
    countedOtherwiseUntil,
    review: last === undefined ? null : { quarter: last.quarter },
    onTime: isReviewedOnTime({ every: rules.reviewEvery, newestFinished: last?.quarter ?? null }, now),
  }
}

/** Nothing public changes within a quarter: a review that has finished early shows once the quarter is over. */
function lastOver({ finished }: Pick<Publishing, 'finished'>, now: Instant): FinishedReview | undefined {
  // Quarters sort as text.
  return finished.findLast(({ quarter }) => quarter < quarterOf(now))
}
