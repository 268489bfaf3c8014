/** GitHub's own count of commits, issues, pull requests and reviews per person, in one organisation. Silence here is one source's silence only. */

import { instant, isBefore } from '../policy/calendar.ts'
import type { Activity, ActivityKind, Id, Instant } from '../policy/words.ts'
import { act } from './acts.ts'
import type { GitHub } from './client.ts'

export interface Asked {
  readonly id: Id
  readonly nodeId: string
}

export interface Contributions {
  readonly acts: readonly Activity[]
  /** Commits are told by the day: their exact time is asked for apart (newest-act.ts). */
  readonly commitDays: readonly {
    readonly account: Id
    readonly repository: Id
    readonly repositoryNode: string
    readonly day: Instant
  }[]
  readonly createdAt: ReadonlyMap<Id, Instant>
  /** Of people without anything in the window: the newest of what they did before it, where GitHub tells. */
  readonly earlier: { readonly acts: readonly Activity[]; readonly commitDays: Contributions['commitDays'] }
  /** People of whom GitHub told nothing, each with why. */
  readonly unread: readonly { readonly id: Id; readonly reason: string }[]
}

/** https://docs.github.com/graphql/reference/objects#contributionscollection: an earlier range, where this one has nothing. */
const EARLIER = 'mostRecentCollectionWithActivity'

/** A collection spans a year at the most, and a leap year's 366 days are refused already: 364 days each. */
const SPAN_MS = 364 * 24 * 3600 * 1000

/** Contributions of these people to the organisation between two moments, in one query. */
export async function contributions(
  github: GitHub,
  organizationNodeId: string,
  people: readonly Asked[],
  window: { from: Instant; to: Instant },
): Promise<Contributions> {
  // What lies before the window is told besides: without it nobody's window is unread.
  const spans = spansOf(window)
  const { data, errors } = await github.graphql<{ nodes: readonly (UserNode | null)[] }>(queryFor(spans), {
    ids: people.map((p) => p.nodeId),
    organization: organizationNodeId,
  })
  const acts: Activity[] = []
  const commitDays: { account: Id; repository: Id; repositoryNode: string; day: Instant }[] = []
  const earlier: { acts: Activity[]; commitDays: Contributions['commitDays'][number][] } = {
    acts: [],
    commitDays: [],
  }
  const createdAt = new Map<Id, Instant>()
  const unread: { id: Id; reason: string }[] = []
  for (const [index, person] of people.entries()) {
    const node = data.nodes[index]
    const problem = errors.find(
      (e) => e.path?.[0] === 'nodes' && e.path[1] === index && !e.path.includes(EARLIER),
    )
    if (node == null || problem !== undefined || spans.some((_, span) => node[`span${span}`] == null)) {
      unread.push({ id: person.id, reason: problem?.message ?? 'GitHub did not show their contributions' })
      continue
    }
    if (node.createdAt != null) createdAt.set(person.id, instant(node.createdAt))
    for (const [span] of spans.entries()) {
      const collection = node[`span${span}`] as Collection
      acts.push(...actsOf(person.id, collection))
      commitDays.push(...daysOf(person.id, collection))
    }
    const before = (node.span0 as Collection).mostRecentCollectionWithActivity
    if (before != null) {
      earlier.acts.push(...actsOf(person.id, before))
      earlier.commitDays.push(...daysOf(person.id, before))
    }
  }
  return { acts, commitDays, earlier, createdAt, unread }
}

function actsOf(account: Id, collection: Collection): Activity[] {
  const who = { databaseId: account }
  const one = (kind: ActivityKind, at: string, thing: Linked | null) =>
    thing === null ? [] : act('contributions', kind, thing.repository.databaseId, { who, at, url: thing.url })
  return [
    ...collection.issueContributions.nodes.flatMap((c) => one('issue', c.occurredAt, c.issue)),
    ...collection.pullRequestContributions.nodes.flatMap((c) =>
      one('pull_request', c.occurredAt, c.pullRequest),
    ),
    ...collection.pullRequestReviewContributions.nodes.flatMap((c) =>
      one('review', c.occurredAt, c.pullRequestReview),
    ),
  ]
}

function daysOf(account: Id, collection: Collection) {
  return collection.commitContributionsByRepository.flatMap(({ repository, contributions: days }) =>
    days.nodes.map((day) => ({
      account,
      repository: repository.databaseId,
      repositoryNode: repository.id,
      day: instant(day.occurredAt),
    })),
  )
}

function spansOf(window: { from: Instant; to: Instant }): { from: Instant; to: Instant }[] {
  const spans = []
  for (let from = window.from; isBefore(from, window.to); ) {
    const end = instant(Math.min(Date.parse(from) + SPAN_MS, Date.parse(window.to)))
    spans.push({ from, to: end })
    from = end
  }
  return spans
}

interface Linked {
  readonly url: string
  readonly repository: { readonly databaseId: number }
}

interface Collection {
  readonly mostRecentCollectionWithActivity?: Collection | null
  readonly commitContributionsByRepository: readonly {
    readonly repository: { readonly databaseId: number; readonly id: string }
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

type UserNode = { readonly createdAt?: string | null } & Readonly<
  Record<`span${number}`, Collection | null | undefined>
>

function queryFor(spans: readonly { from: Instant; to: Instant }[]): string {
  const collections = spans.map(
    ({ from, to }, span) =>
      `span${span}: contributionsCollection(organizationID: $organization, from: "${from}", to: "${to}") {
      ...Newest ${span === 0 ? 'mostRecentCollectionWithActivity { ...Newest }' : ''} }`,
  )
  return `query Contributions($ids: [ID!]!, $organization: ID!) {
  rateLimit { cost }
  nodes(ids: $ids) { ... on User { createdAt ${collections.join(' ')} } }
}
fragment Newest on ContributionsCollection {
  commitContributionsByRepository(maxRepositories: 100) {
    repository { databaseId id }
    contributions(first: 1, orderBy: { field: OCCURRED_AT, direction: DESC }) { nodes { occurredAt } }
  }
  issueContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt issue { url repository { databaseId } } } }
  pullRequestContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt pullRequest { url repository { databaseId } } } }
  pullRequestReviewContributions(first: 1, orderBy: { direction: DESC }) { nodes { occurredAt pullRequestReview { url repository { databaseId } } } }
}`
}
