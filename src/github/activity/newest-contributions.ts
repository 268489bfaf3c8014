/** The GraphQL fragment for a person's newest contributions, and how its answer becomes acts and commit days. */

import type { Activity, ActivityKind, Id, Instant } from '../../policy/words.ts'
import { type Decoded, fields, list, moment, text, whole } from '../http/decode.ts'
import { act } from './actors.ts'

/** The fragment `Newest`: the newest issue, pull request and review, and the newest commit day in each of so many repositories. */
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

export type Newest = Decoded<typeof newest>

/** The issues, pull requests and reviews as acts. */
export function actsOf(account: Id, newest: Newest): Activity[] {
  const who = { databaseId: account }
  const toAct = (kind: ActivityKind, at: Instant, thing: Decoded<typeof LINKED>) =>
    act('contributions', kind, thing.repository.databaseId, { who, at, url: thing.url })
  return [
    ...newest.issueContributions.nodes.flatMap((c) => toAct('issue', c.occurredAt, c.issue)),
    ...newest.pullRequestContributions.nodes.flatMap((c) =>
      toAct('pull_request', c.occurredAt, c.pullRequest),
    ),
    ...newest.pullRequestReviewContributions.nodes.flatMap((c) =>
      toAct('review', c.occurredAt, c.pullRequestReview),
    ),
  ]
}

/** A day on which somebody committed; GitHub's contributions give no time, which last-seen.ts reads. */
export interface CommitDay {
  readonly account: Id
  readonly repository: Id
  readonly repositoryNode: string
  readonly day: Instant
}

/** The newest commit day in each repository. */
export function commitDaysOf(account: Id, newest: Newest): CommitDay[] {
  return newest.commitContributionsByRepository.flatMap(({ repository, contributions }) =>
    contributions.nodes.map((day) => ({
      account,
      repository: repository.databaseId,
      repositoryNode: repository.id,
      day: day.occurredAt,
    })),
  )
}

/** Never null: taken for none, a contribution would be no act. */
const LINKED = fields({ url: text, repository: fields({ databaseId: whole }) })

/** The fields of an answer to `Newest`. */
export const NEWEST = {
  commitContributionsByRepository: list(
    fields({
      repository: fields({ databaseId: whole, id: text }),
      contributions: fields({ nodes: list(fields({ occurredAt: moment })) }),
    }),
  ),
  issueContributions: fields({ nodes: list(fields({ occurredAt: moment, issue: LINKED })) }),
  pullRequestContributions: fields({ nodes: list(fields({ occurredAt: moment, pullRequest: LINKED })) }),
  pullRequestReviewContributions: fields({
    nodes: list(fields({ occurredAt: moment, pullRequestReview: LINKED })),
  }),
}

/** An answer to `Newest`. */
export const newest = fields(NEWEST)
