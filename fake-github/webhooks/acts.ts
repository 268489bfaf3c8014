/** The event of an act. A commit has none: GitHub tells of it when it is pushed. */
import type { Json } from '../rest/answers.ts'
import type { GitHubState } from '../state.ts'
import type { Act } from '../world/act.ts'
import type { HookEvent } from './event.ts'

/** What GitHub would tell of the act; null where it tells nothing, or where it happened in no organisation. */
export function eventOfAct({ world }: GitHubState, act: Act): HookEvent | null {
  const organization = world.organization(act.owner)
  const repository = world.repository(act.owner, act.repo)
  const printed = namedPayload(act)
  if (!organization || !repository || !printed) return null
  return { name: printed[0], organization, repository, payload: printed[1] }
}

function namedPayload(act: Act): [string, Json] | null {
  const issue = { number: act.n ?? 0 }
  const ref = act.branch ?? 'main'
  switch (act.kind) {
    case 'commit':
    case 'audit':
    case 'mention':
      return null
    case 'push':
      return ['push', { ref: `refs/heads/${ref}`, after: act.sha, pusher: { name: act.actor } }]
    case 'merge':
      return ['pull_request', { action: 'closed', pull_request: { ...issue, merged: true } }]
    case 'pull_request':
      return ['pull_request', { action: 'opened', pull_request: { ...issue, merged: false } }]
    case 'review':
      return ['pull_request_review', { action: 'submitted', pull_request: issue, review: { id: act.id } }]
    case 'review_comment':
      return [
        'pull_request_review_comment',
        { action: 'created', pull_request: issue, comment: { id: act.id } },
      ]
    case 'issue':
      return ['issues', { action: 'opened', issue }]
    case 'label':
      return ['issues', { action: act.action ?? 'labeled', issue }]
    case 'close':
      return ['issues', { action: act.action ?? 'closed', issue }]
    case 'assign':
      return ['issues', { action: act.action ?? 'assigned', issue }]
    case 'issue_comment':
      return ['issue_comment', { action: 'created', issue, comment: { id: act.id } }]
    case 'commit_comment':
      return ['commit_comment', { action: 'created', comment: { id: act.id, commit_id: act.sha } }]
    case 'release':
      return ['release', { action: 'published', release: { id: act.id, tag_name: ref } }]
    case 'branch':
    case 'tag':
      return ['create', { ref, ref_type: act.kind, pusher_type: 'user' }]
    case 'discussion':
      return ['discussion', { action: 'created', discussion: issue }]
    case 'discussion_comment':
      return ['discussion_comment', { action: 'created', discussion: issue, comment: { id: act.id } }]
    case 'workflow_dispatch':
      return [
        'workflow_run',
        { action: 'requested', workflow_run: { id: act.id, event: 'workflow_dispatch' } },
      ]
    case 'workflow_rerun':
      return ['workflow_run', { action: 'requested', workflow_run: { id: act.id, event: 'push' } }]
    case 'scheduled_run':
      return ['workflow_run', { action: 'requested', workflow_run: { id: act.id, event: 'schedule' } }]
    case 'review_request':
      return ['pull_request', { action: 'review_requested', pull_request: issue }]
    case 'deployment':
      return ['deployment', { action: 'created', deployment: { id: act.id } }]
    case 'advisory':
      return ['repository_advisory', { action: 'published' }]
    case 'deployment_approval':
      return ['deployment_review', { action: 'approved', since: act.at }]
  }
}
