/** What happened in issues and pull requests, in GitHub's own words for events. Every event by its own actor and date. */

import type { Activity, ActivityKind, Id, Instant } from '../../../policy/words.ts'
import { type Decoded, fields, flag, moment, nullable, rows, text } from '../../http/decode.ts'
import { act, actor, gitHubTime } from '../actors.ts'
import { countedRows } from './partial-answers.ts'

/** Events of a timeline that somebody does with their own hands. Being mentioned, subscribed or referenced is none. */
const TRIAGE = [
  'LabeledEvent',
  'UnlabeledEvent',
  'ClosedEvent',
  'ReopenedEvent',
  'AssignedEvent',
  'UnassignedEvent',
  'MilestonedEvent',
  'DemilestonedEvent',
  'RenamedTitleEvent',
  'LockedEvent',
  'UnlockedEvent',
  'PinnedEvent',
  'UnpinnedEvent',
  'TransferredEvent',
  'MarkedAsDuplicateEvent',
  'ConvertedToDiscussionEvent',
] as const
const ON_PULLS = [
  'ReviewRequestedEvent',
  'ReviewRequestRemovedEvent',
  'ReviewDismissedEvent',
  'ReadyForReviewEvent',
  'ConvertToDraftEvent',
  'HeadRefDeletedEvent',
  'HeadRefForcePushedEvent',
] as const

/** `LabeledEvent` → `LABELED_EVENT`, the name of its item type. */
function itemType(event: string): string {
  return event.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase()
}

const COMMENT = '... on IssueComment { url createdAt author { ...ActorFields } }'
const events = (names: readonly string[]) =>
  names.map((name) => `... on ${name} { actor { ...ActorFields } createdAt }`).join(' ')

/** The timeline of an issue since a moment, newest last. */
export function issueTimeline(since: Instant, page: string): string {
  return `timelineItems(${page}, since: "${gitHubTime(since)}", itemTypes: [ISSUE_COMMENT, ${TRIAGE.map(itemType).join(', ')}]) {
    pageInfo { hasPreviousPage startCursor } nodes { __typename ${COMMENT} ${events(TRIAGE)} } }`
}

/** The timeline of a pull request since a moment: comments, reviews, merges and the rest. */
export function pullTimeline(since: Instant, page: string): string {
  const tended = TRIAGE.filter(
    (name) => name !== 'ConvertedToDiscussionEvent' && name !== 'MarkedAsDuplicateEvent',
  )
  return `timelineItems(${page}, since: "${gitHubTime(since)}", itemTypes: [ISSUE_COMMENT, PULL_REQUEST_REVIEW, MERGED_EVENT, ${[...tended, ...ON_PULLS].map(itemType).join(', ')}]) {
    pageInfo { hasPreviousPage startCursor } nodes { __typename ${COMMENT}
      ... on PullRequestReview { url submittedAt author { ...ActorFields } } ${events(['MergedEvent', ...tended, ...ON_PULLS])} } }`
}

/** The acts of a thread: opening it, merging it, and every item of its timeline. */
export function actsOfThread(repository: Id, kind: 'issue' | 'pull_request', thread: Thread): Activity[] {
  return [
    ...act('timelines', kind, repository, { who: thread.author, at: thread.createdAt, url: thread.url }),
    ...act('timelines', 'merge', repository, { who: thread.mergedBy, at: thread.mergedAt, url: thread.url }),
    ...actsOfTimeline(repository, thread.url, thread.timelineItems),
  ]
}

export function actsOfTimeline(repository: Id, url: string, timeline: Timeline): Activity[] {
  return timeline.nodes.rows.flatMap((item) =>
    act('timelines', kindOf(item.__typename), repository, {
      who: item.author ?? item.actor,
      at: item.submittedAt ?? item.createdAt,
      url: item.url ?? url,
    }),
  )
}

function kindOf(typename: string): ActivityKind {
  switch (typename) {
    case 'IssueComment':
      return 'issue_comment'
    case 'PullRequestReview':
      return 'review'
    case 'MergedEvent':
      return 'merge'
    default:
      return 'triage'
  }
}

/** An item of a type that was not asked for has its type only; a review that is not submitted has no date. */
const ITEM = fields({
  __typename: text,
  url: nullable(text),
  createdAt: nullable(moment),
  submittedAt: nullable(moment),
  author: actor,
  actor,
})

/** What `issueTimeline` and `pullTimeline` ask for. */
export const timelinePage = fields({
  pageInfo: fields({ hasPreviousPage: flag, startCursor: nullable(text) }),
  nodes: countedRows(ITEM),
})
export type Timeline = Decoded<typeof timelinePage>

/** An issue or pull request with what happened in it; an issue has no merge. */
const THREAD = fields({
  id: text,
  url: text,
  createdAt: moment,
  updatedAt: moment,
  author: actor,
  mergedAt: nullable(moment),
  mergedBy: actor,
  timelineItems: timelinePage,
})
export type Thread = Decoded<typeof THREAD>

export const threadNodes = rows(THREAD)
