/** What happened in issues and pull requests, in GitHub's own words for events. Every event by its own actor and date. */

import type { Activity, Id, Instant } from '../../../policy/words.ts'
import { type Decoded, fields, flag, moment, nullable, rows, text } from '../../http/decode.ts'
import { withCount } from '../../http/partial-answers.ts'
import { ACTOR_FRAGMENT, act, actor, gitHubTime } from '../actors.ts'
import { EVENT_KINDS, type EventKind } from '../event-kinds.ts'

/** GraphQL's types of own acts, each of which a timeline is asked for. */
const OWN = new Map(
  EVENT_KINDS.flatMap((kind) => (kind.whose === 'own' && kind.type !== null ? [[kind.type, kind]] : [])),
)

const ITEMS = [...OWN.keys()].map((type) => `... on ${type} { ${fieldsOf(type)} }`).join(' ')

/**
 * What timelines use: once in a query, however many of them it has. It is written for Node, which every item is, so that
 * those of issues and of pull requests can both use it.
 */
export const THREAD_FRAGMENTS = `${ACTOR_FRAGMENT} fragment ThreadEvents on Node { __typename ${ITEMS} }`

function fieldsOf(type: string): string {
  switch (type) {
    case 'IssueComment':
      return 'url createdAt author { ...ActorFields }'
    case 'PullRequestReview':
      return 'url submittedAt author { ...ActorFields }'
    default:
      return 'actor { ...ActorFields } createdAt'
  }
}

/** The timeline of an issue since a moment, newest last. Uses `THREAD_FRAGMENTS`. */
export function issueTimeline(since: Instant, page: string): string {
  return timelineItems(since, page, ON_ISSUES)
}

/** The timeline of a pull request since a moment: comments, reviews, merges and the rest. Uses `THREAD_FRAGMENTS`. */
export function pullTimeline(since: Instant, page: string): string {
  return timelineItems(since, page, ON_PULLS)
}

function timelineItems(since: Instant, page: string, itemTypes: string): string {
  return `timelineItems(${page}, since: "${gitHubTime(since)}", itemTypes: [${itemTypes}]) {
    pageInfo { hasPreviousPage startCursor } nodes { ...ThreadEvents } }`
}

const ON_PULLS = itemTypes('both', 'pulls')
const ON_ISSUES = itemTypes('both')

/** `LABELED_EVENT` for `LabeledEvent`, and so on. */
function itemTypes(...on: readonly EventKind['on'][]): string {
  return [...OWN]
    .flatMap(([type, kind]) => (on.includes(kind.on) ? [type] : []))
    .map((type) => type.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase())
    .join(', ')
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
  return timeline.nodes.rows.flatMap((item) => {
    const kind = OWN.get(item.__typename)
    if (kind === undefined) return []
    return act('timelines', kind.as, repository, {
      who: item.author ?? item.actor,
      at: item.submittedAt ?? item.createdAt,
      url: item.url ?? url,
    })
  })
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
  nodes: withCount(rows(ITEM)),
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
