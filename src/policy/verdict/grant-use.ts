/** Judges one grant by whether it was used. */

import { isBefore, monthsBefore } from '../calendar.ts'
import type { Rules } from '../rules/rules.ts'
import {
  type Activity,
  type ActivityKind,
  type Id,
  type Instant,
  isWeaker,
  type RepositoryRole,
  type VerdictName,
} from '../words.ts'
import { newestAct } from './inactivity.ts'

/** What is known of one grant of one account. */
export interface GrantFacts {
  /** The role that it gives; null for membership alone, which any act in the organisation counts as using. */
  readonly role: RepositoryRole | null
  /** The repositories that it gives access to, or all of the organisation's. */
  readonly opens: ReadonlySet<Id> | 'all'
  readonly firstSeen: Instant
  /** When it was given by the audit log that an owner handed in; null where that does not say. */
  readonly loggedAt?: Instant | null
  /** The organisation's first complete audit; null while there is none. */
  readonly firstCompleteAt: Instant | null
  /** The account's own acts: the newest per repository and kind. */
  readonly acts: readonly Activity[]
  /** Whether every deciding source of these repositories was read in full over the window. */
  readonly read: boolean
  /** Whether anything changed in these repositories within the window; if nothing did, disuse means nothing. */
  readonly opportunity: boolean
}

/** How a grant is used. */
export interface GrantUse {
  readonly verdict: Exclude<VerdictName, 'exempt'>
  /** The newest act that needed the grant, however old. */
  readonly lastUse: Activity | null
  /** Why, as a sentence. */
  readonly reason: string
}

/** The newest act that needed this grant, and the verdict. Without a use, and not read in full, it is `unknown`. */
export function judgeGrant(facts: GrantFacts, rules: Rules, now: Instant): GrantUse {
  const windowStart = monthsBefore(now, rules.windowMonths)
  const lastUse = newestAct(
    facts.acts.filter((act) => uses(act, facts)),
    now,
  )
  if (lastUse && !isBefore(lastUse.at, windowStart))
    return { verdict: 'active', lastUse, reason: 'It was used.' }
  const { firstSeen, firstCompleteAt } = facts
  if (firstCompleteAt !== null && isBefore(firstCompleteAt, firstSeen) && isBefore(windowStart, firstSeen)) {
    return { verdict: 'new', lastUse, reason: 'It was given too lately to judge.' }
  }
  if (facts.loggedAt != null && isBefore(windowStart, facts.loggedAt)) {
    return { verdict: 'new', lastUse, reason: 'It was given too lately to judge, by the audit log.' }
  }
  if (!facts.opportunity) {
    return {
      verdict: 'unknown',
      lastUse,
      reason: 'Nothing changed there within the window, so nothing could have been done with it.',
    }
  }
  if (!facts.read)
    return { verdict: 'unknown', lastUse, reason: 'What happened there has not been read in full yet.' }
  return { verdict: 'inactive', lastUse, reason: 'Nothing that needed it was seen within the window.' }
}

/** Whether such an act uses a role of write or more: it needs more than read access, as a push, a merge or a label does. */
export function isUseOfWrite(kind: ActivityKind): boolean {
  return !isWeaker(roleNeeded(kind), 'triage')
}

/** The weakest role that allows such an act. Authoring a commit needs none: it can be forged, or merged by somebody else. */
export function roleNeeded(kind: ActivityKind): RepositoryRole {
  switch (kind) {
    case 'push':
    case 'merge':
    case 'branch':
    case 'tag':
    case 'release':
    case 'workflow_run':
    case 'deployment':
    case 'review':
      // A review counts towards merging only from somebody who can write.
      return 'write'
    case 'triage':
      return 'triage'
    case 'commit':
    case 'pull_request':
    case 'issue':
    case 'issue_comment':
    case 'review_comment':
    case 'commit_comment':
    case 'discussion':
    case 'discussion_comment':
    case 'advisory':
    case 'administration':
      return 'read'
  }
}

function uses(act: Activity, { role, opens }: GrantFacts): boolean {
  if (role === null) return true
  // It shows that somebody is there, and not that they needed a role in any repository.
  if (act.kind === 'administration' && act.repository === null) return false
  if (!within(act, opens)) return false
  // Triage counts as using a write grant too; only acts that read access allows do not.
  return role === 'read' || isUseOfWrite(act.kind)
}

function within(act: Activity, repositories: ReadonlySet<Id> | 'all'): boolean {
  return repositories === 'all' || (act.repository !== null && repositories.has(act.repository))
}
