/** Ends a review: carries over what nobody answered. No answer is never consent, so nothing is removed here. */

import type { Outside } from '../outside.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Actor, Instant } from '../policy/words.ts'
import { recordChange } from '../register/history.ts'
import { carryingOver } from '../register/moving-on.ts'
import { closingOf, type Review, reviewById } from '../register/reviews.ts'
import { reasonIn } from './reason.ts'

/** Carries every open proposal of a review over to the next one, with a reason; one's own case stays open. */
export async function carryOver(
  outside: Pick<Outside, 'register'>,
  reviewId: string,
  answer: { readonly by: Actor; readonly voterRole: 'owner' | 'operator' | 'none'; readonly reason: string },
  now: Instant,
): Promise<void> {
  if (answer.voterRole === 'none')
    throw new Refusal('forbidden', 'Only owners of the organisation decide. Nothing was carried over.')
  const reason = reasonIn(answer.reason)
  if (reason === '')
    throw new Refusal('invalid', 'Carrying the rest over needs a reason. Nothing was carried over.')
  const review = await reviewById(outside.register, reviewId)
  if (review === null) throw new Refusal('not_found', 'There is no such review here.')
  const own = answer.by.kind === 'person' ? `account:${answer.by.id}` : null
  const carried = await recordChange(
    outside.register,
    review.orgId,
    carryingOver(outside.register, reviewId, own),
    {
      at: now,
      act: 'carried_over',
      actor: answer.by,
      sentence: `The unanswered proposals of ${review.quarter} were carried over to the next review. Reason: ${reason}`,
      facts: { review: reviewId },
    },
  )
  if (!carried)
    throw new Refusal('conflict', 'Nothing is open in this review any more; nothing was carried over.')
}

/** Closes a review, once; what is open in it is carried over with it. False where it was closed already. */
export function closeReview(
  outside: Pick<Outside, 'register'>,
  review: Review,
  because: 'all_settled' | 'quarter_over',
  now: Instant,
): Promise<boolean> {
  const sentence =
    because === 'all_settled'
      ? `The review of ${review.quarter} was closed: every proposal is settled.`
      : `The review of ${review.quarter} was closed: its quarter is over. What nobody answered was left as it is and will be asked again.`
  return recordChange(
    outside.register,
    review.orgId,
    closingOf(outside.register, review.id, now),
    {
      at: now,
      act: 'review_closed',
      actor: { kind: 'calendar' },
      sentence,
      facts: { review: review.id, because },
    },
    (recorded) => [carryingOver(outside.register, review.id, null, recorded)],
  )
}
