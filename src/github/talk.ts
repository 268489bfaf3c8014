/** What people said and tended in a repository: comments, issue events, releases. By the event's own actor and date. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, ActivitySource, Id, Instant } from '../policy/words.ts'
import { act, restWho } from './acts.ts'
import type { GitHub } from './client.ts'

export interface TalkPage {
  readonly acts: readonly Activity[]
  /** The next page; null when everything since the cutoff was read. */
  readonly next: number | null
}

interface Place {
  readonly org: string
  readonly repository: { readonly id: Id; readonly name: string }
}

type Reader = (github: GitHub, place: Place, since: Instant, from: number) => AsyncGenerator<TalkPage>

/** Conversation comments of issues and pull requests. `since` filters by update, so each row is dated by its own creation. */
export const issueComments: Reader = comments(
  'issue_comments',
  'issue_comment',
  'GET /repos/{owner}/{repo}/issues/comments',
)

/** Comments on lines of a pull request. */
export const reviewComments: Reader = comments(
  'review_comments',
  'review_comment',
  'GET /repos/{owner}/{repo}/pulls/comments',
)

/** Comments on commits: oldest first and no filter, so it is read from the last page backwards. */
export async function* commitComments(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<TalkPage> {
  for (let page = from; ; ) {
    const { data, headers } = await github.rest<Comment[]>('GET /repos/{owner}/{repo}/comments', {
      owner: place.org,
      repo: place.repository.name,
      per_page: 100,
      page,
    })
    const last = page === 1 ? lastPage(headers.get('link')) : null
    const reached = data.length === 0 || data.some((row) => isBefore(instant(row.created_at), since))
    // Page 1 is read first because only its Link names the last page; then from the end backwards to page 2.
    const next = last !== null && last > 1 ? last : page <= 2 || reached ? null : page - 1
    yield { acts: data.flatMap((row) => commentActs(place, 'commit_comments', 'commit_comment', row)), next }
    if (next === null) return
    page = next
  }
}

/** Labels, closes, assignments made, merges: triage. Newest first, and no `since`. https://docs.github.com/rest/issues/events */
export async function* issueEvents(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<TalkPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<IssueEvent[]>('GET /repos/{owner}/{repo}/issues/events', {
      owner: place.org,
      repo: place.repository.name,
      per_page: 100,
      page,
    })
    const reached = data.length < 100 || data.some((row) => isBefore(instant(row.created_at), since))
    yield { acts: data.flatMap((row) => eventActs(place, row)), next: reached ? null : page + 1 }
    if (reached) return
  }
}

/** Releases by who published them. https://docs.github.com/rest/releases/releases#list-releases */
export async function* releases(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<TalkPage> {
  for (let page = from; ; page++) {
    const { data } = await github.rest<Release[]>('GET /repos/{owner}/{repo}/releases', {
      owner: place.org,
      repo: place.repository.name,
      per_page: 100,
      page,
    })
    // Sorted by the tagged commit's date, so a page ends the reading only when all of it is older.
    const reached =
      data.length < 100 || data.every((row) => isBefore(instant(row.published_at ?? row.created_at), since))
    yield {
      acts: data.flatMap((row) =>
        act('releases', 'release', place.repository.id, {
          who: restWho(row.author),
          at: row.published_at ?? row.created_at,
          url: row.html_url,
        }),
      ),
      next: reached ? null : page + 1,
    }
    if (reached) return
  }
}

function comments(source: ActivitySource, kind: 'issue_comment' | 'review_comment', route: string): Reader {
  return async function* (github, place, since, from) {
    for (let page = from; ; page++) {
      const { data } = await github.rest<Comment[]>(route, {
        owner: place.org,
        repo: place.repository.name,
        since,
        sort: 'created',
        direction: 'desc',
        per_page: 100,
        page,
      })
      const reached = data.length < 100 || data.some((row) => isBefore(instant(row.created_at), since))
      yield {
        acts: data.flatMap((row) => commentActs(place, source, kind, row)),
        next: reached ? null : page + 1,
      }
      if (reached) return
    }
  }
}

function commentActs(
  place: Place,
  source: ActivitySource,
  kind: 'issue_comment' | 'review_comment' | 'commit_comment',
  row: Comment,
): Activity[] {
  // Written by an App in somebody's name: the App's act, not theirs.
  if (row.performed_via_github_app != null) return []
  return act(source, kind, place.repository.id, {
    who: restWho(row.user),
    at: row.created_at,
    url: row.html_url,
  })
}

/** Things that happen to somebody without their doing. */
const NOT_AN_ACT = new Set(['mentioned', 'subscribed', 'unsubscribed', 'referenced'])

function eventActs(place: Place, row: IssueEvent): Activity[] {
  if (NOT_AN_ACT.has(row.event) || row.performed_via_github_app != null) return []
  // Of an assignment `actor` is the assignee; who did it is `assigner`.
  const assigned = row.event === 'assigned' || row.event === 'unassigned'
  const who = restWho(
    assigned
      ? row.assigner
      : row.event === 'review_requested'
        ? (row.review_requester ?? row.actor)
        : row.actor,
  )
  const kind = row.event === 'merged' ? 'merge' : 'triage'
  return act('issue_events', kind, place.repository.id, {
    who,
    at: row.created_at,
    url: row.issue?.html_url ?? null,
  })
}

function lastPage(link: string | null): number | null {
  const last = /<([^>]+)>;\s*rel="last"/.exec(link ?? '')?.[1]
  return last === undefined ? null : Number(new URL(last).searchParams.get('page'))
}

interface User {
  readonly id: number
}

interface Comment {
  readonly user: User | null
  readonly created_at: string
  readonly html_url: string
  readonly performed_via_github_app?: object | null
}

interface IssueEvent {
  readonly event: string
  readonly actor: User | null
  readonly assigner?: User | null
  readonly review_requester?: User | null
  readonly created_at: string
  readonly issue?: { readonly html_url: string } | null
  readonly performed_via_github_app?: object | null
}

interface Release {
  readonly author: User | null
  readonly created_at: string
  readonly published_at: string | null
  readonly html_url: string
}
