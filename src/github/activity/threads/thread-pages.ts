/** A page of a repository's commits, issues and pull requests: how to ask for it, and what it says. It asks nothing itself. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import { type Decoded, type Decoder, fields, moment, nullable, rows, text } from '../../http/decode.ts'
import { pageInfo } from '../../http/graphql.ts'
import { act, actor, gitHubTime } from '../actors.ts'
import { type LongThread, longOnes } from './long-threads.ts'
import { actsOfThread, issueTimeline, pullTimeline, threadNodes } from './thread-events.ts'

/** Where the next page of each list begins: what is done with is null, what was not begun has no cursor. */
export interface Lists {
  readonly commits: string | 'begin' | null
  readonly issues: string | 'begin' | null
  readonly pulls: string | 'begin' | null
}

/** Items of a timeline that come with the thread; most have fewer within the window. */
const ITEMS = 'last: 20'
const NEWEST = 'orderBy: { field: UPDATED_AT, direction: DESC }'
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }'

/** Fields of GraphQL's Repository: what happened since `since`, in the threads that were updated since `updatedSince`. */
export function pageFields(at: Lists, since: Instant, updatedSince: Instant, size: number): string {
  const from = (cursor: string) => (cursor === 'begin' ? '' : `, after: ${JSON.stringify(cursor)}`)
  const asked = [
    at.commits === null
      ? ''
      : `defaultBranchRef { target { ... on Commit { history(first: 100, since: "${gitHubTime(since)}"${from(at.commits)}) { ${PAGE_INFO} nodes { url authoredDate author { name user { databaseId } } } } } } }`,
    at.issues === null
      ? ''
      : `issues(first: ${size}, ${NEWEST}, filterBy: { since: "${gitHubTime(updatedSince)}" }${from(at.issues)}) { ${PAGE_INFO} nodes { id url createdAt updatedAt author { ...ActorFields } ${issueTimeline(since, ITEMS)} } }`,
    at.pulls === null
      ? ''
      : `pullRequests(first: ${size}, ${NEWEST}${from(at.pulls)}) { ${PAGE_INFO} nodes { id url createdAt updatedAt mergedAt author { ...ActorFields } mergedBy { ...ActorFields } ${pullTimeline(since, ITEMS)} } }`,
  ]
  return asked.join(' ')
}

export function actsOfPage(repository: Id, page: Shown): Activity[] {
  return [
    ...(historyOf(page)?.nodes ?? []).flatMap((commit) =>
      act('timelines', 'commit', repository, {
        who: commit.author?.user,
        at: commit.authoredDate,
        url: commit.url,
      }),
    ),
    ...(page.issues?.nodes ?? []).flatMap((thread) => actsOfThread(repository, 'issue', thread)),
    ...(page.pullRequests?.nodes ?? []).flatMap((thread) => actsOfThread(repository, 'pull_request', thread)),
  ]
}

/** A commit that GitHub links to no account. */
export interface UnlinkedCommit {
  readonly sha: string
  readonly at: Instant
}

/** The commits of the page that GitHub links to nobody: their author's address belongs to no account. A bot has none anyway. */
export function unlinkedOf(page: Shown): readonly UnlinkedCommit[] {
  return (historyOf(page)?.nodes ?? []).flatMap(({ url, authoredDate, author }) => {
    const isPerson = author !== null && author.user === null && author.name?.endsWith('[bot]') !== true
    return isPerson ? [{ sha: url.slice(url.lastIndexOf('/') + 1), at: authoredDate }] : []
  })
}

/** The threads of which not everything came along. */
export function longOf(page: Shown): readonly LongThread[] {
  return [...longOnes('Issue', page.issues?.nodes), ...longOnes('PullRequest', page.pullRequests?.nodes)]
}

export function behindPage(updatedSince: Instant, page: Shown): Lists {
  const history = historyOf(page)
  return {
    commits: history?.pageInfo.hasNextPage === true ? history.pageInfo.endCursor : null,
    issues: behind(updatedSince, page.issues),
    pulls: behind(updatedSince, page.pullRequests),
  }
}

/** Newest update first, so a thread that did not move since then ends the reading. */
function behind(updatedSince: Instant, threads: Shown['issues']): string | null {
  if (threads === null || !threads.pageInfo.hasNextPage) return null
  const last = threads.nodes.at(-1)
  return last !== undefined && isBefore(last.updatedAt, updatedSince) ? null : threads.pageInfo.endCursor
}

/** An empty repository has no default branch; everything else that was asked for must be there. */
export function isWhole(page: Shown, at: Lists): boolean {
  const history = at.commits === null || page.defaultBranchRef === null || historyOf(page) != null
  return (
    history &&
    (at.issues === null || page.issues !== null) &&
    (at.pulls === null || page.pullRequests !== null)
  )
}

function historyOf(page: Shown) {
  return page.defaultBranchRef?.target?.history
}

const HISTORY = fields({
  pageInfo,
  nodes: rows(
    fields({
      url: text,
      authoredDate: moment,
      author: nullable(fields({ name: nullable(text), user: actor })),
    }),
  ),
})

const BRANCH = nullable(fields({ target: nullable(fields({ history: nullable(HISTORY) })) }))

/** Null in an empty repository; undefined where it was not asked for, or not shown. */
const branch: Decoder<Decoded<typeof BRANCH> | undefined> = (value, odd) =>
  value === undefined ? undefined : BRANCH(value, odd)

/** Null where it was not asked for, not shown, or is switched off. */
const THREADS = nullable(fields({ pageInfo, nodes: threadNodes }))

/** What GitHub answers of a repository. */
export const shownPage = fields({ defaultBranchRef: branch, issues: THREADS, pullRequests: THREADS })
export type Shown = Decoded<typeof shownPage>
