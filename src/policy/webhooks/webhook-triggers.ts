/** Which webhook event prompts the re-reading of what. An event is never an act by itself, and never judges anybody. */

import type { Id } from '../words.ts'
import { eventOf, type OrganizationEvent } from './event.ts'

/** What can be prompted; each names something of GitHub's by its number. */
export type TriggerKind = 'repository' | 'rare_acts' | 'people' | 'teams' | 'organization'

/** Something that GitHub says has moved, to be read again. */
export interface WebhookTrigger {
  readonly org: Id
  readonly kind: TriggerKind
  /** The repository, account, team or organisation; the organisation's own id where the event names none: all of that kind. */
  readonly target: Id
}

/** What an event asks to read again; nothing for events that are not in the table, and for shapes that are not GitHub's. */
export function triggersFrom(name: string, payload: unknown): WebhookTrigger[] {
  const event = eventOf(name, payload)
  if (event === null) return []
  return kindsOf(event).map((kind) => ({ org: event.org, kind, target: targetOf(kind, event) ?? event.org }))
}

function kindsOf(event: OrganizationEvent): readonly TriggerKind[] {
  const { name, action } = event
  if (ACTING.includes(name) || UNCOMMON.includes(name)) {
    if (isNobodysAct(event)) return []
    const isTag = name === 'create' && event.ref_type === 'tag'
    return UNCOMMON.includes(name) ? ['rare_acts'] : isTag ? ['repository', 'rare_acts'] : ['repository']
  }
  if (name === 'organization' && action?.startsWith('member_')) return ['people']
  return CHANGING.get(name) ?? []
}

/** Acts in a repository: whoever reads it again finds them, their actor and their date. */
const ACTING: readonly string[] = [
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

/** Acts that do not move the repository: without being named they are looked for once a week or so (policy/rare-acts.ts). */
const UNCOMMON: readonly string[] = [
  'workflow_run',
  'deployment',
  'deployment_status',
  'deployment_review',
  'deployment_protection_rule',
  'repository_advisory',
]

/** Access that changed. `organization` stands for its renaming; who joins or leaves is told apart by the action. */
const CHANGING: ReadonlyMap<string, readonly TriggerKind[]> = new Map<string, readonly TriggerKind[]>([
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
 * What a bot or the calendar did is no one's activity; GitHub puts a person's login on scheduled runs all the same. A run
 * that a push or an issue has caused is told by that one's own event, unless somebody has run it again.
 */
function isNobodysAct({ name, sender, workflow_run: run }: OrganizationEvent): boolean {
  if (sender?.type === 'Bot') return true
  if (name !== 'workflow_run' || run == null || (run.run_attempt ?? 1) > 1) return false
  return run.event !== undefined && !BY_HAND.includes(run.event)
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const BY_HAND: readonly string[] = ['workflow_dispatch', 'repository_dispatch']

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
