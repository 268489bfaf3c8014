/** Opens, reminds of and closes reviews by the calendar. */

import { readContributors } from '../github/activity/contributors.ts'
import { messageContext, reviewReminder } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { isBefore, monthsBefore } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import {
  type ContributorScope,
  closingReason,
  contributorScope,
  isReviewDue,
  reminderDue,
} from '../policy/rules/review-calendar.ts'
import { type Rules, readRules } from '../policy/rules/rules.ts'
import { type Instant, recentlyPushedFirst } from '../policy/words.ts'
import { findOpenRepositories } from '../register/access/repositories.ts'
import { countWaiting } from '../register/activity/verdicts.ts'
import { findNewestFinishedAudit } from '../register/audits/audits.ts'
import { findHistoryHead, recordChange } from '../register/history/history.ts'
import { findServedOrganizations, type Organization } from '../register/organizations.ts'
import { countToTell } from '../register/people/notices.ts'
import {
  findCommitAuthors,
  findNewestQuarter,
  findOpenReview,
  findReviewCounts,
  type Review,
  reminderStatement,
} from '../register/reviews/reviews.ts'
import { closeReview } from './close.ts'
import { takeUpRestorations } from './give-back/take-up-restorations.ts'
import { openReview } from './open-review.ts'
import { resumeOrphanedRevocations } from './queue/start-revocation.ts'

/**
 * Opens, reminds of and closes what is due at `now`, and resumes orphaned revocations. Idempotent. One run opens one review:
 * that may take 20 requests, and the Free plan allows 50 an invocation, so the next organisation's follows an hour later.
 */
export async function dueReviews(platform: Platform, now: Instant): Promise<void> {
  let opened = false
  for (const organization of await findServedOrganizations(platform.register)) {
    try {
      const rules = readRules(organization.rules)
      const review = await findOpenReview(platform.register, organization.id)
      if (review !== null) await remindOrClose(platform, organization, rules, review, now)
      else if (!opened) opened = await openWhereDue(platform, organization, rules, now)
    } catch (error) {
      // One organisation's error must not stop the others.
      console.error(
        JSON.stringify({
          event: 'review_calendar_failed',
          organization: organization.id,
          error: String(error),
        }),
      )
    }
  }
  await resumeOrphanedRevocations(platform, now)
  await takeUpRestorations(platform, now)
}

/** Whether a review was due here. */
async function openWhereDue(
  platform: Platform,
  organization: Organization,
  rules: Rules,
  now: Instant,
): Promise<boolean> {
  const { register } = platform
  const audit = await findNewestFinishedAudit(register, organization.id, 'complete')
  const state = {
    firstCompleteAt: organization.firstCompleteAt,
    newestCompleteAudit: audit?.asOf ?? null,
    newestQuarter: await findNewestQuarter(register, organization.id),
    reviewOpen: false,
    every: rules.reviewEvery,
  }
  if (!isReviewDue(state, now)) return false
  const { contributors, countedTo } = await contributorsAt(platform, organization, now)
  try {
    await openReview(platform, organization, { kind: 'calendar' }, now, {
      contributors,
      countedTo,
      because: 'calendar',
    })
  } catch (error) {
    // Somebody opened one by hand at the same moment.
    if (!(error instanceof Refusal && error.code === 'conflict')) throw error
  }
  return true
}

/** The register knows the commits of people with access; GitHub is asked for other contributors, once a review. */
async function contributorsAt(
  platform: Platform,
  organization: Organization,
  now: Instant,
): Promise<ContributorScope> {
  const since = monthsBefore(now, 12)
  const known = contributorScope(await findCommitAuthors(platform.register, organization.id, since), now)
  if (known.inScope) return known
  const pushedSince = (await findOpenRepositories(platform.register, organization.id)).filter(
    ({ pushedAt }) => pushedAt !== null && !isBefore(pushedAt, since),
  )
  const repositories = recentlyPushedFirst(pushedSince).map(({ name }) => `${organization.login}/${name}`)
  try {
    const authors = await readContributors(
      platform.github(organization),
      repositories,
      since,
      known.countedTo,
    )
    return contributorScope(authors, now)
  } catch (error) {
    // The number decides nothing, so the review does not wait for it: what the register knows is recorded.
    console.warn(
      JSON.stringify({
        event: 'contributors_not_counted',
        organization: organization.id,
        error: String(error),
      }),
    )
    return known
  }
}

async function remindOrClose(
  platform: Platform,
  organization: Organization,
  rules: Rules,
  review: Review,
  now: Instant,
): Promise<void> {
  const { register } = platform
  const counts = await findReviewCounts(register, review.id)
  const undecided = counts.open + counts.needs_second
  const because = closingReason(
    {
      quarter: review.quarter,
      unfinished: undecided + counts.decided + counts.running + counts.by_hand,
      waiting: await countWaiting(register, organization.id),
    },
    now,
  )
  if (because !== null) {
    await closeReview(platform, review, because, now)
    return
  }
  const { openedAt, dueAt, reminders, remindedAt } = review
  const due = reminderDue({ openedAt, dueAt, reminders, remindedAt, undecided }, now)
  if (due === null) return
  const reminded = await recordChange(register, organization.id, reminderStatement(register, review, now), {
    at: now,
    act: due.kind === 'escalation' ? 'review_escalated' : 'review_reminded',
    actor: { kind: 'calendar' },
    sentence: `The owners were reminded of ${undecided} unanswered proposals of ${review.quarter}.`,
    facts: { review: review.id, number: due.number },
  })
  if (!reminded) return
  const message = reviewReminder(messageContext(platform.deployment.publicUrl, organization, rules), {
    id: review.id,
    quarter: review.quarter,
    dueAt,
    overdue: due.kind === 'escalation',
    open: undecided,
    decided: counts.proposed - undecided - counts.stale - counts.carried_over,
    toTell: rules.noticeDays === 0 ? 0 : await countToTell(register, review.id),
    number: due.number,
    history: await findHistoryHead(register, organization.id),
  })
  await platform.post(organization.id, message)
}
