/** Says what is read again because of a webhook event. An event is never an act by itself. */

import type { Id } from '../words.ts'
import { eventOf, type OrganizationEvent } from './event.ts'

/** That GitHub says something has changed in an organisation: the next hourly run audits it. */
export interface WebhookTrigger {
  readonly org: Id
  /** The repository whose uncommon activity is read again; null where the audit itself finds what changed. */
  readonly repository: Id | null
}

/** What an event asks for; null for events not listed here and for payloads of another shape. */
export function triggerFrom(name: string, payload: unknown): WebhookTrigger | null {
  const event = eventOf(name, payload)
  if (event === null) return null
  const isUncommon = UNCOMMON_ACTS.includes(name) || (name === 'create' && event.ref_type === 'tag')
  if (isUncommon || REPOSITORY_ACTS.includes(name)) {
    if (isNobodysAct(event)) return null
    return { org: event.org, repository: isUncommon ? (event.repository?.id ?? null) : null }
  }
  return ACCESS_CHANGES.includes(name) ? { org: event.org, repository: null } : null
}

/** Acts that are found, with actor and date, by reading the repository again. */
const REPOSITORY_ACTS: readonly string[] = [
  'push',
  'create',
  'delete',
  'release',
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'commit_comment',
  'discussion',
  'discussion_comment',
]

/** Acts that do not update the repository: an audit reads them only where it is told to (policy/activity/uncommon.ts). */
const UNCOMMON_ACTS: readonly string[] = [
  'workflow_run',
  'deployment',
  'deployment_status',
  'deployment_review',
  'deployment_protection_rule',
  'repository_advisory',
]

/** Changed access, people and names. */
const ACCESS_CHANGES: readonly string[] = [
  'organization',
  'member',
  'membership',
  'team',
  'team_add',
  'installation',
  'installation_repositories',
  'installation_target',
  'repository',
]

/**
 * What a bot or a schedule did is nobody's activity, though GitHub puts a person's login on scheduled runs. A run caused
 * by a push or an issue needs no trigger, since that has its own event, unless somebody ran it again.
 */
function isNobodysAct({ name, sender, workflow_run: run }: OrganizationEvent): boolean {
  if (sender?.type === 'Bot') return true
  if (name !== 'workflow_run' || run == null || (run.run_attempt ?? 1) > 1) return false
  return run.event !== undefined && !STARTED_BY_HAND.includes(run.event)
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const STARTED_BY_HAND: readonly string[] = ['workflow_dispatch', 'repository_dispatch']
