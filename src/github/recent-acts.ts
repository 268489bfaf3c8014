/** Whether one account has acted lately, asked of GitHub right before something is removed. A source that is silent proves nothing. */

import type { Activity, ActivityKind, Id, Instant } from '../policy/words.ts'
import type { GitHub } from './client.ts'
import { allOf, pages } from './whole-answers.ts'

/** GitHub's words for what its repository activity lists: https://docs.github.com/rest/repos/repos#list-repository-activities */
const PUSHES: Readonly<Record<string, ActivityKind>> = {
  push: 'push',
  force_push: 'push',
  branch_creation: 'branch',
  branch_deletion: 'branch',
  pr_merge: 'merge',
  merge_queue_merge: 'merge',
}

/**
 * Own acts since `since`: contributions in the organisation, and pushes, branches and merges in those of `repositories`
 * that moved since then. Throws where one of the two cannot be read: then nothing may be removed.
 */
export async function actsSince(
  github: GitHub,
  asked: {
    readonly organizationNodeId: string
    /** Those to which the account can push. */
    readonly repositories: readonly { readonly id: Id; readonly nodeId: string }[]
    readonly account: Id
    readonly login: string
    readonly since: Instant
    readonly now: Instant
  },
): Promise<readonly Activity[]> {
  const acts = [...(await contributionsSince(github, asked))]
  for (const repository of await movedSince(github, asked.repositories, asked.since)) {
    const [owner, repo] = repository.name.split('/')
    const rows = await pages<{ activity_type: string; timestamp: string; actor: { id: Id } | null }>(
      github,
      'GET /repos/{owner}/{repo}/activity',
      { owner, repo, actor: asked.login, time_period: 'year' },
    )
    for (const row of rows) {
      const kind = PUSHES[row.activity_type]
      if (
        kind === undefined ||
        row.actor?.id !== asked.account ||
        Date.parse(row.timestamp) < Date.parse(asked.since)
      )
        continue
      const source = 'repository_activity'
      acts.push({
        account: asked.account,
        repository: repository.id,
        kind,
        at: row.timestamp,
        url: null,
        source,
      })
    }
  }
  return acts
}

const MOVED = `query RecentlyMoved($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { databaseId nameWithOwner pushedAt } }
}`

/** GitHub answers at most 100 ids at once. */
const IDS_AT_ONCE = 100

async function movedSince(
  github: GitHub,
  repositories: readonly { readonly nodeId: string }[],
  since: Instant,
) {
  const moved: { readonly id: Id; readonly name: string }[] = []
  for (let from = 0; from < repositories.length; from += IDS_AT_ONCE) {
    const ids = repositories.slice(from, from + IDS_AT_ONCE).map(({ nodeId }) => nodeId)
    const { nodes } = await allOf<{
      nodes: ({ databaseId: Id; nameWithOwner: string; pushedAt: string | null } | null)[]
    }>(github, MOVED, { ids }, 'which repositories moved')
    for (const node of nodes) {
      if (node === null || node.pushedAt === null || Date.parse(node.pushedAt) < Date.parse(since)) continue
      moved.push({ id: node.databaseId, name: node.nameWithOwner })
    }
  }
  return moved
}

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

async function contributionsSince(
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
