/** Issues, pull requests and discussions as GraphQL shows them, each act with its own actor and time. */
import { titleOf } from '../rest/shapes/acts.ts'
import type { Act } from '../world/act.ts'
import type { Repository } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import type { Thread } from '../world/threads.ts'
import { actorView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import type { GraphContext, View } from './context.ts'
import { discussionComments } from './discussion-comments.ts'
import { stateOf } from './thread-lists.ts'
import { type TimelineArgs, timeline, timelineType } from './timeline.ts'

const typenames = { issue: 'Issue', pull_request: 'PullRequest', discussion: 'Discussion' } as const
const prefixes = { issue: 'I', pull_request: 'PR', discussion: 'D' } as const
const places = { issue: 'issues', pull_request: 'pull', discussion: 'discussions' } as const

/** An issue, a pull request or a discussion. */
export function threadView(context: GraphContext, repo: Repository, thread: Thread): View {
  const path = pathOf(repo, thread)
  const at = (act: Act): View => actOnThread(context, repo, thread, act)
  const of = (...kinds: readonly Act['kind'][]) =>
    thread.acts.filter((act) => kinds.includes(act.kind)).toReversed()
  const comments = (args: PageArgs & { readonly orderBy?: { readonly direction: string } | null }) => {
    const rows = of('issue_comment')
    return connection(args.orderBy?.direction === 'DESC' ? rows.toReversed() : rows, args, at)
  }
  const common = {
    __typename: typenames[thread.kind],
    id: nodeId(prefixes[thread.kind], repo.id, thread.n),
    databaseId: repo.id * 1000 + thread.n,
    fullDatabaseId: String(repo.id * 1_000_000 + thread.n),
    number: thread.n,
    title: titleOf(thread),
    url: `${context.web}${path}`,
    resourcePath: path,
    state: stateOf(thread),
    closed: thread.closed !== null,
    closedAt: thread.closed?.at ?? null,
    locked: false,
    createdAt: thread.createdAt,
    updatedAt: thread.updatedAt,
    author: () => actorView(context, thread.author),
    repository: () => context.views.repository(repo),
    comments,
    participants: (args: PageArgs) =>
      connection([...new Set([thread.author, ...thread.acts.map((act) => act.actor)])], args, (login) =>
        actorView(context, login),
      ),
  }
  if (thread.kind === 'discussion') return { ...common, comments: discussionComments(context, repo, thread) }
  return {
    ...common,
    timelineItems: (args: PageArgs & TimelineArgs) => timeline(thread, args, at),
    ...(thread.kind === 'pull_request' && {
      merged: thread.merge !== null,
      mergedAt: thread.merge?.at ?? null,
      mergedBy: () => actorView(context, thread.merge?.actor ?? null),
      mergeCommit: null,
      isDraft: false,
      totalCommentsCount: of('issue_comment', 'review_comment').length,
      reviews: (
        args: PageArgs & { readonly author?: string | null; readonly states?: readonly string[] | null },
      ) =>
        connection(
          of('review').filter(
            (act) =>
              (!args.author || act.actor.toLowerCase() === args.author.toLowerCase()) &&
              (!args.states || args.states.includes(act.state ?? 'APPROVED')),
          ),
          args,
          at,
        ),
      reviewThreads: (args: PageArgs) =>
        connection(of('review_comment'), args, (act) => ({
          __typename: 'PullRequestReviewThread',
          id: nodeId('PRRT', act.id),
          isResolved: false,
          isOutdated: false,
          path: 'README.md',
          comments: (inner: PageArgs) => connection([act], inner, at),
        })),
    }),
  }
}

/** An act on an issue, a pull request or a discussion. */
export function actOnThread(context: GraphContext, repo: Repository, thread: Thread, act: Act): View {
  const whole = () => threadView(context, repo, thread)
  return {
    ...actView(context, pathOf(repo, thread), act),
    repository: () => context.views.repository(repo),
    pullRequest: whole,
    issue: whole,
    discussion: whole,
  }
}

function pathOf(repo: Repository, thread: Thread): string {
  return `/${repo.owner}/${repo.name}/${places[thread.kind]}/${thread.n}`
}

function actView(context: GraphContext, path: string, act: Act): View {
  const type = timelineType(act)
  const anchors: Readonly<Record<string, string>> = {
    IssueComment: 'issuecomment-',
    DiscussionComment: 'discussioncomment-',
    PullRequestReview: 'pullrequestreview-',
    PullRequestReviewComment: 'discussion_r',
  }
  const who = () => actorView(context, act.actor)
  return {
    __typename: type,
    id: nodeId('E', act.id),
    databaseId: act.id,
    fullDatabaseId: String(act.id),
    createdAt: act.at,
    publishedAt: act.at,
    submittedAt: act.at,
    updatedAt: act.at,
    state: act.state ?? 'APPROVED',
    body: '',
    url: `${context.web}${path}#${anchors[type] ?? 'event-'}${act.id}`,
    resourcePath: `${path}#${anchors[type] ?? 'event-'}${act.id}`,
    author: who,
    actor: who,
    comments: (args: PageArgs) => connection([], args, () => null),
  }
}
