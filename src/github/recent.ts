/** The probe: what moved lately in many repositories at once, and who moved it. Only clears people; its gaps decide nothing. */

import { instant, latest } from '../policy/calendar.ts'
import type { Activity, Id, Instant } from '../policy/words.ts'
import { act, WHO, type Who } from './acts.ts'
import type { GitHub } from './client.ts'

export interface Recent {
  readonly repository: Id
  readonly acts: readonly Activity[]
  readonly talkedAt: Instant | null
  readonly discussedAt: Instant | null
  readonly releasedAt: Instant | null
}

/** The newest commits, pull requests, issues, releases and discussions of these repositories, since `since`. */
export async function recentActs(
  github: GitHub,
  repositories: readonly { id: Id; nodeId: string }[],
  since: Instant,
): Promise<{ recent: readonly Recent[]; unread: readonly { id: Id; reason: string }[] }> {
  const { data, errors } = await github.graphql<{ nodes: readonly (Node | null)[] }>(RECENT, {
    ids: repositories.map((r) => r.nodeId),
    since,
  })
  const recent: Recent[] = []
  const unread: { id: Id; reason: string }[] = []
  for (const [index, repository] of repositories.entries()) {
    const node = data.nodes[index]
    const problem = errors.find((e) => e.path?.[0] === 'nodes' && e.path[1] === index)
    if (node == null || problem !== undefined)
      unread.push({ id: repository.id, reason: problem?.message ?? 'GitHub did not show it' })
    if (node != null) recent.push(recentOf(repository.id, node))
  }
  return { recent, unread }
}

function recentOf(repository: Id, node: Node): Recent {
  const pulls = node.pullRequests?.nodes ?? []
  const issues = node.issues?.nodes ?? []
  const discussions = node.discussions?.nodes ?? []
  const releases = node.releases?.nodes ?? []
  const onCommits = node.commitComments?.nodes ?? []
  return {
    repository,
    acts: [
      ...(node.defaultBranchRef?.target?.history?.nodes ?? []).flatMap((c) =>
        act('probe', 'commit', repository, { who: c.author?.user, at: c.authoredDate, url: c.url }),
      ),
      ...pulls.flatMap((pull) => [
        ...act('probe', 'pull_request', repository, { who: pull.author, at: pull.createdAt, url: pull.url }),
        ...act('probe', 'merge', repository, { who: pull.mergedBy, at: pull.mergedAt, url: pull.url }),
        ...(pull.reviews?.nodes ?? []).flatMap((r) =>
          act('probe', 'review', repository, { who: r.author, at: r.submittedAt, url: r.url }),
        ),
      ]),
      ...issues.flatMap((issue) =>
        act('probe', 'issue', repository, { who: issue.author, at: issue.createdAt, url: issue.url }),
      ),
      ...[...pulls, ...issues].flatMap((thing) =>
        (thing.comments?.nodes ?? []).flatMap((c) =>
          act('probe', 'issue_comment', repository, { who: c.author, at: c.createdAt, url: c.url }),
        ),
      ),
      ...onCommits.flatMap((c) =>
        act('probe', 'commit_comment', repository, { who: c.author, at: c.createdAt, url: c.url }),
      ),
      ...releases.flatMap((r) =>
        act('probe', 'release', repository, { who: r.author, at: r.publishedAt ?? r.createdAt, url: r.url }),
      ),
      ...discussions.flatMap((d) =>
        act('probe', 'discussion', repository, { who: d.author, at: d.createdAt, url: d.url }),
      ),
    ],
    talkedAt: newest([
      ...[...pulls, ...issues].map((thing) => thing.updatedAt),
      ...onCommits.map((c) => c.createdAt),
    ]),
    discussedAt: newest(discussions.map((d) => d.updatedAt)),
    releasedAt: newest(releases.map((r) => r.publishedAt ?? r.createdAt)),
  }
}

function newest(moments: readonly (string | null)[]): Instant | null {
  return latest(...moments.map((at) => (at === null ? null : instant(at))))
}

interface Comments {
  readonly nodes: readonly { readonly author: Who | null; readonly createdAt: string; readonly url: string }[]
}

interface Thing {
  readonly url: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly author: Who | null
  readonly comments?: Comments | null
}

interface Node {
  readonly defaultBranchRef: {
    readonly target: {
      readonly history?: {
        readonly nodes: readonly {
          readonly url: string
          readonly authoredDate: string
          readonly author: { readonly user: Who | null } | null
        }[]
      } | null
    } | null
  } | null
  readonly pullRequests: {
    readonly nodes: readonly (Thing & {
      readonly mergedAt: string | null
      readonly mergedBy: Who | null
      readonly reviews: {
        readonly nodes: readonly { author: Who | null; submittedAt: string | null; url: string }[]
      } | null
    })[]
  } | null
  readonly issues: { readonly nodes: readonly Thing[] } | null
  readonly commitComments?: Comments | null
  readonly discussions: { readonly nodes: readonly Thing[] } | null
  readonly releases: {
    readonly nodes: readonly {
      readonly author: Who | null
      readonly createdAt: string
      readonly publishedAt: string | null
      readonly url: string
    }[]
  } | null
}

const RECENT = `query Recent($ids: [ID!]!, $since: GitTimestamp!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      defaultBranchRef { target { ... on Commit { history(first: 100, since: $since) { nodes { url authoredDate author { user { databaseId } } } } } } }
      pullRequests(first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes {
          url createdAt updatedAt mergedAt author { ...Who } mergedBy { ...Who }
          reviews(last: 5) { nodes { url submittedAt author { ...Who } } }
          comments(last: 5) { nodes { url createdAt author { ...Who } } }
        }
      }
      issues(first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { url createdAt updatedAt author { ...Who } comments(last: 5) { nodes { url createdAt author { ...Who } } } }
      }
      commitComments(last: 20) { nodes { url createdAt author { ...Who } } }
      releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { url createdAt publishedAt author { ...Who } } }
      discussions(first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { url createdAt updatedAt author { ...Who } } }
    }
  }
}
${WHO}`
