/** Reads the comments and replies of a discussion that did not fit on their page, back to the first one or not at all. */

import type { Activity, Id } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import {
  type Decoded,
  type Decoder,
  fields,
  flag,
  moment,
  nullable,
  oneOf,
  record,
  rows,
  text,
} from '../../http/decode.ts'
import { GitHubTrouble } from '../../http/errors.ts'
import { problemOf, SAME_PAGE_AGAIN } from '../../http/graphql.ts'
import { ACTOR_FRAGMENT, act, actor } from '../actors.ts'

/** Where there is more before what was shown. Kept in an audit's checkpoint: no more than it takes to continue. */
export interface EarlierPage {
  readonly of: 'Discussion' | 'DiscussionComment'
  readonly id: string
  readonly before: string
}

/** Read back from a checkpoint. */
export const earlierPageDecoder: Decoder<EarlierPage> = fields({
  of: oneOf({ Discussion: 'Discussion', DiscussionComment: 'DiscussionComment' }),
  id: text,
  before: text,
})

/**
 * One request: a hundred comments or replies of each of the first few earlier pages; and what is left.
 * A comment's own date ends nothing, since an old comment may have a new reply.
 */
export async function readEarlierReplies(
  github: GitHub,
  repository: Id,
  open: readonly EarlierPage[],
): Promise<{ readonly acts: readonly Activity[]; readonly left: readonly EarlierPage[] }> {
  const asked = open.slice(0, PAGES_AT_ONCE)
  const { data, errors } = await github.graphql(queryFor(asked), {}, ANSWERS)
  const answers = asked.map((end, index) =>
    toDiscussionThread(end, data[`e${index}`], problemOf(errors, `e${index}`)),
  )
  return {
    acts: answers.flatMap((discussion) => actsOfDiscussion(repository, discussion)),
    left: repliesFirst([...open.slice(PAGES_AT_ONCE), ...answers.flatMap(earlierPagesIn)]),
  }
}

/** What of these discussions is still to be read. */
export function earlierPagesOf(discussions: readonly DiscussionThread[]): readonly EarlierPage[] {
  return repliesFirst(discussions.flatMap(earlierPagesIn))
}

/** Replies lead to nothing further, comments do: replies first keeps the list as short as what one request adds. */
function repliesFirst(ends: readonly EarlierPage[]): readonly EarlierPage[] {
  return [...ends.filter((end) => end.of !== 'Discussion'), ...ends.filter((end) => end.of === 'Discussion')]
}

export function actsOfDiscussion(repository: Id, discussion: DiscussionThread): Activity[] {
  const all = [
    ...discussion.comments.nodes.flatMap((c) => [c, ...c.replies.nodes]),
    ...(discussion.replies?.nodes ?? []),
  ]
  return all.flatMap((c) =>
    act('discussions', 'discussion_comment', repository, { who: c.author, at: c.createdAt, url: c.url }),
  )
}

/** GraphQL's `comments` of a discussion with the newest replies of each. */
export function commentsField(page: string): string {
  return `comments(${page}) { ${EARLIER} nodes { id ${COMMENT} ${repliesField('last: 20')} } }`
}

function repliesField(page: string): string {
  return `replies(${page}) { ${EARLIER} nodes { ${COMMENT} } }`
}

const EARLIER = 'pageInfo { hasPreviousPage startCursor }'
const COMMENT = 'url createdAt author { ...ActorFields }'
/** Ten times a hundred comments with twenty replies each are fewer nodes than a page of discussions. */
const PAGES_AT_ONCE = 10

function earlierPagesIn(discussion: DiscussionThread): EarlierPage[] {
  return [
    ...earlierPage('Discussion', discussion.id, discussion.comments.pageInfo),
    ...earlierPage('DiscussionComment', discussion.id, discussion.replies?.pageInfo),
    ...discussion.comments.nodes.flatMap((c) => earlierPage('DiscussionComment', c.id, c.replies.pageInfo)),
  ]
}

function earlierPage(
  of: EarlierPage['of'],
  id: string,
  pageInfo: Decoded<typeof BACKWARD_PAGE_INFO> | undefined,
): EarlierPage[] {
  if (pageInfo?.hasPreviousPage !== true) return []
  // Without a cursor the next question would be answered with the newest again.
  if (pageInfo.startCursor === null) throw notShown('it gave no cursor for the comments before these')
  return [{ of, id, before: pageInfo.startCursor }]
}

function queryFor(ends: readonly EarlierPage[]): string {
  const asked = ends.map(({ of, id, before }, index) => {
    const page = `last: 100, before: ${JSON.stringify(before)}`
    const field = of === 'Discussion' ? commentsField(page) : repliesField(page)
    return `e${index}: node(id: ${JSON.stringify(id)}) { ... on ${of} { ${field} } }`
  })
  return `query DiscussionReplies { rateLimit { cost } ${asked.join('\n')} } ${ACTOR_FRAGMENT}`
}

function toDiscussionThread(
  end: EarlierPage,
  shown: Decoded<typeof ANSWERS>[string] | undefined,
  problem: string | null,
): DiscussionThread {
  const { comments, replies } = shown ?? {}
  if (problem !== null || (end.of === 'Discussion' ? comments : replies) == null)
    throw notShown(problem ?? 'no answer')
  const { pageInfo } = (end.of === 'Discussion' ? comments : replies) ?? NO_COMMENTS
  if (pageInfo.hasPreviousPage && pageInfo.startCursor === end.before) throw notShown(SAME_PAGE_AGAIN)
  return { id: end.id, comments: comments ?? NO_COMMENTS, ...(replies == null ? {} : { replies }) }
}

function notShown(reason: string): GitHubTrouble {
  return new GitHubTrouble({ kind: 'invalid' }, `GitHub did not show a long discussion in full: ${reason}`)
}

/** A discussion with its comments, or a comment with its replies. */
export interface DiscussionThread {
  readonly id: string
  readonly comments: Decoded<typeof commentsPage>
  readonly replies?: Decoded<typeof REPLIES_PAGE>
}

const BACKWARD_PAGE_INFO = fields({ hasPreviousPage: flag, startCursor: nullable(text) })

const REPLIES_PAGE = fields({
  pageInfo: BACKWARD_PAGE_INFO,
  nodes: rows(fields({ url: text, createdAt: moment, author: actor })),
})

/** What `commentsField` asks for. */
export const commentsPage = fields({
  pageInfo: BACKWARD_PAGE_INFO,
  nodes: rows(fields({ id: text, url: text, createdAt: moment, author: actor, replies: REPLIES_PAGE })),
})

/** By alias; a field is null where GitHub does not show it, and where it was not asked for. */
const ANSWERS = record(
  nullable(fields({ comments: nullable(commentsPage), replies: nullable(REPLIES_PAGE) })),
)

const NO_COMMENTS: DiscussionThread['comments'] = {
  pageInfo: { hasPreviousPage: false, startCursor: null },
  nodes: [],
}
