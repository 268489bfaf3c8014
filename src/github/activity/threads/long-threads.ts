/** What happened in an issue or pull request before what came with its page: read back to `since`, or said to be unread. Never half. */

import type { Activity, Id, Instant } from '../../../policy/words.ts'
import { GitHubTrouble } from '../../http/errors.ts'
import { type GraphqlProblem, problemOf } from '../../http/graphql.ts'
import { actsOfTimeline, issueTimeline, pullTimeline, type Thread, type Timeline } from './thread-events.ts'

/** A thread with more before what was shown. Kept in the bookmark of an audit: no more than it takes to go on. */
export interface LongThread {
  readonly of: 'Issue' | 'PullRequest'
  readonly id: string
  readonly before: string
}

/** What GitHub answers of one; what it does not show is not there. */
export interface Earlier {
  readonly url?: string
  readonly timelineItems?: Timeline | null
}

/** Those of a page that did not come along whole. */
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

/** What these fields told, and what is open still; a reason where one of them was not shown. */
export function readFurtherBack(
  repository: Id,
  alias: string,
  asked: readonly LongThread[],
  answer: {
    readonly data: Readonly<Record<string, Earlier | null>>
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
    if (problem !== null || url === undefined || timelineItems == null)
      return { reason: `GitHub did not show a long thread in full: ${problem ?? 'no answer'}` }
    acts.push(...actsOfTimeline(repository, url, timelineItems))
    open.push(...before(thread.of, thread.id, timelineItems))
  }
  return { acts, open }
}

function before(of: LongThread['of'], id: string, { nodes, pageInfo }: Timeline): LongThread[] {
  // The newest of nothing has nothing before it.
  if (!pageInfo.hasPreviousPage || nodes.length === 0) return []
  if (pageInfo.startCursor === null) {
    throw new GitHubTrouble(
      { kind: 'invalid' },
      'GitHub did not show a long thread in full: more is there, and no way to it',
    )
  }
  return [{ of, id, before: pageInfo.startCursor }]
}
