/** The order in which decided proposals are carried out: by due day, then risk, then decision. */

import type { Instant } from '../words.ts'

/** What a place in the queue depends on. */
export interface Placed {
  readonly proposal: string
  /** When notice and cooling time are over. */
  readonly notBefore: Instant
  /** Its place in the review: group, then risk (policy/proposals/power.ts). Higher goes first. */
  readonly rank: number
  readonly decidedAt: Instant
}

/** Negative where `a` goes first. The id makes the order total. */
export function byQueueOrder(a: Placed, b: Placed): number {
  const day = compared(a.notBefore.slice(0, 10), b.notBefore.slice(0, 10))
  return day || b.rank - a.rank || compared(a.decidedAt, b.decidedAt) || compared(a.proposal, b.proposal)
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
