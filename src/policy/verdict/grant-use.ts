/** Judges one grant by its use: a merely held role is not a used one. It never judges the holder. */

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
  /** The role that it gives; null for membership alone, which any act in the organisation uses. */
  readonly role: RepositoryRole | null
  /** The repositories that it opens, or all of the organisation's. */
  readonly opens: ReadonlySet<Id> | 'all'
  readonly firstSeen: Instant
  /** The organisation's first complete audit; null while there is none. */
  readonly firstCompleteAt: Instant | null
  /** The holder's acts, newest per repository and kind. */
  readonly acts: readonly Activity[]
  /** Whether every deciding source of these repositories was read over the window. */
  readonly read: boolean
  /** Whether anything moved in these repositories within the window: where nothing did, silence says nothing. */
  readonly opportunity: boolean
}

/** How a grant is used. */
export interface GrantUse {
  readonly verdict: Exclude<VerdictName, 'exempt'>
  /** The newest act that needed the grant, however old. */
  readonly lastUse: Activity | null
  /** Why, for print. */
  readonly reason: string
}

/** The newest act that needed this grant, and what follows. Not read in full and not used: `unknown`. */
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
  if (!facts.opportunity) {
    return {
      verdict: 'unknown',
      lastUse,
      reason: 'Nothing moved there within the window, so nothing could have been done with it.',
    }
  }
  if (!facts.read)
    return { verdict: 'unknown', lastUse, reason: 'What happened there has not been read in full yet.' }
  return { verdict: 'inactive', lastUse, reason: 'Nothing that needed it was seen within the window.' }
}

/** The weakest role that can do such an act. Authorship needs none: it can be forged, or merged by another. */
function roleNeeded(kind: ActivityKind): RepositoryRole {
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
      return 'read'
  }
}

function uses(act: Activity, { role, opens }: GrantFacts): boolean {
  if (role === null) return true
  if (!within(act, opens)) return false
  // Labels and reviews use a grant of write too; only what anybody may do does not.
  return role === 'read' || !isWeaker(roleNeeded(act.kind), 'triage')
}

function within(act: Activity, repositories: ReadonlySet<Id> | 'all'): boolean {
  return repositories === 'all' || (act.repository !== null && repositories.has(act.repository))
}
