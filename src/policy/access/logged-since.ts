/** Since when an account has had its access and its role by the audit log that an owner handed in. */

import type { GivenKind } from '../activity/audit-log-dates.ts'
import { isBefore, latest } from '../calendar.ts'
import type { Id, Instant, OpenGrant } from '../words.ts'
import { type GrantSpan, heldSince } from './held-since.ts'

/** When somebody was given one path of access, by the log. */
export interface LoggedDate {
  readonly kind: GivenKind
  /** The team's or the repository's id; 0 for the other kinds. */
  readonly target: Id
  readonly at: Instant
}

/** A span with the team or repository that it is about; 0 for the others. */
export interface TargetedSpan extends GrantSpan {
  readonly target: Id
}

/** What the log dates; null where it does not. */
export interface LoggedSince {
  readonly access: Instant | null
  readonly role: Instant | null
}

/**
 * A member has had access since they were added. Somebody who is no member has it since the first path, where the log dates
 * every path that is open: a new grant makes nobody new who held another before. A date from before an earlier stay, or
 * after an audit had seen the access, does not count.
 */
export function loggedSince(spans: readonly TargetedSpan[], logged: readonly LoggedDate[]): LoggedSince {
  const held = heldSince(spans)
  if (held === null || logged.length === 0) return { access: null, role: null }
  const dateOf = (kind: GivenKind, target: Id) =>
    logged.find((date) => date.kind === kind && date.target === target)?.at ?? null
  const open = spans.filter(({ closedAt }) => closedAt === null)
  const membership = open.find(({ kind }) => kind === 'organization_role')
  if (membership === undefined) {
    return { access: counted(firstOf(open, dateOf), held.accessSince, spans), role: null }
  }
  const isOwner = membership.role === 'admin'
  return {
    access: counted(dateOf('organization', 0), held.accessSince, spans),
    role: isOwner ? counted(dateOf('owner', 0), held.roleSince, ownerSpans(spans)) : null,
  }
}

/** When a grant was given according to the log; null where the log does not date it, or an audit saw it before that date. */
export function loggedGrantDate(grant: OpenGrant, logged: readonly LoggedDate[]): Instant | null {
  const dates = logged.filter(({ kind, target }) => {
    switch (grant.kind) {
      case 'organization_role':
        return kind === 'organization' || (kind === 'owner' && grant.role === 'admin')
      case 'team_membership':
        return kind === 'team' && target === grant.team
      case 'repository_role':
        return kind === 'repository' && target === grant.repository
      default:
        return false
    }
  })
  const at = latest(...dates.map((date) => date.at))
  return at === null || isBefore(grant.firstSeen, at) ? null : at
}

/** The earliest date of the paths; null where one has none. Being listed as an outside collaborator is no path of its own. */
function firstOf(
  open: readonly TargetedSpan[],
  dateOf: (kind: GivenKind, target: Id) => Instant | null,
): Instant | null {
  const dates = open
    .filter(({ kind }) => kind !== 'outside_collaborator')
    .map(({ kind, target }) => dateOf(kind === 'team_membership' ? 'team' : 'repository', target))
  return dates.includes(null) ? null : ([...dates].sort()[0] ?? null)
}

/** The date, where it begins the stretch that audits first saw at `seen`. */
function counted(at: Instant | null, seen: Instant, spans: readonly GrantSpan[]): Instant | null {
  if (at === null || isBefore(seen, at)) return null
  const isOfEarlierStay = spans.some(
    ({ closedAt }) => closedAt !== null && isBefore(at, closedAt) && isBefore(closedAt, seen),
  )
  return isOfEarlierStay ? null : at
}

function ownerSpans(spans: readonly GrantSpan[]): GrantSpan[] {
  return spans.filter(({ kind, role }) => kind === 'organization_role' && role === 'admin')
}
