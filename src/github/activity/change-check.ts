/** Reads when each repository was last pushed to, discussed, commented or released, fifty repositories a request. */

import { instant, latest } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { ACTOR_FRAGMENT, type Actor, act } from './actors.ts'

/** Repositories per query, which then costs two or three points. */
export const REPOSITORIES_PER_CHECK = 50

/** When a repository last changed; a null time: never. */
export interface ChangeTimes {
  readonly id: Id
  /** Its current name, without the owner. */
  readonly name: string
  readonly pushedAt: Instant | null
  /** The newest releases, comments on commits and discussions, which come with the times at no extra cost. */
  readonly acts: readonly Activity[]
  /** Of issues and pull requests. */
  readonly threadsUpdatedAt: Instant | null
  /** Of comments on commits. */
  readonly commentedAt: Instant | null
  readonly discussedAt: Instant | null
  readonly releasedAt: Instant | null
}

/** The change times in the order of the repositories; `unread` are those that GitHub did not show in full. */
export async function readChangeTimes(
  github: GitHub,
  repositories: readonly { id: Id; nodeId: string }[],
): Promise<{ changed: readonly ChangeTimes[]; unread: readonly { id: Id; reason: string }[] }> {
  const { data, errors } = await github.graphql<{ nodes: readonly (Node | null)[] }>(CHANGE_TIMES, {
    ids: repositories.map((r) => r.nodeId),
  })
  const changed: ChangeTimes[] = []
  const unread: { id: Id; reason: string }[] = []
  for (const [index, { id }] of repositories.entries()) {
    const node = data.nodes[index]
    const problem = errors.find((e) => e.path?.[0] === 'nodes' && e.path[1] === index)
    if (node == null || problem !== undefined)
      unread.push({ id, reason: problem?.message ?? 'GitHub did not show it' })
    else changed.push(toChangeTimes(id, node))
  }
  return { changed, unread }
}

function toChangeTimes(id: Id, node: Node): ChangeTimes {
  const releases = node.releases?.nodes ?? []
  const comments = node.commitComments?.nodes ?? []
  const discussions = node.discussions?.nodes ?? []
  return {
    id,
    name: node.name,
    pushedAt: node.pushedAt === null ? null : instant(node.pushedAt),
    acts: [
      ...releases.flatMap((r) =>
        act('probe', 'release', id, { who: r.author, at: r.publishedAt ?? r.createdAt, url: r.url }),
      ),
      ...comments.flatMap((c) =>
        act('probe', 'commit_comment', id, { who: c.author, at: c.createdAt, url: c.url }),
      ),
      ...discussions.flatMap((d) =>
        act('probe', 'discussion', id, { who: d.author, at: d.createdAt, url: d.url }),
      ),
    ],
    threadsUpdatedAt: newest(
      [...(node.issues?.nodes ?? []), ...(node.pullRequests?.nodes ?? [])].map((t) => t.updatedAt),
    ),
    commentedAt: newest(comments.map((c) => c.createdAt)),
    discussedAt: newest(discussions.map((d) => d.updatedAt)),
    releasedAt: newest(releases.map((r) => r.publishedAt ?? r.createdAt)),
  }
}

function newest(moments: readonly string[]): Instant | null {
  return latest(...moments.map((at) => instant(at)))
}

interface Signed {
  readonly author: Actor | null
  readonly createdAt: string
  readonly url: string
}

interface Node {
  readonly name: string
  readonly pushedAt: string | null
  readonly issues: { readonly nodes: readonly { readonly updatedAt: string }[] } | null
  readonly pullRequests: { readonly nodes: readonly { readonly updatedAt: string }[] } | null
  readonly discussions: { readonly nodes: readonly (Signed & { readonly updatedAt: string })[] } | null
  readonly releases: { readonly nodes: readonly (Signed & { readonly publishedAt: string | null })[] } | null
  readonly commitComments: { readonly nodes: readonly Signed[] } | null
}

const CHANGE_TIMES = `query ChangeCheck($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      name
      pushedAt
      issues(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }
      pullRequests(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }
      discussions(first: 3, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { url createdAt updatedAt author { ...ActorFields } } }
      releases(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { url createdAt publishedAt author { ...ActorFields } } }
      commitComments(last: 5) { nodes { url createdAt author { ...ActorFields } } }
    }
  }
}
${ACTOR_FRAGMENT}`
