/** Says how access that was taken came back without being given back here. */

import { hoursAfter } from '../calendar.ts'
import type { Instant, Rejoined } from '../words.ts'

/**
 * A tool that keeps access in a file puts people back in its next run. Within so few hours hardly anybody asks, is invited and
 * accepts.
 */
const SYNC_HOURS = 48

/** `seenAt`: when an audit first saw the same grant again. */
export function rejoinedHow(removedAt: Instant, seenAt: Instant): Exclude<Rejoined, 'way_back'> {
  return seenAt <= hoursAfter(removedAt, SYNC_HOURS) ? 'sync' : 'elsewhere'
}
