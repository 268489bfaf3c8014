/** Since when an account has had its access and its role, from the spans that audits saw. */

import { daysAfter, isBefore } from '../calendar.ts'
import type { Instant } from '../words.ts'

/** One grant, from the audit that first saw it to the one that found it gone; `closedAt` is null while it is open. */
export interface GrantSpan {
  readonly kind: string
  readonly role: string
  readonly firstSeen: Instant
  readonly closedAt: Instant | null
}

/** Access that a team sync removes and restores within this many days is not new. */
export const INTERRUPTION_DAYS = 30

/** Since when an account has had its access and its role, as far as known. */
export interface Holding {
  readonly accessSince: Instant
  /** Since when the present organisation role or a higher one. */
  readonly roleSince: Instant
  /** When they joined, where a webhook event told it for this stretch of access; null where nobody knows. */
  readonly joinedAt: Instant | null
}

/**
 * When access was first seen, and when the present organisation role or a higher one was. A join date from GitHub
 * (`joined`) is more exact than the first audit that saw the access. Null where there are no spans.
 */
export function heldSince(spans: readonly GrantSpan[], joined: Instant | null = null): Holding | null {
  const accessSeen = stretchStart(spans)
  const rank = Math.max(-1, ...spans.filter((span) => span.closedAt === null).map(rankOf))
  const roleSeen = stretchStart(spans.filter((span) => rankOf(span) >= rank))
  if (accessSeen === null || roleSeen === null) return null
  const joinedAt = joined !== null && belongsToStretch(joined, accessSeen) ? joined : null
  return {
    accessSince: joinedAt ?? accessSeen,
    // Seen with this role from the beginning: they had it when they joined. Otherwise they were promoted later.
    roleSince: joinedAt !== null && roleSeen === accessSeen ? joinedAt : roleSeen,
    joinedAt,
  }
}

/**
 * Whether the join date belongs to the stretch of access first seen at `accessSeen`. A later date comes from a team sync,
 * a much earlier one from an earlier stay: neither changes since when they have access.
 */
function belongsToStretch(joined: Instant, accessSeen: Instant): boolean {
  return !isBefore(accessSeen, joined) && !isBefore(joined, daysAfter(accessSeen, -INTERRUPTION_DAYS))
}

/** Where the present stretch without a long interruption began. */
function stretchStart(spans: readonly GrantSpan[]): Instant | null {
  const newestFirst = [...spans].sort((a, b) => (isBefore(a.firstSeen, b.firstSeen) ? 1 : -1))
  let since: Instant | null = null
  for (const span of newestFirst) {
    const isContinuous =
      span.closedAt === null ||
      since === null ||
      !isBefore(daysAfter(span.closedAt, INTERRUPTION_DAYS), since)
    if (!isContinuous) continue
    since = span.firstSeen
  }
  return since
}

/** Owner ranks above member, member above everything else. */
function rankOf(span: GrantSpan): number {
  if (span.kind !== 'organization_role') return 0
  return span.role === 'admin' ? 2 : 1
}
