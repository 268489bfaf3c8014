/** Since when somebody has held what they hold, from the spans that audits saw. A short interruption renews nothing. */

import { daysAfter, isBefore } from '../calendar.ts'
import type { Instant } from '../words.ts'

/** One span of one grant; `closedAt` null while it lasts. */
export interface Span {
  readonly kind: string
  readonly role: string
  readonly firstSeen: Instant
  readonly closedAt: Instant | null
}

/** A team-sync that takes somebody out and in again within this many days has not given anything new. */
const INTERRUPTION_DAYS = 30

/** Since when access and role are held, as far as it is known. */
export interface Holding {
  readonly accessSince: Instant
  readonly roleSince: Instant
  /** When they joined, where GitHub's event told it of this stretch; else null, and nobody knows what was before an audit looked. */
  readonly joinedAt: Instant | null
}

/**
 * When access here was first seen, and when the present organisation role or a higher one was. A join date that GitHub
 * told (`joined`) is nearer the truth than the audit that saw it first.
 */
export function heldSince(spans: readonly Span[], joined: Instant | null = null): Holding | null {
  const seen = beginningOf(spans)
  const rank = Math.max(-1, ...spans.filter((span) => span.closedAt === null).map(rankOf))
  const roleSeen = beginningOf(spans.filter((span) => rankOf(span) >= rank))
  if (seen === null || roleSeen === null) return null
  const joinedAt = joined !== null && beganWith(joined, seen) ? joined : null
  return {
    accessSince: joinedAt ?? seen,
    // Whoever was seen first with this role has it from joining on; a promotion came later.
    roleSince: joinedAt !== null && roleSeen === seen ? joinedAt : roleSeen,
    joinedAt,
  }
}

/**
 * Whether the join date belongs to the stretch that was first seen then. One after it is a team-sync's, one long before
 * it belongs to an earlier stay: neither makes anybody newer or older.
 */
function beganWith(joined: Instant, seen: Instant): boolean {
  return !isBefore(seen, joined) && !isBefore(joined, daysAfter(seen, -INTERRUPTION_DAYS))
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
