/** Comments, reviews, events, releases and runs as REST shows them. */
import type { Act } from '../../world/act.ts'
import { environmentOf } from '../../world/environments.ts'
import type { Repository } from '../../world/format.ts'
import { nodeId } from '../../world/node-ids.ts'
import type { Call, Json } from '../answers.ts'
import { nullableUser, simpleUser } from './accounts.ts'
import { issueShape, placeOf } from './acts.ts'
import { minimalRepository } from './repositories.ts'

type Roots = Pick<Call, 'base' | 'web' | 'state'>

/** An `issue-comment`. */
export function issueCommentShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const pull =
    call.state.world.acts.inRepository(repo.owner, repo.name).threads.get(act.n ?? 0)?.kind === 'pull_request'
  return {
    id: act.id,
    node_id: nodeId('IC', act.id),
    url: `${api}/issues/comments/${act.id}`,
    html_url: `${web}/${pull ? 'pull' : 'issues'}/${act.n}#issuecomment-${act.id}`,
    issue_url: `${api}/issues/${act.n}`,
    user: nullableUser(call, act.actor),
    body: 'A comment.',
    created_at: act.at,
    updated_at: act.at,
    author_association: 'NONE',
    performed_via_github_app: viaApp(call, act),
  }
}

/** A `pull-request-review-comment`. */
export function reviewCommentShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const url = `${api}/pulls/comments/${act.id}`
  const html = `${web}/pull/${act.n}#discussion_r${act.id}`
  return {
    id: act.id,
    node_id: nodeId('PRRC', act.id),
    url,
    html_url: html,
    pull_request_url: `${api}/pulls/${act.n}`,
    pull_request_review_id: null,
    diff_hunk: '@@ -1 +1 @@',
    path: 'README.md',
    commit_id: act.sha,
    original_commit_id: act.sha,
    user: simpleUser(call, act.actor),
    body: 'A remark on a line.',
    created_at: act.at,
    updated_at: act.at,
    author_association: 'NONE',
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: `${api}/pulls/${act.n}` } },
  }
}

/** A `pull-request-review`. */
export function reviewShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const html = `${web}/pull/${act.n}#pullrequestreview-${act.id}`
  return {
    id: act.id,
    node_id: nodeId('PRR', act.id),
    user: nullableUser(call, act.actor),
    body: '',
    state: act.state ?? 'APPROVED',
    html_url: html,
    pull_request_url: `${api}/pulls/${act.n}`,
    commit_id: act.sha,
    submitted_at: act.at,
    author_association: 'NONE',
    _links: { html: { href: html }, pull_request: { href: `${api}/pulls/${act.n}` } },
  }
}

/** A `commit-comment`. */
export function commitCommentShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  return {
    id: act.id,
    node_id: nodeId('CC', act.id),
    url: `${api}/comments/${act.id}`,
    html_url: `${web}/commit/${act.sha}#commitcomment-${act.id}`,
    body: 'A comment.',
    path: null,
    position: null,
    line: null,
    commit_id: act.sha,
    user: nullableUser(call, act.actor),
    created_at: act.at,
    updated_at: act.at,
    author_association: 'NONE',
  }
}

/** An `issue-event`, by its actor and its own time. */
export function issueEventShape(call: Roots, repo: Repository, act: Act): Json {
  const { api } = placeOf(call, repo)
  const thread = call.state.world.acts.inRepository(repo.owner, repo.name).threads.get(act.n ?? 0)
  return {
    id: act.id,
    node_id: nodeId('LE', act.id),
    url: `${api}/issues/events/${act.id}`,
    // Of an assignment GitHub's `actor` is the assignee.
    actor: nullableUser(call, act.kind === 'assign' ? (act.subject ?? act.actor) : act.actor),
    event: eventName(act),
    commit_id: act.kind === 'merge' ? act.sha : null,
    commit_url: act.kind === 'merge' ? `${api}/commits/${act.sha}` : null,
    created_at: act.at,
    ...(act.kind === 'assign' && {
      assigner: nullableUser(call, act.actor),
      assignee: nullableUser(call, act.subject ?? act.actor),
    }),
    ...(act.kind === 'review_request' && {
      review_requester: nullableUser(call, act.actor),
      requested_reviewer: nullableUser(call, act.subject),
    }),
    ...(/^(un)?labeled$/.test(eventName(act)) && { label: { name: 'triaged', color: 'ededed' } }),
    ...(thread && { issue: issueShape(call, repo, thread) }),
    performed_via_github_app: viaApp(call, act),
  }
}

/** REST's name of the event; GraphQL's types are named after it. */
export function eventName(act: Act): string {
  if (act.action) return act.action
  return EVENTS[act.kind] ?? 'mentioned'
}

const EVENTS: Readonly<Partial<Record<Act['kind'], string>>> = {
  label: 'labeled',
  close: 'closed',
  assign: 'assigned',
  merge: 'merged',
  review_request: 'review_requested',
}

/** The App in the actor's name, where it was one; GitHub Actions itself, which is in no world. */
function viaApp(call: Roots, act: Act): Json | null {
  if (!act.via_app && act.kind !== 'deployment_approval') return null
  const since = call.state.world.now
  return {
    id: 15_368,
    slug: 'github-actions',
    node_id: nodeId('A', 15_368),
    owner: simpleUser(call, 'ghost'),
    name: 'GitHub Actions',
    description: null,
    external_url: call.web,
    html_url: `${call.web}/apps/github-actions`,
    created_at: since,
    updated_at: since,
    permissions: {},
    events: [],
  }
}

/** A `release`; the first of a repository is v0.1. */
export function releaseShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const tag = tagOf(act)
  return {
    id: act.id,
    node_id: nodeId('RE', act.id),
    url: `${api}/releases/${act.id}`,
    html_url: `${web}/releases/tag/${tag}`,
    assets_url: `${api}/releases/${act.id}/assets`,
    upload_url: `${api}/releases/${act.id}/assets{?name,label}`,
    tarball_url: `${api}/tarball/${tag}`,
    zipball_url: `${api}/zipball/${tag}`,
    tag_name: tag,
    target_commitish: repo.default_branch,
    name: tag,
    body: null,
    draft: false,
    prerelease: false,
    created_at: act.at,
    published_at: act.at,
    author: simpleUser(call, act.actor),
    assets: [],
  }
}

/** The tag that a release or tag act stands for. */
export function tagOf(act: Act): string {
  return act.branch ?? `v0.${act.id}`
}

/** A `deployment`: by hand, by a workflow in somebody's name, or by a workflow that waited for a review. */
export function deploymentShape(call: Roots, repo: Repository, act: Act): Json {
  const { api } = placeOf(call, repo)
  const url = `${api}/deployments/${act.id}`
  const environment = environmentOf(call.state.world, repo, act)
  return {
    id: act.id,
    node_id: nodeId('DE', repo.id, act.id),
    url,
    sha: act.sha,
    ref: act.branch ?? repo.default_branch,
    task: 'deploy',
    payload: {},
    original_environment: environment,
    environment,
    description: null,
    creator: act.kind === 'deployment_approval' ? null : nullableUser(call, act.actor),
    performed_via_github_app: viaApp(call, act),
    created_at: act.at,
    updated_at: act.at,
    statuses_url: `${url}/statuses`,
    repository_url: api,
  }
}

/** A `workflow-run`: dispatched by hand, run again by hand, scheduled, or started by a push. */
export function runShape(call: Roots, repo: Repository, act: Act): Json {
  const { api, web } = placeOf(call, repo)
  const url = `${api}/actions/runs/${act.id}`
  return {
    id: act.id,
    node_id: nodeId('WFR', act.id),
    name: 'tests',
    head_branch: act.branch ?? repo.default_branch,
    head_sha: act.sha,
    path: '.github/workflows/tests.yml',
    display_title: 'tests',
    run_number: act.id,
    run_attempt: act.kind === 'workflow_rerun' ? 2 : 1,
    event: runEvent(act),
    status: 'completed',
    conclusion: 'success',
    workflow_id: repo.id,
    check_suite_id: act.id,
    url,
    html_url: `${web}/actions/runs/${act.id}`,
    pull_requests: [],
    created_at: act.at,
    updated_at: act.at,
    run_started_at: act.at,
    actor: simpleUser(call, act.kind === 'workflow_rerun' ? 'ghost' : act.actor),
    triggering_actor: simpleUser(call, act.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${act.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/actions/workflows/${repo.id}`,
    head_commit: null,
    repository: minimalRepository(call, repo),
    head_repository: minimalRepository(call, repo),
  }
}

/** What started the run. */
export function runEvent(act: Act): string {
  if (act.kind === 'workflow_dispatch') return 'workflow_dispatch'
  return act.kind === 'scheduled_run' ? 'schedule' : 'push'
}
