/** Reads when each repository was last pushed to, discussed, commented or released, fifty repositories a request. */

import { latest } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import {
  type Decoded,
  type Decoder,
  fields,
  list,
  moment,
  nullable,
  OddValue,
  rows,
  text,
} from '../http/decode.ts'
import { isRefused } from '../http/graphql.ts'
import { hiddenBecause } from '../recheck/refused-repository.ts'
import { ACTOR_FRAGMENT, act, actor } from './actors.ts'

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

/**
 * The change times in the order of the repositories; `unread` are those that GitHub did not show in full, `hidden` those of
 * which it shows nothing, because they are blocked, refused or gone.
 */
export async function readChangeTimes(
  github: GitHub,
  repositories: readonly { id: Id; nodeId: string }[],
): Promise<{
  changed: readonly ChangeTimes[]
  unread: readonly Unread[]
  hidden: readonly Unread[]
}> {
  const { data, errors } = await github.graphql(
    CHANGE_TIMES,
    { ids: repositories.map((r) => r.nodeId) },
    CHANGE_TIMES_ANSWER,
  )
  const changed: ChangeTimes[] = []
  const unread: Unread[] = []
  const hidden: Unread[] = []
  for (const [index, { id }] of repositories.entries()) {
    const node = data.nodes[index]
    const problem = errors.find((e) => e.path?.[0] === 'nodes' && e.path[1] === index)
    if (node === null && (problem === undefined || isRefused(problem)))
      hidden.push({ id, reason: hiddenBecause(problem?.message ?? 'it does not say why') })
    else if (node == null || node instanceof OddValue || problem !== undefined)
      unread.push({ id, reason: problem?.message ?? reasonOf(node) })
    else changed.push(toChangeTimes(id, node))
  }
  return { changed, unread, hidden }
}

interface Unread {
  readonly id: Id
  readonly reason: string
}

function reasonOf(node: Node | OddValue | null | undefined): string {
  return node instanceof OddValue
    ? `GitHub does not document what it showed (${node.message})`
    : 'GitHub did not show it'
}

function toChangeTimes(id: Id, node: Node): ChangeTimes {
  const releases = node.releases?.nodes ?? []
  const comments = node.commitComments?.nodes ?? []
  const discussions = node.discussions?.nodes ?? []
  return {
    id,
    name: node.name,
    pushedAt: node.pushedAt,
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
    threadsUpdatedAt: latest(
      ...[...(node.issues?.nodes ?? []), ...(node.pullRequests?.nodes ?? [])].map((t) => t.updatedAt),
    ),
    commentedAt: latest(...comments.map((c) => c.createdAt)),
    discussedAt: latest(...discussions.map((d) => d.updatedAt)),
    releasedAt: latest(...releases.map((r) => r.publishedAt ?? r.createdAt)),
  }
}

type Node = Decoded<typeof NODE>

const SIGNED = { author: actor, createdAt: moment, url: text }
/** Whole: without its one row, everything else that has moved there would look unchanged. */
const UPDATED = nullable(fields({ nodes: list(fields({ updatedAt: moment })) }))
const NODE = fields({
  name: text,
  pushedAt: nullable(moment),
  issues: UPDATED,
  pullRequests: UPDATED,
  discussions: nullable(fields({ nodes: rows(fields({ ...SIGNED, updatedAt: moment })) })),
  releases: nullable(fields({ nodes: rows(fields({ ...SIGNED, publishedAt: nullable(moment) })) })),
  commitComments: nullable(fields({ nodes: rows(fields(SIGNED)) })),
})

/** An odd repository keeps its place in the list, and costs only itself. */
const NODE_OR_ODD: Decoder<Node | OddValue> = (value, odd) => {
  try {
    return NODE(value, odd)
  } catch (error) {
    if (error instanceof OddValue) return error
    throw error
  }
}

const CHANGE_TIMES_ANSWER = fields({ nodes: list(nullable(NODE_OR_ODD)) })

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
