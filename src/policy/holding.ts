/** Since when somebody has held what they hold, from the spans that audits saw. A short interruption renews nothing. */

import { daysAfter, isBefore } from './calendar.ts'
import type { Instant } from './words.ts'

/** One span of one grant; `closedAt` null while it lasts. */
export interface Span {
  readonly kind: string
  readonly role: string
  readonly firstSeen: Instant
  readonly closedAt: Instant | null
}

/** A team-sync that takes somebody out and in again within this many days has not given anything new. */
const INTERRUPTION_DAYS = 30

/** When access here was first seen, and when the present organisation role or a higher one was. */
export function heldSince(spans: readonly Span[]): { accessSince: Instant; roleSince: Instant } | null {
  const accessSince = beginningOf(spans)
  const rank = Math.max(-1, ...spans.filter((span) => span.closedAt === null).map(rankOf))
  const roleSince = beginningOf(spans.filter((span) => rankOf(span) >= rank))
  return accessSince === null || roleSince === null ? null : { accessSince, roleSince }
}

/** Where the unbroken stretch that reaches until now began. */
function beginningOf(spans: readonly Span[]): Instant | null {
  const newestFirst = [...spans].sort((a, b) => (isBefore(a.firstSeen, b.firstSeen) ? 1 : -1))
  let since: Instant | null = null
  for (const span of newestFirst) {
    const joins =
      span.closedAt === null ||
      since === null ||
      !isBefore(daysAfter(span.closedAt, INTERRUPTION_DAYS), since)
    if (!joins) continue
    since = span.firstSeen
  }
  return since
}

/** Owner above member above anything else. */
function rankOf(span: Span): number {
  if (span.kind !== 'organization_role') return 0
  return span.role === 'admin' ? 2 : 1
}
