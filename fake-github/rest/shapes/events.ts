/** The events feed of a repository: 30 days, 300 rows, no more, however much there was. */
import type { Act } from '../../world/act.ts'
import type { Repository } from '../../world/format.ts'
import { type Answer, type Call, type Json, paged } from '../answers.ts'
import { simpleUser } from './accounts.ts'
import { issueShape, pullShape } from './acts.ts'
import {
  commitCommentShape,
  issueCommentShape,
  releaseShape,
  reviewCommentShape,
  reviewShape,
  tagOf,
} from './conversation.ts'

/** The newest events, newest first. */
export function eventFeed(call: Call, repo: Repository): Answer {
  const acts = call.state.world.acts.inRepository(repo.owner, repo.name)
  const since = new Date(Date.parse(call.state.clock()) - 30 * 86_400_000).toISOString()
  const rows: Act[] = []
  for (const act of acts.all) {
    if (act.at < since || rows.length === 300) break
    if (typeOf(act)) rows.push(act)
  }
  acts.threads
  return paged(call, rows, (act) => eventShape(call, repo, act))
}

function typeOf(act: Act): string | null {
  switch (act.kind) {
    case 'push':
      return 'PushEvent'
    case 'branch':
    case 'tag':
      return 'CreateEvent'
    case 'merge':
    case 'pull_request':
      return 'PullRequestEvent'
    case 'review':
      return 'PullRequestReviewEvent'
    case 'issue':
    case 'close':
      return 'IssuesEvent'
    case 'issue_comment':
      return 'IssueCommentEvent'
    case 'review_comment':
      return 'PullRequestReviewCommentEvent'
    case 'commit_comment':
      return 'CommitCommentEvent'
    case 'release':
      return 'ReleaseEvent'
    default:
      return null
  }
}

function eventShape(call: Call, repo: Repository, act: Act): Json {
  const { id, login, gravatar_id, url, avatar_url } = simpleUser(call, act.actor)
  return {
    id: String(act.id),
    type: typeOf(act),
    actor: { id, login, display_login: login, gravatar_id, url, avatar_url },
    repo: {
      id: repo.id,
      name: `${repo.owner}/${repo.name}`,
      url: `${call.base}/repos/${repo.owner}/${repo.name}`,
    },
    payload: payloadOf(call, repo, act),
    public: !repo.private,
    created_at: act.at,
  }
}

function payloadOf(call: Call, repo: Repository, act: Act): Json {
  const thread = call.state.world.acts.inRepository(repo.owner, repo.name).threads.get(act.n ?? 0)
  const issue = thread ? issueShape(call, repo, thread) : null
  const pull = thread ? pullShape(call, repo, thread) : null
  const ref = act.branch ?? repo.default_branch
  switch (act.kind) {
    case 'push':
      return {
        repository_id: repo.id,
        push_id: act.id,
        ref: `refs/heads/${ref}`,
        head: act.sha,
        before: act.sha,
      }
    case 'branch':
    case 'tag':
      return {
        ref: act.kind === 'tag' ? tagOf(act) : ref,
        ref_type: act.kind,
        full_ref: `refs/${act.kind === 'tag' ? 'tags' : 'heads'}/${ref}`,
        master_branch: repo.default_branch,
        description: null,
        pusher_type: 'user',
      }
    case 'merge':
    case 'pull_request':
      return { action: act.kind === 'merge' ? 'closed' : 'opened', number: act.n, pull_request: pull }
    case 'review':
      return { action: 'created', review: reviewShape(call, repo, act), pull_request: pull }
    case 'review_comment':
      return { action: 'created', comment: reviewCommentShape(call, repo, act), pull_request: pull }
    case 'issue_comment':
      return { action: 'created', issue, comment: issueCommentShape(call, repo, act) }
    case 'commit_comment':
      return { action: 'created', comment: commitCommentShape(call, repo, act) }
    case 'release':
      return { action: 'published', release: releaseShape(call, repo, act) }
    default:
      return { action: act.kind === 'close' ? 'closed' : 'opened', issue }
  }
}
