/** Search of issues, pull requests, discussions and commits by qualifiers. */

import { createdRange } from './rest/routes-acts.ts'
import type { GitHubState } from './state.ts'
import type { Act } from './world/act.ts'
import { compare } from './world/acts.ts'
import type { Repository } from './world/format.ts'
import { same } from './world/lookups.ts'
import type { Thread } from './world/threads.ts'

type Sees = (repo: Repository) => boolean
export type FoundThread = { readonly repo: Repository; readonly thread: Thread }
export type FoundCommit = { readonly repo: Repository; readonly act: Act }

type Terms = ReadonlyMap<string, readonly string[]>

/** Issues and pull requests (or discussions) that fit, newest first by creation, or as `sort:` says. */
export function searchThreads(
  state: GitHubState,
  query: string,
  sees: Sees,
  discussions = false,
): readonly FoundThread[] {
  const terms = termsOf(query)
  const sort = terms.get('sort')?.[0] ?? 'created'
  const key = sort.startsWith('updated') ? 'updatedAt' : 'createdAt'
  const found = candidates(state, terms, sees).filter(
    ({ thread }) => (thread.kind === 'discussion') === discussions && fits(thread, terms),
  )
  const order = sort.endsWith('-asc') ? -1 : 1
  return found.sort((a, b) => compare(b.thread[key], a.thread[key]) * order)
}

/** Default-branch commits that fit, newest first. */
export function searchCommits(state: GitHubState, query: string, sees: Sees): readonly FoundCommit[] {
  const terms = termsOf(query)
  const author = terms.get('author')?.[0]
  const authored = rangeOf(terms, 'author-date')
  const committed = rangeOf(terms, 'committer-date')
  return scope(state, terms, sees)
    .flatMap((repo) => {
      const acts = state.world.acts.inRepository(repo.owner, repo.name)
      return (author === undefined ? acts.kind('commit') : acts.by(author))
        .filter(
          (act) =>
            act.kind === 'commit' &&
            !act.unlinked &&
            inRange(act.at, authored) &&
            inRange(act.committed_at ?? act.at, committed),
        )
        .map((act) => ({ repo, act }))
    })
    .sort((a, b) => compare(b.act.at, a.act.at))
}

function termsOf(query: string): Terms {
  const words = query.match(/-?[\w-]+:("[^"]*"|\S+)/g) ?? []
  const pairs = words.map((word) => {
    const cut = word.indexOf(':')
    return [word.slice(0, cut).toLowerCase(), word.slice(cut + 1).replaceAll('"', '')] as const
  })
  return new Map(
    [...Map.groupBy(pairs, ([key]) => key)].map(([key, rows]) => [key, rows.map(([, value]) => value)]),
  )
}

/** Repositories in scope: at most the 4,000 that GitHub searches. */
function scope(state: GitHubState, terms: Terms, sees: Sees): readonly Repository[] {
  const owners = [...(terms.get('org') ?? []), ...(terms.get('user') ?? [])]
  const names = terms.get('repo') ?? []
  const named = names.flatMap((name) => {
    const [owner = '', repo = ''] = name.split('/')
    return state.world.repository(owner, repo) ?? []
  })
  const owned = owners.flatMap((owner) => state.world.repositoriesOf(owner))
  const all = owners.length + names.length === 0 ? state.world.repositories : [...named, ...owned]
  return all.filter(sees).slice(0, 4000)
}

/** The threads to look at: those of the person named, else every one in scope. */
function candidates(state: GitHubState, terms: Terms, sees: Sees): FoundThread[] {
  const repositories = scope(state, terms, sees)
  const person = ['author', 'commenter', 'reviewed-by', 'involves', 'assignee'].flatMap(
    (key) => terms.get(key) ?? [],
  )[0]
  return repositories.flatMap((repo) => {
    const acts = state.world.acts.inRepository(repo.owner, repo.name)
    if (person === undefined) return [...acts.threads.values()].map((thread) => ({ repo, thread }))
    const own = acts.by(person)
    if (own.length === 0) return []
    const { threads } = acts
    const numbers = new Set(own.flatMap((act) => (act.n === null ? [] : [act.n])))
    return [...numbers].flatMap((n) => {
      const thread = threads.get(n)
      return thread ? [{ repo, thread }] : []
    })
  })
}

function fits(thread: Thread, terms: Terms): boolean {
  const did = (login: string, kinds: readonly Act['kind'][]) =>
    thread.acts.some((act) => kinds.includes(act.kind) && same(act.actor, login))
  const wrote = (login: string) => thread.author !== null && same(thread.author, login)
  const comments = ['issue_comment', 'review_comment', 'discussion_comment'] as const
  for (const [key, values] of terms) {
    for (const value of values) {
      if (key === 'author' && !wrote(value)) return false
      if (key === 'commenter' && !did(value, comments)) return false
      if (key === 'reviewed-by' && !did(value, ['review'])) return false
      if (key === 'involves' && !wrote(value) && !did(value, [...comments, 'assign'])) return false
      if ((key === 'is' || key === 'type') && !isSo(thread, value)) return false
      if (
        (key === 'created' && !inRange(thread.createdAt, createdRange(value))) ||
        (key === 'updated' && !inRange(thread.updatedAt, createdRange(value)))
      )
        return false
      if (key === 'merged' && !(thread.merge && inRange(thread.merge.at, createdRange(value)))) return false
    }
  }
  return true
}

function isSo(thread: Thread, value: string): boolean {
  switch (value) {
    case 'pr':
    case 'pull-request':
      return thread.kind === 'pull_request'
    case 'issue':
      return thread.kind === 'issue'
    case 'open':
      return thread.closed === null
    case 'closed':
      return thread.closed !== null
    case 'merged':
      return thread.merge !== null
    default:
      return true
  }
}

function rangeOf(terms: Terms, key: string): readonly [string, string] {
  return createdRange(terms.get(key)?.[0] ?? null)
}

function inRange(at: string, [from, to]: readonly [string, string]): boolean {
  return at >= from && at <= to
}
