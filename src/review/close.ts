/** Closes a review, and carries over what nobody has answered: no answer is never consent. */

import type { Platform } from '../platform.ts'
import { reasonIn } from '../policy/decisions/reason.ts'
import { Refusal } from '../policy/refusal.ts'
import { type Actor, type Id, type Instant, subjectKeyOf } from '../policy/words.ts'
import { recordChange } from '../register/history/history.ts'
import { findUnfinishedProposals } from '../register/reviews/proposals.ts'
import { closeReviewStatement, findReview, type Review } from '../register/reviews/reviews.ts'
import { carryOverStatement } from '../register/reviews/transition-with.ts'
import { ownCases } from './decisions/own-cases.ts'

/** Carries the open proposals of a review over to the next one, with a reason; one's own case stays open. */
export async function carryOver(
  platform: Pick<Platform, 'register'>,
  reviewId: string,
  answer: { readonly by: Actor; readonly voterRole: 'owner' | 'operator' | 'none'; readonly reason: string },
  now: Instant,
): Promise<void> {
  if (answer.voterRole === 'none')
    throw new Refusal('forbidden', 'Only owners of the organisation decide. Nothing was carried over.')
  const reason = reasonIn(answer.reason)
  if (reason === '')
    throw new Refusal('invalid', 'Carrying the rest over needs a reason. Nothing was carried over.')
  const review = await findReview(platform.register, reviewId)
  if (review === null) throw new Refusal('not_found', 'There is no such review here.')
  const others = await casesOfOthers(platform, review.orgId, answer.by)
  const carried = await recordChange(
    platform.register,
    review.orgId,
    carryOverStatement(platform.register, reviewId, others),
    {
      at: now,
      act: 'carried_over',
      actor: answer.by,
      sentence: `The unanswered proposals of ${review.quarter} were carried over to the next review. Reason: ${reason}`,
      facts: { review: reviewId },
    },
  )
  if (!carried)
    throw new Refusal(
      'conflict',
      'Nothing is open in this review any more, or only what is your own case; nothing was carried over.',
    )
}

/** The open proposals that are not this person's own case, by their ids, so that none opened meanwhile is carried over. */
async function casesOfOthers(
  platform: Pick<Platform, 'register'>,
  orgId: Id,
  by: Actor,
): Promise<readonly string[]> {
  const unfinished = await findUnfinishedProposals(platform.register, orgId)
  const open = unfinished.filter(({ status }) => status === 'open')
  const own = await ownCases(
    platform,
    orgId,
    open.map(({ subject }) => subject),
    by.kind === 'person' ? by.id : null,
  )
  return open.filter(({ subject }) => !own.has(subjectKeyOf(subject))).map(({ id }) => id)
}

/** Closes a review and carries over what is still open in it; false where it was closed already. */
export function closeReview(
  platform: Pick<Platform, 'register'>,
  review: Review,
  because: 'all_settled' | 'quarter_over',
  now: Instant,
): Promise<boolean> {
  const sentence =
    because === 'all_settled'
      ? `The review of ${review.quarter} was closed: every proposal is settled.`
      : `The review of ${review.quarter} was closed: its quarter is over. What nobody answered was left as it is and will be asked again.`
  return recordChange(
    platform.register,
    review.orgId,
    closeReviewStatement(platform.register, review.id, now),
    {
      at: now,
      act: 'review_closed',
      actor: { kind: 'calendar' },
      sentence,
      facts: { review: review.id, because },
    },
    (recorded) => [carryOverStatement(platform.register, review.id, null, recorded)],
  )
}
