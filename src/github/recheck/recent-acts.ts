/** Reads the newest acts of one account right before something is removed from it. */

import { isUndated } from '../../policy/activity/plausible.ts'
import { isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import { type ChangeTimes, REPOSITORIES_PER_CHECK, readChangeTimes } from '../activity/change-check.ts'
import { readNewestComments } from '../activity/last-seen.ts'
import { readNewestPushes } from '../activity/pushes.ts'
import { readDiscussions } from '../activity/threads/discussions.ts'
import { BEGIN, readTimelines, type TimelinePosition } from '../activity/threads/timelines.ts'
import type { GitHub } from '../http/client.ts'
import { GitHubTrouble } from '../http/errors.ts'
import { unreadable } from '../http/pages.ts'
import { readContributionsSince } from './recent-contributions.ts'

interface Repository {
  readonly id: Id
  readonly name: string
  readonly nodeId: string
}

interface Query {
  readonly organization: { readonly login: string; readonly nodeId: string }
  /** All of the organisation: whoever can read a repository can take part in its issues and discussions. */
  readonly repositories: readonly Repository[]
  /** Those to which the account can push, the most recently pushed first. */
  readonly writable: readonly Repository[]
  readonly webUrl: string
  readonly account: Id
  readonly login: string
  readonly since: Instant
  /** Repositories unchanged since then need not be read again after the newest audit. */
  readonly updatedSince: Instant
  readonly now: Instant
  /** Where the changed repositories would need more requests than these, none is made. */
  readonly mostRequests: number
}

/** The acts; or how many repositories have changed, where they are too many to read. */
type ActsSince =
  | { readonly kind: 'read'; readonly acts: readonly Activity[] }
  | { readonly kind: 'too_much'; readonly repositories: number }

/**
 * The account's own acts since `since`: contributions in the organisation; in every changed repository the timelines of
 * issues and pull requests, releases and discussions; where it can push, pushes, branches and merges; and, from a second
 * source, its newest comments and reviews of any time. Throws where one of them cannot be read: then nothing may be removed.
 */
export async function readActsSince(github: GitHub, query: Query): Promise<ActsSince> {
  const writable = new Set(query.writable.map(({ id }) => id))
  const changed = await readChanged(github, query.repositories, writable)
  const pushed = changedSince(query, changed, 'pushedAt').filter(({ id }) => writable.has(id))
  const withThreads = changedSince(query, changed, 'threadsUpdatedAt')
  const withDiscussions = changedSince(query, changed, 'discussedAt')
  if (
    pushed.length + Math.ceil(withThreads.length / REPOSITORIES_PER_QUERY) + withDiscussions.length >
    query.mostRequests
  ) {
    return { kind: 'too_much', repositories: new Set([...pushed, ...withThreads, ...withDiscussions]).size }
  }
  const acts = [
    ...(await readContributionsSince(github, { ...query, organizationNodeId: query.organization.nodeId })),
    ...(await readPushes(github, query, pushed)),
    ...changed.flatMap((repository) => repository.acts),
    ...(await readThreads(github, query, withThreads)),
    ...(await readAllDiscussions(github, query, withDiscussions)),
  ]
  requireDates(acts, query)
  const theirs = acts.filter((act) => act.account === query.account && !isBefore(act.at, query.since))
  // A search over the whole organisation, by person.
  const comments = await readNewestComments(github, query.organization.login, [
    { id: query.account, login: query.login },
  ])
  requireNoOddRows(github)
  return { kind: 'read', acts: [...theirs, ...comments] }
}

/** Throws where an act of theirs would not count only because GitHub gives it a date that cannot be. */
function requireDates(acts: readonly Activity[], { account, since, now }: Query): void {
  const undated = acts.find(
    (act) => act.account === account && isBefore(act.at, since) && isUndated(act, now),
  )
  if (undated !== undefined) throw unreadable(`when an act of theirs was done (it says ${undated.at})`)
}

/**
 * Throws where a list has left out a row: what an audit may report as unread would look here like no act. Whoever is named
 * in the row says little, since a thread has comments of others as well.
 */
export function requireNoOddRows(github: GitHub): void {
  const [odd] = github.takeOddRows()
  if (odd !== undefined) throw unreadable(`what was done lately (${odd.sentence})`)
}

/** Without the repositories of which GitHub shows nothing, unless the account can write there: then nothing is concluded. */
async function readChanged(
  github: GitHub,
  repositories: readonly Repository[],
  writable: ReadonlySet<Id>,
): Promise<readonly (ChangeTimes & Repository)[]> {
  const all: (ChangeTimes & Repository)[] = []
  for (let from = 0; from < repositories.length; from += REPOSITORIES_PER_CHECK) {
    const batch = repositories.slice(from, from + REPOSITORIES_PER_CHECK)
    const { changed, unread, hidden } = await readChangeTimes(github, batch)
    const shown = new Map(changed.map((times) => [times.id, times]))
    for (const { id, nodeId } of batch) {
      const times = shown.get(id)
      const isHidden = hidden.some((repository) => repository.id === id)
      if (isHidden && !writable.has(id)) continue
      if (times === undefined) {
        const reason = [...unread, ...hidden].find((repository) => repository.id === id)?.reason
        throw incomplete(`what moved in repository ${id}`, reason ?? 'it is missing from the answer')
      }
      all.push({ ...times, nodeId })
    }
  }
  return all
}

function changedSince<R extends Repository>(
  query: Query,
  repositories: readonly (ChangeTimes & R)[],
  what: 'pushedAt' | 'threadsUpdatedAt' | 'discussedAt',
): readonly R[] {
  return repositories.filter((repository) => {
    const at = repository[what]
    return at !== null && !isBefore(at, query.updatedSince)
  })
}

/** Pushes, branches and merges. Newest first, so one page of each repository is enough. */
async function readPushes(
  github: GitHub,
  query: Query,
  repositories: readonly Repository[],
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (const repository of repositories) {
    const scope = { org: query.organization.login, repository, webUrl: query.webUrl }
    acts.push(...(await readNewestPushes(github, scope, query.login)))
  }
  return acts
}

/** Repositories of one query, and threads of each: enough for a few days. */
const REPOSITORIES_PER_QUERY = 5
const THREADS = 30

async function readThreads(
  github: GitHub,
  query: Query,
  repositories: readonly Repository[],
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  let open: readonly (Repository & { readonly at: TimelinePosition })[] = repositories.map((repository) => ({
    ...repository,
    at: BEGIN,
  }))
  while (open.length > 0) {
    const batch = open
      .slice(0, REPOSITORIES_PER_QUERY)
      .map((repository) => ({ ...repository, since: query.since, began: query.now }))
    const { results, unread } = await readTimelines(github, batch, THREADS)
    const [first] = unread
    if (first !== undefined) throw incomplete(`the conversations of repository ${first.id}`, first.reason)
    acts.push(...results.flatMap(({ acts }) => acts))
    const next = new Map(results.map((result) => [result.id, result.next]))
    open = open.flatMap((repository) => {
      const at = next.get(repository.id)
      return at === null ? [] : [{ ...repository, at: at ?? repository.at }]
    })
  }
  return acts
}

async function readAllDiscussions(
  github: GitHub,
  query: Query,
  repositories: readonly Repository[],
): Promise<readonly Activity[]> {
  const acts: Activity[] = []
  for (const repository of repositories) {
    const scope = { org: query.organization.login, repository }
    for await (const page of readDiscussions(github, scope, query.since, null)) acts.push(...page.acts)
  }
  return acts
}

function incomplete(what: string, reason: string): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub did not show ${what}: ${reason}`,
  )
}
