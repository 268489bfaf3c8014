/** Says how access that was taken came back where it did not come back by the way back here. */

import { hoursAfter } from '../calendar.ts'
import type { Instant, Rejoined } from '../words.ts'

/** What keeps access in a file puts back within its next run; so soon nobody has asked, been invited and accepted. */
const SYNC_HOURS = 48

/** `seenAt`: when an audit first saw the same grant again. */
export function rejoinedHow(removedAt: Instant, seenAt: Instant): Exclude<Rejoined, 'way_back'> {
  return seenAt <= hoursAfter(removedAt, SYNC_HOURS) ? 'sync' : 'elsewhere'
}
