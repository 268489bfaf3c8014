/** The view of the queue: what is carried out on which day. */

import type { ReviewVisit } from './views.tsx'

export async function QueueView({ review }: ReviewVisit) {
  return <p>{review.counts.decided} decided.</p>
}
