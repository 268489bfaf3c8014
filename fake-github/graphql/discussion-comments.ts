/** Comments of a discussion and the replies to each as GraphQL shows them; a reply is never among the comments. */
import { sees } from '../rest/gate.ts'
import type { Act } from '../world/acts.ts'
import type { Repository } from '../world/format.ts'
import { nodeId, readNodeId } from '../world/node-ids.ts'
import type { Thread } from '../world/threads.ts'
import { connection, type PageArgs } from './connection.ts'
import type { GraphContext, View } from './context.ts'
import { actOnThread } from './threads.ts'

/** The `comments` field of a discussion, oldest first. */
export function discussionComments(context: GraphContext, repo: Repository, thread: Thread) {
  return (args: PageArgs): View =>
    connection(talkOf(thread), args, (told) => commentView(context, repo, thread, told))
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
    for (const told of talkOf(thread)) {
      if (told.comment.id === key.n) return commentView(context, repo, thread, told)
      const reply = told.replies.find((act) => act.id === key.n)
      if (reply) return replyView(context, repo, thread, told, reply)
    }
  }
  return null
}

type TimelineResult = { readonly comment: Act; readonly replies: Act[] }

/** A `discussion_comment` whose action is `reply` answers the newest comment before it that is none. */
function talkOf(thread: Thread): readonly TimelineResult[] {
  const talk: TimelineResult[] = []
  for (const act of thread.acts.toReversed()) {
    if (act.kind !== 'discussion_comment') continue
    const answered = act.action === 'reply' ? talk.at(-1) : undefined
    if (answered) answered.replies.push(act)
    else talk.push({ comment: act, replies: [] })
  }
  return talk
}

function commentView(context: GraphContext, repo: Repository, thread: Thread, told: TimelineResult): View {
  return {
    ...actOnThread(context, repo, thread, told.comment),
    id: nodeId('DC', repo.id, told.comment.id),
    replyTo: null,
    replies: (args: PageArgs) =>
      connection(told.replies, args, (reply) => replyView(context, repo, thread, told, reply)),
  }
}

function replyView(
  context: GraphContext,
  repo: Repository,
  thread: Thread,
  told: TimelineResult,
  reply: Act,
): View {
  return {
    ...actOnThread(context, repo, thread, reply),
    id: nodeId('DC', repo.id, reply.id),
    replyTo: () => commentView(context, repo, thread, told),
    replies: (args: PageArgs) => connection([], args, () => null),
  }
}
