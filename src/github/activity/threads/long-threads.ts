/** Reads the events of a long issue or pull request that did not fit on their page, back to `since` or not at all. */

import type { Activity, Id, Instant } from '../../../policy/words.ts'
import { type Decoded, type Decoder, fields, nullable, oneOf, text } from '../../http/decode.ts'
import { GitHubTrouble } from '../../http/errors.ts'
import { type GraphqlProblem, problemOf, SAME_PAGE_AGAIN } from '../../http/graphql.ts'
import {
  actsOfTimeline,
  issueTimeline,
  pullTimeline,
  type Thread,
  type Timeline,
  timelinePage,
} from './thread-events.ts'

/** A thread with more before what was shown. Kept in an audit's checkpoint: no more than it takes to continue. */
export interface LongThread {
  readonly of: 'Issue' | 'PullRequest'
  readonly id: string
  readonly before: string
}

/** Read back from a checkpoint. */
export const longThread: Decoder<LongThread> = fields({
  of: oneOf({ Issue: 'Issue', PullRequest: 'PullRequest' }),
  id: text,
  before: text,
})

/** The threads of a page that have more events than came with it. */
export function longOnes(of: LongThread['of'], threads: readonly Thread[] | undefined): LongThread[] {
  return (threads ?? []).flatMap(({ id, timelineItems }) => before(of, id, timelineItems))
}

/** A part of a query: a hundred items of each. */
export function longFields(alias: string, since: Instant, asked: readonly LongThread[]): string {
  return asked
    .map(({ of, id, before }, index) => {
      const page = `last: 100, before: ${JSON.stringify(before)}`
      const items = of === 'Issue' ? issueTimeline(since, page) : pullTimeline(since, page)
      return `${alias}t${index}: node(id: ${JSON.stringify(id)}) { ... on ${of} { url ${items} } }`
    })
    .join('\n')
}

/** The acts of these threads and what is still to be read; a reason where GitHub did not show one of them. */
export function readEarlierEvents(
  repository: Id,
  alias: string,
  asked: readonly LongThread[],
  answer: {
    readonly data: Readonly<Record<string, Decoded<typeof earlierEvents> | null>>
    readonly errors: readonly GraphqlProblem[]
  },
):
  | { readonly acts: readonly Activity[]; readonly open: readonly LongThread[] }
  | { readonly reason: string } {
  const acts: Activity[] = []
  const open: LongThread[] = []
  for (const [index, thread] of asked.entries()) {
    const { url, timelineItems } = answer.data[`${alias}t${index}`] ?? {}
    const problem = problemOf(answer.errors, `${alias}t${index}`)
    if (problem !== null || url == null || timelineItems == null)
      return { reason: `GitHub did not show a long thread in full: ${problem ?? 'no answer'}` }
    acts.push(...actsOfTimeline(repository, url, timelineItems))
    const further = before(thread.of, thread.id, timelineItems)
    if (further.some((each) => each.before === thread.before)) return { reason: SAME_PAGE_AGAIN }
    open.push(...further)
  }
  return { acts, open }
}

function before(of: LongThread['of'], id: string, { nodes, pageInfo }: Timeline): LongThread[] {
  // The newest of nothing has nothing before it.
  if (!pageInfo.hasPreviousPage || nodes.came === 0) return []
  if (pageInfo.startCursor === null) {
    throw new GitHubTrouble(
      { kind: 'invalid' },
      'GitHub did not show a long thread in full: more is there, and no way to it',
    )
  }
  return [{ of, id, before: pageInfo.startCursor }]
}

/** GitHub's answer about one thread; a field is null where GitHub does not show it. */
export const earlierEvents = fields({ url: nullable(text), timelineItems: nullable(timelinePage) })
