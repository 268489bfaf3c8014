/** Acts and threads as REST shows them. */
import type { Act } from '../../world/act.ts'
import type { Repository } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Thread } from '../../world/threads.ts'
import type { Call, Json } from '../answers.ts'
import { nullableUser, simpleUser } from './accounts.ts'
import { fullRepository } from './repositories.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>
type Place = { readonly api: string; readonly web: string }

/** The addresses of a repository, in the API and on the web. */
export function placeOf(call: Roots, repo: Repository): Place {
  return {
    api: `${call.base}/repos/${repo.owner}/${repo.name}`,
    web: `${call.web}/${repo.owner}/${repo.name}`,
  }
}

/** A row of the repository's activity log. */
export function activityShape(call: Roots, repo: Repository, act: Act): Json {
  const type = activityType(act)
  const none = '0000000000000000000000000000000000000000'
  return {
    id: act.id,
    node_id: nodeId('PSH', act.id),
    before: type === 'branch_creation' ? none : act.sha.replace(/^./, '0'),
    after: type === 'branch_deletion' ? none : act.sha,
    ref: `refs/heads/${act.branch ?? repo.default_branch}`,
    timestamp: act.at,
    activity_type: type,
    actor: nullableUser(call, act.actor),
  }
}

/** What GitHub calls the ref's change. */
export function activityType(act: Act): string {
  if (act.activity_type) return act.activity_type
  if (act.kind === 'merge') return 'pr_merge'
  return act.kind === 'branch' ? 'branch_creation' : 'push'
}

/** A `commit`; its e-mail may belong to no account. */
export function commitShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const author = act.unlinked ? null : nullableUser(call, act.actor)
  const committed = act.committed_at ?? act.at
  const email = act.unlinked ? 'laptop@localhost' : `${act.actor}@users.noreply.github.com`
  const trailers = act.co_authors.map(
    (login) => `Co-authored-by: ${login} <${login}@users.noreply.github.com>`,
  )
  return {
    url: `${api}/commits/${act.sha}`,
    sha: act.sha,
    node_id: `C_${act.sha}`,
    html_url: `${web}/commit/${act.sha}`,
    comments_url: `${api}/commits/${act.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${act.sha}`,
      author: { name: act.actor, email, date: act.at },
      committer: { name: act.actor, email, date: committed },
      message: ['Change', ...trailers].join('\n\n'),
      comment_count: 0,
      tree: { sha: act.sha, url: `${api}/git/trees/${act.sha}` },
      verification: {
        verified: false,
        reason: 'unsigned',
        payload: null,
        signature: null,
        verified_at: null,
      },
    },
    author,
    committer: author,
    parents: [],
  }
}

/** An `issue`; pull requests are listed among them and carry `pull_request`. */
export function issueShape(call: Roots, repo: Repository, thread: Thread): Json {
  const { api, web } = placeOf(call, repo)
  const url = `${api}/issues/${thread.n}`
  const pull = thread.kind === 'pull_request'
  return {
    id: repo.id * 1_000_000 + thread.n,
    node_id: nodeId(pull ? 'PR' : 'I', repo.id, thread.n),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${web}/${pull ? 'pull' : 'issues'}/${thread.n}`,
    number: thread.n,
    state: thread.closed ? 'closed' : 'open',
    state_reason: null,
    title: titleOf(thread),
    user: simpleUser(call, thread.author ?? 'ghost'),
    body: '',
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: thread.acts.filter((act) => act.kind === 'issue_comment').length,
    closed_at: thread.closed?.at ?? null,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    author_association: 'NONE',
    ...(pull && {
      pull_request: {
        url: `${api}/pulls/${thread.n}`,
        html_url: `${web}/pull/${thread.n}`,
        diff_url: `${web}/pull/${thread.n}.diff`,
        patch_url: `${web}/pull/${thread.n}.patch`,
        merged_at: thread.merge?.at ?? null,
      },
    }),
  }
}

/** A made-up title; the world has none. */
export function titleOf(thread: Thread): string {
  const word = { pull_request: 'Pull request', issue: 'Issue', discussion: 'Discussion' }[thread.kind]
  return `${word} ${thread.n}`
}

/** A `pull-request-simple`. */
export function pullShape(call: Roots, repo: Repository, thread: Thread): Json {
  const { api, web } = placeOf(call, repo)
  const url = `${api}/pulls/${thread.n}`
  const {
    labels,
    assignee,
    assignees,
    milestone,
    locked,
    title,
    number,
    created_at,
    updated_at,
    closed_at,
    state,
  } = issueShape(call, repo, thread)
  const author = nullableUser(call, thread.author)
  const whole = fullRepository(call, repo)
  const end = (ref: string) => ({
    label: `${repo.owner}:${ref}`,
    ref,
    sha: (thread.opened ?? thread.acts[0])?.sha ?? '',
    user: simpleUser(call, repo.owner),
    repo: whole,
  })
  const href = (address: string) => ({ href: address })
  return {
    id: repo.id * 1_000_000 + thread.n,
    node_id: nodeId('PR', repo.id, thread.n),
    url,
    html_url: `${web}/pull/${thread.n}`,
    diff_url: `${web}/pull/${thread.n}.diff`,
    patch_url: `${web}/pull/${thread.n}.patch`,
    issue_url: `${api}/issues/${thread.n}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${thread.n}/comments`,
    statuses_url: `${api}/statuses/${thread.n}`,
    number,
    state,
    locked,
    title,
    labels,
    assignee,
    assignees,
    milestone,
    created_at,
    updated_at,
    closed_at,
    user: author,
    body: null,
    merged_at: thread.merge?.at ?? null,
    merge_commit_sha: thread.merge?.sha ?? null,
    draft: false,
    head: end('topic'),
    base: end(repo.default_branch),
    author_association: 'NONE',
    auto_merge: null,
    requested_reviewers: [],
    requested_teams: [],
    _links: {
      self: href(url),
      html: href(`${web}/pull/${thread.n}`),
      issue: href(`${api}/issues/${thread.n}`),
      comments: href(`${api}/issues/${thread.n}/comments`),
      review_comments: href(`${url}/comments`),
      review_comment: href(`${api}/pulls/comments{/number}`),
      commits: href(`${url}/commits`),
      statuses: href(`${api}/statuses/${thread.n}`),
    },
  }
}
