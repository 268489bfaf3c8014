/** REST: what was done in one repository, list by list. */
import type { Act } from '../world/act.ts'
import { toInstant } from '../world/instants.ts'
import { type Answer, type Call, link, notFound, ok, paged, pageSize, Refused } from './answers.ts'
import { type Route, repoOf } from './gate.ts'
import { simpleUser } from './shapes/accounts.ts'
import { activityShape, activityType, commitShape, issueShape, pullShape } from './shapes/acts.ts'
import {
  commitCommentShape,
  issueCommentShape,
  issueEventShape,
  releaseShape,
  reviewCommentShape,
  reviewShape,
  runEvent,
  runShape,
} from './shapes/conversation.ts'
import { eventFeed } from './shapes/events.ts'

const repo = '/repos/{owner}/{repo}'
const can = (permission: string) => ({ permission: `${permission}=read`, user: 'anyone' }) as const

export const actRoutes: readonly Route[] = [
  { method: 'GET', path: `${repo}/activity`, ...can('contents'), answer: activity },
  { method: 'GET', path: `${repo}/commits`, ...can('contents'), answer: commits },
  { method: 'GET', path: `${repo}/commits/{ref}`, ...can('contents'), answer: commit },
  { method: 'GET', path: `${repo}/contributors`, ...can('metadata'), answer: contributors },
  {
    method: 'GET',
    path: `${repo}/comments`,
    ...can('metadata'),
    answer: (call) => oldestFirst(call, 'commit_comment', commitCommentShape),
  },
  {
    method: 'GET',
    path: `${repo}/issues/comments`,
    ...can('issues'),
    answer: (call) => comments(call, 'issue_comment', issueCommentShape),
  },
  {
    method: 'GET',
    path: `${repo}/pulls/comments`,
    ...can('pull_requests'),
    answer: (call) => comments(call, 'review_comment', reviewCommentShape),
  },
  {
    method: 'GET',
    path: `${repo}/issues/{n}/comments`,
    ...can('issues'),
    answer: (call) => ofThread(call, 'issue_comment', issueCommentShape),
  },
  { method: 'GET', path: `${repo}/issues`, ...can('issues'), answer: issues },
  { method: 'GET', path: `${repo}/issues/events`, ...can('issues'), answer: issueEvents },
  { method: 'GET', path: `${repo}/issues/{n}`, ...can('issues'), answer: issue },
  { method: 'GET', path: `${repo}/pulls`, ...can('pull_requests'), answer: pulls },
  {
    method: 'GET',
    path: `${repo}/pulls/{n}/reviews`,
    ...can('pull_requests'),
    answer: (call) => ofThread(call, 'review', reviewShape),
  },
  {
    method: 'GET',
    path: `${repo}/pulls/{n}/comments`,
    ...can('pull_requests'),
    answer: (call) => ofThread(call, 'review_comment', reviewCommentShape),
  },
  {
    method: 'GET',
    path: `${repo}/releases`,
    ...can('contents'),
    answer: (call) => listed(call, ['release'], releaseShape),
  },
  { method: 'GET', path: `${repo}/actions/runs`, ...can('actions'), answer: runs },
  {
    method: 'GET',
    path: `${repo}/events`,
    ...can('metadata'),
    answer: (call) => eventFeed(call, repoOf(call)),
  },
]

type Shape = (call: Call, row: ReturnType<typeof repoOf>, act: Act) => unknown

function here(call: Call) {
  const row = repoOf(call)
  if (!row.has_pull_requests && call.path.includes('/pulls')) throw notFound()
  if (!row.has_issues && /\/issues(\/(comments|events))?$/.test(call.path))
    throw new Refused(410, 'Issues has been disabled in this repository.')
  const acts = call.state.world.acts.inRepository(row.owner, row.name)
  return { row, acts }
}

const periods: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }

function activity(call: Call): Answer {
  const { row, acts } = here(call)
  const actor = call.query.get('actor')?.toLowerCase()
  const type = call.query.get('activity_type')
  const days = periods[call.query.get('time_period') ?? '']
  const since = days === undefined ? '' : timeBefore(call.state.clock(), days)
  const pool = actor === undefined ? acts.kind('push', 'merge', 'branch') : acts.by(actor)
  const rows = pool.filter(
    (act) =>
      (act.kind === 'push' || act.kind === 'merge' || act.kind === 'branch') &&
      act.at >= since &&
      (type === null || activityType(act) === type),
  )
  if (call.query.get('direction') === 'asc') rows.reverse()
  return byCursor(call, rows, (act) => activityShape(call, row, act))
}

/** Pages by an opaque cursor, as the activity log has them. */
export function byCursor(call: Call, rows: readonly Act[], shape: (act: Act) => unknown): Answer {
  const size = pageSize(call)
  const place = (name: string) => {
    const given = call.query.get(name)
    return given === null ? null : rows.findIndex((act) => cursorOf(act) === given)
  }
  const after = place('after')
  const before = place('before')
  const start = after !== null ? after + 1 : before !== null ? Math.max(0, before - size) : 0
  const page = rows.slice(start, start + size)
  const first = page[0]
  const last = page.at(-1)
  const links: string[] = []
  if (last && start + size < rows.length)
    links.push(link(call, 'next', { after: cursorOf(last), before: null }))
  if (first && start > 0) links.push(link(call, 'prev', { before: cursorOf(first), after: null }))
  return ok(page.map(shape), links.length > 0 ? { link: links.join(', ') } : {})
}

function cursorOf(act: Act): string {
  return Buffer.from(`activity:${act.id}`).toString('base64url')
}

function commits(call: Call): Answer {
  const { row, acts } = here(call)
  const author = call.query.get('author')
  const since = toInstant(call.query.get('since'), '')
  const until = toInstant(call.query.get('until'), '9999')
  const branch = call.query.get('sha') ?? row.default_branch
  const pool = author === null ? acts.kind('commit') : acts.by(author)
  const rows = pool.filter((act) => {
    const at = act.committed_at ?? act.at
    const linked = author === null || !act.unlinked
    return (
      act.kind === 'commit' &&
      linked &&
      at >= since &&
      at <= until &&
      (act.branch ?? row.default_branch) === branch
    )
  })
  return paged(call, rows, (act) => commitShape(call, row, act))
}

function commit(call: Call): Answer {
  const { row, acts } = here(call)
  const ref = call.params.ref ?? ''
  const found = ref === row.default_branch || ref === 'HEAD' ? acts.kind('commit')[0] : acts.commit(ref)
  if (!found) throw notFound()
  return ok({ ...commitShape(call, row, found), stats: { total: 1, additions: 1, deletions: 0 }, files: [] })
}

function contributors(call: Call): Answer {
  const { acts } = here(call)
  const counts = new Map<string, number>()
  for (const act of acts.kind('commit'))
    if (!act.unlinked) counts.set(act.actor, (counts.get(act.actor) ?? 0) + 1)
  const rows = [...counts].sort((a, b) => b[1] - a[1])
  return paged(call, rows, ([login, contributions]) => ({ ...simpleUser(call, login), contributions }))
}

function oldestFirst(call: Call, kind: Act['kind'], shape: Shape): Answer {
  const { row, acts } = here(call)
  return paged(call, acts.kind(kind).toReversed(), (act) => shape(call, row, act))
}

function comments(call: Call, kind: Act['kind'], shape: Shape): Answer {
  const { row, acts } = here(call)
  acts.threads
  const since = toInstant(call.query.get('since'), '')
  const rows = acts.kind(kind).filter((act) => act.at >= since)
  const sorted = call.query.has('sort') && (call.query.get('direction') ?? 'desc') === 'desc'
  return paged(call, sorted ? rows : rows.toReversed(), (act) => shape(call, row, act))
}

function ofThread(call: Call, kind: Act['kind'], shape: Shape): Answer {
  const { row, acts } = here(call)
  const thread = acts.threads.get(Number(call.params.n))
  if (!thread) throw notFound()
  return paged(call, thread.acts.filter((act) => act.kind === kind).toReversed(), (act) =>
    shape(call, row, act),
  )
}

function issues(call: Call): Answer {
  const { row, acts } = here(call)
  const since = toInstant(call.query.get('since'), '')
  const rows = acts
    .threadList('any', call.query.get('sort') === 'updated' ? 'updated' : 'created')
    .filter((thread) => thread.updatedAt >= since && inState(call, thread.closed !== null))
  return paged(call, call.query.get('direction') === 'asc' ? rows.toReversed() : rows, (thread) =>
    issueShape(call, row, thread),
  )
}

function issue(call: Call): Answer {
  const { row, acts } = here(call)
  const thread = acts.threads.get(Number(call.params.n))
  if (!thread || thread.kind === 'discussion') throw notFound()
  return ok(issueShape(call, row, thread))
}

function pulls(call: Call): Answer {
  const { row, acts } = here(call)
  const rows = acts
    .threadList('pull_request', call.query.get('sort') === 'updated' ? 'updated' : 'created')
    .filter((thread) => inState(call, thread.closed !== null))
  return paged(call, call.query.get('direction') === 'asc' ? rows.toReversed() : rows, (thread) =>
    pullShape(call, row, thread),
  )
}

function issueEvents(call: Call): Answer {
  const { row, acts } = here(call)
  acts.threads
  return paged(call, acts.kind('label', 'close', 'assign', 'merge', 'mention', 'review_request'), (act) =>
    issueEventShape(call, row, act),
  )
}

function listed(call: Call, kinds: readonly Act['kind'][], shape: Shape): Answer {
  const { row, acts } = here(call)
  return paged(call, acts.kind(...kinds), (act) => shape(call, row, act))
}

/** With filters GitHub lists a thousand runs at most. */
function runs(call: Call): Answer {
  const { row, acts } = here(call)
  const actor = call.query.get('actor')?.toLowerCase()
  const event = call.query.get('event')
  const [from, to] = createdRange(call.query.get('created'))
  const all = acts
    .kind('workflow_dispatch', 'workflow_rerun', 'scheduled_run')
    .filter(
      (act) =>
        (actor === undefined || (act.kind !== 'workflow_rerun' && act.actor.toLowerCase() === actor)) &&
        (event === null || runEvent(act) === event) &&
        act.at >= from &&
        act.at <= to,
    )
  const rows = actor !== undefined || event !== null || from !== '' ? all.slice(0, 1000) : all
  return paged(
    call,
    rows,
    (act) => runShape(call, row, act),
    (page) => ({ total_count: all.length, workflow_runs: page }),
  )
}

/** Read `>=D`, `D..E` or `D`. */
export function createdRange(text: string | null): readonly [string, string] {
  if (text === null) return ['', '9999']
  const [from = '', to] = text.split('..')
  if (to !== undefined) return [from.replace('*', ''), to === '*' ? '9999' : `${to}~`]
  const bare = from.replace(/^[<>]=?/, '')
  if (from.startsWith('<')) return ['', bare.length === 10 && from.startsWith('<=') ? `${bare}~` : bare]
  if (from.startsWith('>')) return [from.startsWith('>=') || bare.length > 10 ? bare : `${bare}~`, '9999']
  return [bare, `${bare}~`]
}

function inState(call: Call, closed: boolean): boolean {
  const state = call.query.get('state') ?? 'open'
  return state === 'all' || (state === 'closed') === closed
}

function timeBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString().replace('.000Z', 'Z')
}
