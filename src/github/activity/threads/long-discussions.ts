/** What was said in discussions, and the part of it that did not fit on their page: read back to the first word, or trouble. Never half. */

import type { Activity, Id } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { GitHubTrouble } from '../../http/errors.ts'
import { problemOf } from '../../http/graphql.ts'
import { ACTOR_FRAGMENT, type Actor, act } from '../actors.ts'

/** Where there is more before what was shown. Kept in the bookmark of an audit: no more than it takes to go on. */
export interface End {
  readonly of: 'Discussion' | 'DiscussionComment'
  readonly id: string
  readonly before: string
}

/**
 * One request: comments and replies before those that came along, a hundred each of the first few ends; and what is left.
 * A comment's own date ends nothing, since an old comment may have a new reply.
 */
export async function furtherBack(
  github: GitHub,
  repository: Id,
  open: readonly End[],
): Promise<{ readonly acts: readonly Activity[]; readonly left: readonly End[] }> {
  const asked = open.slice(0, ENDS_AT_ONCE)
  const { data, errors } = await github.graphql<Record<string, Partial<Heard> | null>>(queryFor(asked))
  const talks = asked.map((end, index) => wholeAnswer(end, data[`e${index}`], problemOf(errors, `e${index}`)))
  return {
    acts: talks.flatMap((discussion) => actsOfDiscussion(repository, discussion)),
    left: repliesFirst([...open.slice(ENDS_AT_ONCE), ...talks.flatMap(endsOfDiscussion)]),
  }
}

/** What these leave open. */
export function endsOf(discussions: readonly DiscussionThread[]): readonly End[] {
  return repliesFirst(discussions.flatMap(endsOfDiscussion))
}

/** Comments open further ends, replies none but their own: so never more is open than a page or one request opens. */
function repliesFirst(ends: readonly End[]): readonly End[] {
  return [...ends.filter((end) => end.of !== 'Discussion'), ...ends.filter((end) => end.of === 'Discussion')]
}

export function actsOfDiscussion(repository: Id, discussion: DiscussionThread): Activity[] {
  const said = [
    ...discussion.comments.nodes.flatMap((c) => [c, ...c.replies.nodes]),
    ...(discussion.replies?.nodes ?? []),
  ]
  return said.flatMap((c) =>
    act('discussions', 'discussion_comment', repository, { who: c.author, at: c.createdAt, url: c.url }),
  )
}

/** GraphQL's `comments` of a discussion with the newest replies of each. */
export function commentsField(page: string): string {
  return `comments(${page}) { ${EARLIER} nodes { id ${SAID} ${repliesField('last: 20')} } }`
}

function repliesField(page: string): string {
  return `replies(${page}) { ${EARLIER} nodes { ${SAID} } }`
}

const EARLIER = 'pageInfo { hasPreviousPage startCursor }'
const SAID = 'url createdAt author { ...ActorFields }'
/** So many ends of a hundred comments with twenty replies are fewer nodes than a page of discussions. */
const ENDS_AT_ONCE = 10

function endsOfDiscussion(discussion: DiscussionThread): End[] {
  return [
    ...endOf('Discussion', discussion.id, discussion.comments.pageInfo),
    ...endOf('DiscussionComment', discussion.id, discussion.replies?.pageInfo),
    ...discussion.comments.nodes.flatMap((c) => endOf('DiscussionComment', c.id, c.replies.pageInfo)),
  ]
}

function endOf(of: End['of'], id: string, pageInfo: Earlier | undefined): End[] {
  if (pageInfo?.hasPreviousPage !== true) return []
  // Without a cursor the next question would be answered with the newest again.
  if (pageInfo.startCursor === null) throw notShown('more is there, and no way to it')
  return [{ of, id, before: pageInfo.startCursor }]
}

function queryFor(ends: readonly End[]): string {
  const asked = ends.map(({ of, id, before }, index) => {
    const page = `last: 100, before: ${JSON.stringify(before)}`
    const field = of === 'Discussion' ? commentsField(page) : repliesField(page)
    return `e${index}: node(id: ${JSON.stringify(id)}) { ... on ${of} { ${field} } }`
  })
  return `query LongDiscussions { rateLimit { cost } ${asked.join('\n')} } ${ACTOR_FRAGMENT}`
}

function wholeAnswer(
  end: End,
  shown: Partial<Heard> | null | undefined,
  problem: string | null,
): DiscussionThread {
  const { comments, replies } = shown ?? {}
  if (problem !== null || (end.of === 'Discussion' ? comments : replies) == null)
    throw notShown(problem ?? 'no answer')
  return { id: end.id, comments: comments ?? NOTHING, ...(replies == null ? {} : { replies }) }
}

function notShown(reason: string): GitHubTrouble {
  return new GitHubTrouble({ kind: 'invalid' }, `GitHub did not show a long discussion in full: ${reason}`)
}

export interface Said {
  readonly author: Actor | null
  readonly createdAt: string
  readonly url: string
}

/** A discussion with its comments, or a comment with its replies. */
export interface DiscussionThread extends Heard {
  readonly id: string
}

interface Heard {
  readonly comments: Shown<Said & { readonly id: string; readonly replies: Shown<Said> }>
  readonly replies?: Shown<Said>
}

interface Shown<Row> {
  readonly pageInfo: Earlier
  readonly nodes: readonly Row[]
}

interface Earlier {
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
}

const NOTHING: Heard['comments'] = { pageInfo: { hasPreviousPage: false, startCursor: null }, nodes: [] }
