/** The view of what was carried out: what came of it, and the way back. */

import type { ReviewVisit } from './views.tsx'

export async function DoneView({ review }: ReviewVisit) {
  return <p>{review.counts.revoked} revoked.</p>
}
