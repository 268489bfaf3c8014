/** Maps a webhook event to what is read again because of it. An event is never an act by itself. */

import type { Id } from '../words.ts'
import { eventOf, type OrganizationEvent } from './event.ts'

/** What is read again; each kind has a target on GitHub. */
export type TriggerKind = 'repository' | 'rare_acts' | 'people' | 'teams' | 'organization'

/** Something that GitHub says has changed, to be read again. */
export interface WebhookTrigger {
  readonly org: Id
  readonly kind: TriggerKind
  /** The id of the repository, account or team; the organisation's id where the event names none: all of that kind. */
  readonly target: Id
}

/** What to read again because of an event; nothing for events not listed here and for payloads of another shape. */
export function triggersFrom(name: string, payload: unknown): WebhookTrigger[] {
  const event = eventOf(name, payload)
  if (event === null) return []
  return kindsOf(event).map((kind) => ({ org: event.org, kind, target: targetOf(kind, event) ?? event.org }))
}

function kindsOf(event: OrganizationEvent): readonly TriggerKind[] {
  const { name, action } = event
  if (REPOSITORY_ACTS.includes(name) || UNCOMMON_ACTS.includes(name)) {
    if (isNobodysAct(event)) return []
    const isTag = name === 'create' && event.ref_type === 'tag'
    return UNCOMMON_ACTS.includes(name) ? ['rare_acts'] : isTag ? ['repository', 'rare_acts'] : ['repository']
  }
  if (name === 'organization' && action?.startsWith('member_')) return ['people']
  return ACCESS_CHANGES.get(name) ?? []
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

/** Acts that do not update the repository: without a webhook they are read about once a week (policy/activity/uncommon.ts). */
const UNCOMMON_ACTS: readonly string[] = [
  'workflow_run',
  'deployment',
  'deployment_status',
  'deployment_review',
  'deployment_protection_rule',
  'repository_advisory',
]

/** Changed access. `organization` here is a renaming; members who join or leave are recognised by the action. */
const ACCESS_CHANGES: ReadonlyMap<string, readonly TriggerKind[]> = new Map<string, readonly TriggerKind[]>([
  ['organization', ['organization']],
  ['member', ['people']],
  ['membership', ['people', 'teams']],
  ['team', ['teams']],
  ['team_add', ['teams']],
  ['installation', ['organization']],
  ['installation_repositories', ['organization']],
  ['installation_target', ['organization']],
  ['repository', ['organization']],
])

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

function targetOf(kind: TriggerKind, event: OrganizationEvent): Id | undefined {
  switch (kind) {
    case 'repository':
    case 'rare_acts':
      return event.repository?.id
    case 'people':
      return event.membership?.user?.id ?? event.member?.id ?? event.user?.id
    case 'teams':
      return event.team?.id
    case 'organization':
      return undefined
  }
}
