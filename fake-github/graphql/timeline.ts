/** The timelines of issues and pull requests, and what GraphQL calls the things in them. */
import { eventName } from '../rest/shapes/conversation.ts'
import type { Act } from '../world/act.ts'
import { toInstant } from '../world/instants.ts'
import type { Thread } from '../world/threads.ts'
import { connection, type PageArgs } from './connection.ts'
import type { View } from './context.ts'

export type TimelineArgs = { readonly itemTypes?: readonly string[] | null; readonly since?: string | null }

/** What happened on an issue or a pull request, oldest first. */
export function timeline(thread: Thread, args: PageArgs & TimelineArgs, at: (act: Act) => View): View {
  const since = toInstant(args.since, '')
  const all = thread.acts.filter((act) => act.kind !== 'review_comment').toReversed()
  const rows = all.filter(
    (act) => act.at >= since && (!args.itemTypes || args.itemTypes.includes(itemType(timelineType(act)))),
  )
  return connection(rows, args, at, () => ({}), {
    filteredCount: rows.length,
    pageCount: rows.length,
    totalCount: all.length,
    updatedAt: thread.updatedAt,
  })
}

const itemTypes = new Map<string, string>()

/** `ISSUE_COMMENT` for `IssueComment`; worlds know a dozen types, and a query may ask of thousands of acts. */
function itemType(typename: string): string {
  const known = itemTypes.get(typename)
  if (known) return known
  const made = typename.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()
  itemTypes.set(typename, made)
  return made
}

/** GraphQL's type of what an act is in a timeline. */
export function timelineType(act: Act): string {
  switch (act.kind) {
    case 'issue_comment':
      return 'IssueComment'
    case 'discussion_comment':
      return 'DiscussionComment'
    case 'review':
      return 'PullRequestReview'
    case 'review_comment':
      return 'PullRequestReviewComment'
    default:
      return eventType(eventName(act))
  }
}

/** `LabeledEvent` for REST's `labeled`; one type has a name of its own. */
function eventType(event: string): string {
  if (event === 'renamed') return 'RenamedTitleEvent'
  return `${event.replace(/(?:^|[_-])(.)/g, (_, first: string) => first.toUpperCase())}Event`
}
