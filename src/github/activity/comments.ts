/** Who commented: in conversations, on lines, on commits. By the comment's own author and date; what an App wrote in somebody's name is not theirs. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivitySource, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type ActsPage, act, type Place, restWho } from './actors.ts'

type Reader = (github: GitHub, place: Place, since: Instant, from: number) => AsyncGenerator<ActsPage>

/** Conversation comments of issues and pull requests. `since` filters by update, so each row is dated by its own creation. */
export const readIssueComments: Reader = comments(
  'issue_comments',
  'issue_comment',
  'GET /repos/{owner}/{repo}/issues/comments',
)

/** Comments on lines of a pull request. */
export const readReviewComments: Reader = comments(
  'review_comments',
  'review_comment',
  'GET /repos/{owner}/{repo}/pulls/comments',
)

/** Comments on commits: oldest first and no filter, so it is read from the last page backwards. */
export async function* readCommitComments(
  github: GitHub,
  place: Place,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  for (let page = from; ; ) {
    const { data, headers } = await github.rest<Comment[]>('GET /repos/{owner}/{repo}/comments', {
      owner: place.org,
      repo: place.repository.name,
      per_page: 100,
      page,
    })
    const last = page === 1 ? lastPage(headers.get('link')) : null
    // The last page may have been emptied meanwhile; that says nothing of those before it.
    const reached = data.some((row) => isBefore(instant(row.created_at), since))
    // Page 1 is read first because only its Link names the last page; then from the end backwards to page 2.
    const next = last !== null && last > 1 ? last : page <= 2 || reached ? null : page - 1
    yield { acts: data.flatMap((row) => commentActs(place, 'commit_comments', 'commit_comment', row)), next }
    if (next === null) return
    page = next
  }
}

function comments(source: ActivitySource, kind: 'issue_comment' | 'review_comment', route: string): Reader {
  return async function* (github, place, since, from) {
    const { org: owner, repository } = place
    const asked = { owner, repo: repository.name, since, sort: 'created', direction: 'desc' }
    for await (const { rows, next } of numberedPages<Comment>(github, route, asked, from)) {
      const reached = rows.some((row) => isBefore(instant(row.created_at), since))
      yield {
        acts: rows.flatMap((row) => commentActs(place, source, kind, row)),
        next: reached ? null : next,
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

function lastPage(link: string | null): number | null {
  const last = /<([^>]+)>;\s*rel="last"/.exec(link ?? '')?.[1]
  return last === undefined ? null : Number(new URL(last).searchParams.get('page'))
}

interface Comment {
  readonly user: { readonly id: number } | null
  readonly created_at: string
  readonly html_url: string
  readonly performed_via_github_app?: object | null
}
