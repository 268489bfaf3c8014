/** Finds acts whose date is impossible, because somebody chose it or a clock was wrong. */

import { daysAfter, isBefore } from '../calendar.ts'
import type { Activity, ActivityKind, Instant } from '../words.ts'

/** Dated after the audit, or before the repository was created. */
export type Implausible = 'after_the_audit' | 'before_the_repository'

type Dated = Pick<Activity, 'kind' | 'at' | 'source'>

/** Why the act cannot count for its date; null where it can. */
export function implausibility(
  act: Dated,
  { createdAt }: { createdAt: Instant | null },
  asOf: Instant,
): Implausible | null {
  if (isBefore(asOf, act.at)) return 'after_the_audit'
  if (createdAt === null || !isDatedByHand(act.kind)) return null
  // Contributions give only the day, in the author's time zone.
  const latest = act.source === 'contributions' ? daysAfter(act.at, 1) : act.at
  return isBefore(latest, createdAt) ? 'before_the_repository' : null
}

/**
 * Whether an act that GitHub dates itself has a date that cannot be: then it was done, and nobody knows when. An audit that
 * waits for limits lasts up to two days, and what GitHub dates within a week after its moment is left to the next one.
 */
export function isUndated({ kind, at }: Pick<Activity, 'kind' | 'at'>, asOf: Instant): boolean {
  return !isDatedByHand(kind) && (isBefore(at, FIRST_RECORDS) || isBefore(daysAfter(asOf, 7), at))
}

/** What was transferred to GitHub from other trackers may be older than GitHub; 1970 is a clock that was never set. */
const FIRST_RECORDS: Instant = '1990-01-01T00:00:00.000Z'

/** Whether the author chooses the date of acts of this kind. */
export function isDatedByHand(kind: ActivityKind): boolean {
  return DATED_BY_AUTHOR.includes(kind)
}

/** Git records whatever date it is given. GitHub dates every other kind itself, or keeps the date of what was transferred. */
const DATED_BY_AUTHOR: readonly ActivityKind[] = ['commit', 'tag']
