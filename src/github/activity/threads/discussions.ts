/** Reads who opened, answered and commented discussions. */

import { isBefore } from '../../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import {
  type Decoded,
  type Decoder,
  either,
  fields,
  list,
  moment,
  nullable,
  rows,
  text,
} from '../../http/decode.ts'
import { nextCursor, notShown, pageInfo } from '../../http/graphql.ts'
import { ACTOR_FRAGMENT, act, actor, type RepositoryScope } from '../actors.ts'
import {
  actsOfDiscussion,
  commentsField,
  commentsPage,
  type EarlierPage,
  earlierPageDecoder,
  earlierPagesOf,
  readEarlierReplies,
} from './discussion-replies.ts'

/**
 * Where reading continues: at a page of discussions, or at earlier pages of long discussions (`open`). `page` waits until
 * nothing is open; null where it was the last.
 */
export type DiscussionCursor =
  | string
  | { readonly open: readonly EarlierPage[]; readonly page: string | null }

/** Read back from a checkpoint. */
export const discussionCursor: Decoder<DiscussionCursor> = either(
  text,
  fields({ open: list(earlierPageDecoder), page: nullable(text) }),
)

interface Read {
  readonly acts: readonly Activity[]
  /** Null when everything since then was read, the long ones to their first comment. */
  readonly next: DiscussionCursor | null
}

/** A request each: 25 discussions, newest update first, until `since`; of those updated since then, every comment and reply. */
export async function* readDiscussions(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  from: DiscussionCursor | null,
): AsyncGenerator<Read> {
  for (let at = from; ; ) {
    const read =
      at === null || typeof at === 'string'
        ? await readPage(github, scope, since, at)
        : await readEarlier(github, scope.repository.id, at)
    yield read
    if (read.next === null) return
    at = read.next
  }
}

async function readPage(
  github: GitHub,
  scope: RepositoryScope,
  since: Instant,
  after: string | null,
): Promise<Read> {
  const { data, errors } = await github.graphql(
    DISCUSSIONS,
    { org: scope.org, name: scope.repository.name, after },
    DISCUSSIONS_PAGE,
  )
  const page = data.repository?.discussions
  // An author who is refused is no ghost: whose act it was is not known, so nothing of it counts as read.
  if (page == null || errors.length > 0) throw notShown('the discussions', errors, 'discussions=read')
  const moved = page.nodes.filter((d) => !isBefore(d.updatedAt, since))
  const isLast = moved.length < page.nodes.length
  return {
    acts: page.nodes.flatMap((d) => actsOf(scope.repository.id, d)),
    next: cursorAfter(earlierPagesOf(moved), isLast ? null : nextCursor(page.pageInfo, after)),
  }
}

async function readEarlier(
  github: GitHub,
  repository: Id,
  { open, page }: Exclude<DiscussionCursor, string>,
): Promise<Read> {
  const { acts, left } = await readEarlierReplies(github, repository, open)
  return { acts, next: cursorAfter(left, page) }
}

function cursorAfter(open: readonly EarlierPage[], page: string | null): DiscussionCursor | null {
  return open.length === 0 ? page : { open, page }
}

function actsOf(repository: Id, discussion: Decoded<typeof DISCUSSION>): Activity[] {
  return [
    ...act('discussions', 'discussion', repository, {
      who: discussion.author,
      at: discussion.createdAt,
      url: discussion.url,
    }),
    ...actsOfDiscussion(repository, discussion),
  ]
}

const DISCUSSION = fields({
  id: text,
  url: text,
  createdAt: moment,
  updatedAt: moment,
  author: actor,
  comments: commentsPage,
})

/** `discussions` is null where they are switched off. */
const DISCUSSIONS_PAGE = fields({
  repository: nullable(fields({ discussions: nullable(fields({ pageInfo, nodes: rows(DISCUSSION) })) })),
})

const DISCUSSIONS = `query Discussions($org: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $org, name: $name) {
    discussions(first: 25, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id url createdAt updatedAt author { ...ActorFields }
        ${commentsField('last: 50')}
      }
    }
  }
}
${ACTOR_FRAGMENT}`
