/** Comments of a discussion and the replies to each as GraphQL shows them; a reply is never among the comments. */
import { sees } from '../rest/gate.ts'
import type { Act } from '../world/act.ts'
import type { Repository } from '../world/format.ts'
import { nodeId, readNodeId } from '../world/node-ids.ts'
import type { Thread } from '../world/threads.ts'
import { connection, type PageArgs } from './connection.ts'
import type { GraphContext, View } from './context.ts'

/** The `comments` field of a discussion, oldest first. */
export function discussionComments(context: GraphContext, repo: Repository, thread: Thread) {
  return (args: PageArgs): View =>
    connection(commentsWithReplies(thread), args, (given) => commentView(context, repo, thread, given))
}

/** The comment or reply of that id; null where it is none or may not be seen. */
export function discussionCommentNode(context: GraphContext, id: string): View | null {
  // Written as a discussion's id is, with the comment's number in the place of the discussion's.
  const key = id.startsWith('DC_') ? readNodeId(id.replace('DC_', 'D_')) : null
  const repo = key?.type === 'Discussion' ? context.state.world.repositoryById(key.repository) : undefined
  if (key?.type !== 'Discussion' || !repo || !sees(context, repo)) return null
  const { threads } = context.state.world.acts.inRepository(repo.owner, repo.name)
  for (const thread of threads.values()) {
    if (thread.kind !== 'discussion' || !thread.acts.some((act) => act.id === key.n)) continue
    for (const given of commentsWithReplies(thread)) {
      if (given.comment.id === key.n) return commentView(context, repo, thread, given)
      const reply = given.replies.find((act) => act.id === key.n)
      if (reply) return replyView(context, repo, thread, given, reply)
    }
  }
  return null
}

type CommentWithReplies = { readonly comment: Act; readonly replies: Act[] }

/** A `discussion_comment` whose action is `reply` answers the newest comment before it that is none. */
function commentsWithReplies(thread: Thread): readonly CommentWithReplies[] {
  const comments: CommentWithReplies[] = []
  for (const act of thread.acts.toReversed()) {
    if (act.kind !== 'discussion_comment') continue
    const answered = act.action === 'reply' ? comments.at(-1) : undefined
    if (answered) answered.replies.push(act)
    else comments.push({ comment: act, replies: [] })
  }
  return comments
}

function commentView(
  context: GraphContext,
  repo: Repository,
  thread: Thread,
  given: CommentWithReplies,
): View {
  return {
    ...context.views.actOnThread(repo, thread, given.comment),
    id: nodeId('DC', repo.id, given.comment.id),
    replyTo: null,
    replies: (args: PageArgs) =>
      connection(given.replies, args, (reply) => replyView(context, repo, thread, given, reply)),
  }
}

function replyView(
  context: GraphContext,
  repo: Repository,
  thread: Thread,
  given: CommentWithReplies,
  reply: Act,
): View {
  return {
    ...context.views.actOnThread(repo, thread, reply),
    id: nodeId('DC', repo.id, reply.id),
    replyTo: () => commentView(context, repo, thread, given),
    replies: (args: PageArgs) => connection([], args, () => null),
  }
}
