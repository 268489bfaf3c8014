/** What a contributions collection is asked and says: the newest of each kind, of one person. Commits by the day; it asks nothing itself. */

import { instant } from '../../policy/calendar.ts'
import type { Activity, ActivityKind, Id, Instant } from '../../policy/words.ts'
import { act } from './actors.ts'

/** A GraphQL fragment `Newest`: the newest issue, pull request and review, and of each of so many repositories the newest day. */
export function newestFragment(repositories: number): string {
  return `fragment Newest on ContributionsCollection {
  commitContributionsByRepository(maxRepositories: ${repositories}) {
    repository { databaseId id }
    contributions(first: 1, orderBy: { field: OCCURRED_AT, direction: DESC }) { nodes { occurredAt } }
  }
  issueContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt issue { url repository { databaseId } } } }
  pullRequestContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt pullRequest { url repository { databaseId } } } }
  pullRequestReviewContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt pullRequestReview { url repository { databaseId } } } }
}`
}

/** What GitHub answers to it. */
export interface Newest {
  readonly commitContributionsByRepository: readonly {
    readonly repository: { readonly databaseId: Id; readonly id: string }
    readonly contributions: { readonly nodes: readonly { readonly occurredAt: string }[] }
  }[]
  readonly issueContributions: { readonly nodes: readonly { occurredAt: string; issue: Linked | null }[] }
  readonly pullRequestContributions: {
    readonly nodes: readonly { occurredAt: string; pullRequest: Linked | null }[]
  }
  readonly pullRequestReviewContributions: {
    readonly nodes: readonly { occurredAt: string; pullRequestReview: Linked | null }[]
  }
}

interface Linked {
  readonly url: string
  readonly repository: { readonly databaseId: Id }
}

/** The issues, pull requests and reviews, each at its moment. */
export function actsOf(account: Id, newest: Newest): Activity[] {
  const who = { databaseId: account }
  const one = (kind: ActivityKind, at: string, thing: Linked | null) =>
    thing === null ? [] : act('contributions', kind, thing.repository.databaseId, { who, at, url: thing.url })
  return [
    ...newest.issueContributions.nodes.flatMap((c) => one('issue', c.occurredAt, c.issue)),
    ...newest.pullRequestContributions.nodes.flatMap((c) => one('pull_request', c.occurredAt, c.pullRequest)),
    ...newest.pullRequestReviewContributions.nodes.flatMap((c) =>
      one('review', c.occurredAt, c.pullRequestReview),
    ),
  ]
}

/** A day on which somebody committed. Its exact time is asked for apart (newest-act.ts). */
export interface CommitDay {
  readonly account: Id
  readonly repository: Id
  readonly repositoryNode: string
  readonly day: Instant
}

export function commitDaysOf(account: Id, newest: Newest): CommitDay[] {
  return newest.commitContributionsByRepository.flatMap(({ repository, contributions }) =>
    contributions.nodes.map((day) => ({
      account,
      repository: repository.databaseId,
      repositoryNode: repository.id,
      day: instant(day.occurredAt),
    })),
  )
}
