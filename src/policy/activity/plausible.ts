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

/** Whether the author chooses the date of acts of this kind. */
export function isDatedByHand(kind: ActivityKind): boolean {
  return DATED_BY_AUTHOR.includes(kind)
}

/** Git records whatever date it is given. GitHub dates every other kind itself, or keeps the date of what was transferred. */
const DATED_BY_AUTHOR: readonly ActivityKind[] = ['commit', 'tag']
