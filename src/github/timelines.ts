/** Commits, issues and pull requests of several repositories in one query, with everything that happened in them. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { act, WHO, type Who } from './acts.ts'
import type { GitHub } from './client.ts'
import { problemOf } from './graphql-answer.ts'
import {
  actsOfThread,
  actsOfTimeline,
  issueTimeline,
  pullTimeline,
  type Thread,
  type Timeline,
} from './thread.ts'
import { GitHubTrouble } from './trouble.ts'

/** Where the reading of a repository stands: what is done with is null, what was not begun has no cursor. */
export interface Position {
  readonly commits: string | 'begin' | null
  readonly issues: string | 'begin' | null
  readonly pulls: string | 'begin' | null
}

export const BEGIN: Position = { commits: 'begin', issues: 'begin', pulls: 'begin' }

export interface Asked {
  readonly id: Id
  readonly nodeId: string
  /** Everything since then is wanted. */
  readonly since: Instant
  readonly at: Position
}

export interface Told {
  readonly id: Id
  readonly acts: readonly Activity[]
  /** Where to go on; null when everything since then was read. */
  readonly next: Position | null
}

/** One page of each repository; `size` threads each. A repository that GitHub does not show in full is missing from `told`. */
export async function timelines(
  github: GitHub,
  repositories: readonly Asked[],
  size: number,
): Promise<{ told: readonly Told[]; unread: readonly { id: Id; reason: string }[] }> {
  const { data, errors } = await github.graphql<Record<string, RepositoryNode | null>>(
    queryFor(repositories, size),
  )
  const told: Told[] = []
  const unread: { id: Id; reason: string }[] = []
  for (const [index, repository] of repositories.entries()) {
    const node = data[`r${index}`]
    const problem = problemOf(errors, `r${index}`)
    if (node == null || problem !== null || !isWhole(node, repository.at)) {
      unread.push({ id: repository.id, reason: problem ?? 'GitHub did not show it in full' })
      continue
    }
    told.push({
      id: repository.id,
      acts: [...actsOf(repository, node), ...(await restOfLongThreads(github, repository, node))],
      next: positionBehind(repository, node),
    })
  }
  return { told, unread }
}

function actsOf(asked: Asked, node: RepositoryNode): Activity[] {
  return [
    ...(historyOf(node)?.nodes ?? []).flatMap((commit) =>
      act('timelines', 'commit', asked.id, {
        who: commit.author?.user,
        at: commit.authoredDate,
        url: commit.url,
      }),
    ),
    ...(node.issues?.nodes ?? []).flatMap((thread) => actsOfThread(asked.id, 'issue', thread)),
    ...(node.pullRequests?.nodes ?? []).flatMap((thread) => actsOfThread(asked.id, 'pull_request', thread)),
  ]
}

/** Timelines longer than a page, read backwards to `since`: a hundred items a request. */
async function restOfLongThreads(github: GitHub, asked: Asked, node: RepositoryNode): Promise<Activity[]> {
  const acts: Activity[] = []
  const long = [...(node.issues?.nodes ?? []), ...(node.pullRequests?.nodes ?? [])].filter(
    (t) => t.timelineItems.pageInfo.hasPreviousPage,
  )
  for (const thread of long) {
    for (let before = thread.timelineItems.pageInfo.startCursor; before !== null; ) {
      const page = `last: 100, before: ${JSON.stringify(before)}`
      const { data, errors } = await github.graphql<{
        node: { timelineItems: Timeline } | null
      }>(`query LongThread { rateLimit { cost }
        node(id: ${JSON.stringify(thread.id)}) { ... on Issue { ${issueTimeline(asked.since, page)} } ... on PullRequest { ${pullTimeline(asked.since, page)} } } } ${WHO}`)
      if (data.node == null) {
        throw new GitHubTrouble(
          { kind: 'invalid' },
          `GitHub did not show a long thread in full: ${errors[0]?.message ?? 'no answer'}`,
        )
      }
      acts.push(...actsOfTimeline(asked.id, thread.url, data.node.timelineItems))
      const { hasPreviousPage, startCursor } = data.node.timelineItems.pageInfo
      before = hasPreviousPage ? startCursor : null
    }
  }
  return acts
}

function positionBehind(asked: Asked, node: RepositoryNode): Position | null {
  const history = historyOf(node)
  const next: Position = {
    commits: history?.pageInfo.hasNextPage === true ? history.pageInfo.endCursor : null,
    issues: behind(asked.since, node.issues),
    pulls: behind(asked.since, node.pullRequests),
  }
  return next.commits === null && next.issues === null && next.pulls === null ? null : next
}

/** Newest update first, so a thread that did not move since then ends the reading. */
function behind(since: Instant, threads: Threads | null | undefined): string | null {
  if (threads == null || !threads.pageInfo.hasNextPage) return null
  const last = threads.nodes.at(-1)
  return last !== undefined && isBefore(instant(last.updatedAt), since) ? null : threads.pageInfo.endCursor
}

/** An empty repository has no default branch; everything else that was asked for must be there. */
function isWhole(node: RepositoryNode, at: Position): boolean {
  const history = at.commits === null || node.defaultBranchRef === null || historyOf(node) != null
  return (
    history && (at.issues === null || node.issues != null) && (at.pulls === null || node.pullRequests != null)
  )
}

function historyOf(node: RepositoryNode) {
  return node.defaultBranchRef?.target?.history
}

interface Threads {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Thread[]
}

interface RepositoryNode {
  readonly defaultBranchRef?: {
    readonly target: {
      readonly history?: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        readonly nodes: readonly {
          readonly url: string
          readonly authoredDate: string
          readonly author: { readonly user: Who | null } | null
        }[]
      } | null
    } | null
  } | null
  readonly issues?: Threads | null
  readonly pullRequests?: Threads | null
}

/** Items of a timeline that come with the thread; most have fewer within the window. */
const ITEMS = 'last: 20'
const NEWEST = 'orderBy: { field: UPDATED_AT, direction: DESC }'
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }'

function queryFor(repositories: readonly Asked[], size: number): string {
  const parts = repositories.map(({ nodeId, since, at }, index) => {
    const from = (cursor: string) => (cursor === 'begin' ? '' : `, after: ${JSON.stringify(cursor)}`)
    const fields = [
      at.commits === null
        ? ''
        : `defaultBranchRef { target { ... on Commit { history(first: 100, since: "${since}"${from(at.commits)}) { ${PAGE_INFO} nodes { url authoredDate author { user { databaseId } } } } } } }`,
      at.issues === null
        ? ''
        : `issues(first: ${size}, ${NEWEST}, filterBy: { since: "${since}" }${from(at.issues)}) { ${PAGE_INFO} nodes { id url createdAt updatedAt author { ...Who } ${issueTimeline(since, ITEMS)} } }`,
      at.pulls === null
        ? ''
        : `pullRequests(first: ${size}, ${NEWEST}${from(at.pulls)}) { ${PAGE_INFO} nodes { id url createdAt updatedAt mergedAt author { ...Who } mergedBy { ...Who } ${pullTimeline(since, ITEMS)} } }`,
    ]
    return `r${index}: node(id: ${JSON.stringify(nodeId)}) { ... on Repository { ${fields.join(' ')} } }`
  })
  const asked = parts.join('\n')
  // A fragment that nothing uses makes the whole query invalid; pages of commits alone use none.
  return `query Timelines { rateLimit { cost } ${asked} } ${asked.includes('...Who') ? WHO : ''}`
}
