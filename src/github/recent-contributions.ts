/** What one account has contributed to an organisation lately, asked of GitHub now. Silence of this source alone proves nothing. */

import type { Activity, ActivityKind, Id, Instant } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { allOf } from './whole-answers.ts'

const CONTRIBUTIONS = `query RecentContributions($login: String!, $organization: ID!, $from: DateTime!, $to: DateTime!) {
  user(login: $login) {
    databaseId
    contributionsCollection(organizationID: $organization, from: $from, to: $to) {
      issueContributions(first: 1, orderBy: { direction: DESC }) {
        nodes { occurredAt issue { url repository { databaseId } } }
      }
      pullRequestContributions(first: 1, orderBy: { direction: DESC }) {
        nodes { occurredAt pullRequest { url repository { databaseId } } }
      }
      pullRequestReviewContributions(first: 1, orderBy: { direction: DESC }) {
        nodes { occurredAt pullRequestReview { url repository { databaseId } } }
      }
      commitContributionsByRepository(maxRepositories: 25) {
        repository { databaseId }
        contributions(first: 1) { nodes { occurredAt } }
      }
    }
  }
}`

interface Repository {
  readonly databaseId: Id
}

interface Contributions {
  readonly user: {
    readonly databaseId: Id
    readonly contributionsCollection: {
      readonly issueContributions: {
        readonly nodes: readonly { occurredAt: string; issue: { url: string; repository: Repository } }[]
      }
      readonly pullRequestContributions: {
        readonly nodes: readonly {
          occurredAt: string
          pullRequest: { url: string; repository: Repository }
        }[]
      }
      readonly pullRequestReviewContributions: {
        readonly nodes: readonly {
          occurredAt: string
          pullRequestReview: { url: string; repository: Repository }
        }[]
      }
      readonly commitContributionsByRepository: readonly {
        repository: Repository
        contributions: { nodes: readonly { occurredAt: string }[] }
      }[]
    }
  } | null
}

/** The newest issue, pull request and review, and the newest commit of each repository, since `since`. Throws on a partial answer. */
export async function contributionsSince(
  github: GitHub,
  asked: { organizationNodeId: string; account: Id; login: string; since: Instant; now: Instant },
): Promise<readonly Activity[]> {
  const variables = {
    login: asked.login,
    organization: asked.organizationNodeId,
    from: asked.since,
    to: asked.now,
  }
  const { user } = await allOf<Contributions>(
    github,
    CONTRIBUTIONS,
    variables,
    `the contributions of ${asked.login}`,
  )
  // Bots have no such collection; a login that has passed on to somebody else says nothing of this account.
  if (user === null || user.databaseId !== asked.account) return []
  const seen = user.contributionsCollection
  const act = (kind: ActivityKind, at: string, repository: Repository, url: string | null): Activity => ({
    account: asked.account,
    repository: repository.databaseId,
    kind,
    at,
    url,
    source: 'contributions',
  })
  return [
    ...seen.issueContributions.nodes.map((each) =>
      act('issue', each.occurredAt, each.issue.repository, each.issue.url),
    ),
    ...seen.pullRequestContributions.nodes.map((each) =>
      act('pull_request', each.occurredAt, each.pullRequest.repository, each.pullRequest.url),
    ),
    ...seen.pullRequestReviewContributions.nodes.map((each) =>
      act('review', each.occurredAt, each.pullRequestReview.repository, each.pullRequestReview.url),
    ),
    ...seen.commitContributionsByRepository.flatMap((each) =>
      each.contributions.nodes.map((commit) => act('commit', commit.occurredAt, each.repository, null)),
    ),
  ]
}
