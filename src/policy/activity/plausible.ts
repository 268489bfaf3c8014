/** Tells acts that no act of that moment can be: written into a commit by hand, or by a wrong clock. It never judges a person. */

import { daysAfter, isBefore } from '../calendar.ts'
import type { Activity, ActivityKind, Instant } from '../words.ts'

/** The act is dated after the audit looked, or before the repository was there to act in. */
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
  // Contributions tell the day alone, in somebody's time zone.
  const latest = act.source === 'contributions' ? daysAfter(act.at, 1) : act.at
  return isBefore(latest, createdAt) ? 'before_the_repository' : null
}

/** Whether acts of this kind bear the date that somebody wrote into them. */
export function isDatedByHand(kind: ActivityKind): boolean {
  return DATED_BY_THE_WRITER.includes(kind)
}

/** Git writes down whatever date it is given; every other kind is dated by GitHub itself, or moved here with its date. */
const DATED_BY_THE_WRITER: readonly ActivityKind[] = ['commit', 'tag']
