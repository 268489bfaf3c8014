/** Reads the comments in issues and pull requests, on lines of code and on commits, by their own author and date. */

import { isBefore } from '../../policy/calendar.ts'
import type { Activity, ActivitySource, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, moment, rows, text } from '../http/decode.ts'
import { linkedPage } from '../http/link.ts'
import { hasNextPage, numberedPages } from '../http/numbered-pages.ts'
import { unreadable } from '../http/pages.ts'
import {
  type ActsPage,
  act,
  gitHubTime,
  hasReached,
  type RepositoryScope,
  restActor,
  toActor,
} from './actors.ts'

type Reader = (
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
) => AsyncGenerator<ActsPage>

/** Comments in issues and pull requests. GitHub's `since` filters by update, so a row may be older. */
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

/** Comments on commits. GitHub lists them oldest first without a filter, so they are read from the last page backwards. */
export async function* readCommitComments(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: number,
): AsyncGenerator<ActsPage> {
  for (let page = from; ; ) {
    const { data, headers } = await github.rest(
      'GET /repos/{owner}/{repo}/comments',
      { owner: scope.org, repo: scope.repository.name, per_page: 100, page },
      COMMENTS,
    )
    const last = page === 1 ? lastPage(headers.get('link')) : null
    // The last page may have been emptied meanwhile: an empty page does not end the reading.
    const reached = hasReached(data.map((row) => row.created_at).toReversed(), since)
    if (page === 1 && last === null && hasNextPage(headers, 0)) throw unreadable('the last page of a list')
    // Page 1 comes first because only its Link header names the last page; then from the end backwards to page 2.
    const next = last !== null && last > 1 ? last : page <= 2 || reached ? null : page - 1
    yield { acts: data.flatMap((row) => commentActs(scope, 'commit_comments', 'commit_comment', row)), next }
    if (next === null) return
    page = next
  }
}

function comments(source: ActivitySource, kind: 'issue_comment' | 'review_comment', route: string): Reader {
  return async function* (github, scope, since, from) {
    const { org: owner, repository } = scope
    const parameters = {
      owner,
      repo: repository.name,
      since: gitHubTime(since),
      sort: 'created',
      direction: 'desc',
    }
    for await (const page of numberedPages(github, route, parameters, from, COMMENTS)) {
      const last = page.rows.at(-1)
      const reached = last !== undefined && isBefore(last.created_at, since)
      yield {
        acts: page.rows.flatMap((row) => commentActs(scope, source, kind, row)),
        next: reached ? null : page.next,
      }
      if (reached) return
    }
  }
}

function commentActs(
  scope: RepositoryScope,
  source: ActivitySource,
  kind: 'issue_comment' | 'review_comment' | 'commit_comment',
  row: Decoded<typeof COMMENT>,
): Activity[] {
  // Also where they wrote it by way of an App: what an App writes as itself is a bot's.
  return act(source, kind, scope.repository.id, {
    who: toActor(row.user),
    at: row.created_at,
    url: row.html_url,
  })
}

function lastPage(link: string | null): number | null {
  const page = linkedPage(link, 'last')?.get('page') ?? null
  return page === null ? null : Number(page)
}

const COMMENT = fields({
  user: restActor,
  created_at: moment,
  html_url: text,
})
const COMMENTS = rows(COMMENT)
