/** What happened in one organisation, collected row by row, with threads that strangers open and go on with. */
import type { ActKind, ActRow } from '../../fake-github/world/act.ts'
import type { Kind } from './organization.ts'

/** The present of the nine organisations; six calendar months before it the window begins, on 22 May 2026. */
export const NOW = '2026-11-22T06:00:00Z'
/** They hold no access anywhere. */
export const STRANGERS = Array.from({ length: 5 }, (_, i) => `wanderly-${i + 1}`)

const HOUR = 3_600_000

type Thread = 'issue' | 'pull_request' | 'discussion'
type More = Partial<Omit<ActRow, 'actor' | 'kind' | 'owner' | 'repo' | 'at'>>

export interface History {
  readonly rows: readonly ActRow[]
  add(repo: string, actor: string, kind: ActKind, at: number, more?: More): void
  /** Opens a thread and returns its number. */
  open(repo: string, thread: Thread, actor: string, at: number): number
  /** One of the strangers, each in turn. */
  stranger(): string
  /**
   * One act of a person. What needs a thread happens on one that a stranger opened; a stranger also has the last word
   * on every thread, at `answeredAt`, so that the person is never its newest voice.
   */
  act(repo: string, login: string, kind: Kind, at: number, answeredAt: number): void
}

export function emptyHistory(owner: string): History {
  const rows: ActRow[] = []
  let threads = 0
  let strangers = 0
  const history: History = {
    rows,
    add(repo, actor, kind, at, more = {}) {
      rows.push({ actor, kind, owner, repo, at: iso(at), ...more })
    },
    open(repo, thread, actor, at) {
      threads += 1
      history.add(repo, actor, thread, at, { n: threads })
      return threads
    },
    stranger() {
      strangers = (strangers % STRANGERS.length) + 1
      return `wanderly-${strangers}`
    },
    act(repo, login, kind, at, answeredAt) {
      const thread = kind === 'co_author' ? undefined : THREADS[kind]
      if (kind === 'co_author') history.add(repo, history.stranger(), 'commit', at, { co_authors: [login] })
      else if (thread === undefined) history.add(repo, login, kind, at, DETAILS[kind])
      else {
        const isOpening = kind === thread
        const [opener, openedAt] = isOpening ? [login, at] : [history.stranger(), at - HOUR]
        const n = history.open(repo, thread, opener, openedAt)
        const subject = DONE_TO_SOMEBODY.has(kind) ? { subject: history.stranger() } : {}
        if (!isOpening) history.add(repo, login, kind, at, { n, ...DETAILS[kind], ...subject })
        const answer = thread === 'discussion' ? 'discussion_comment' : 'issue_comment'
        history.add(repo, history.stranger(), answer, Math.min(answeredAt, Date.parse(NOW) - HOUR), { n })
      }
    },
  }
  return history
}

/** Kinds that open a thread or happen on one. */
const THREADS: Partial<Record<ActKind, Thread>> = {
  issue: 'issue',
  issue_comment: 'issue',
  label: 'issue',
  close: 'issue',
  assign: 'issue',
  pull_request: 'pull_request',
  review: 'pull_request',
  review_comment: 'pull_request',
  review_request: 'pull_request',
  merge: 'pull_request',
  discussion: 'discussion',
  discussion_comment: 'discussion',
}

const DETAILS: Partial<Record<ActKind, More>> = {
  review: { state: 'COMMENTED' },
  push: { branch: 'topic' },
  branch: { branch: 'v2.x' },
  tag: { branch: 'v2.0.0' },
  release: { branch: 'v2.0.0' },
}

const DONE_TO_SOMEBODY: ReadonlySet<ActKind> = new Set(['assign', 'review_request'])

/** UTC ISO-8601 to the second. */
function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
