/** GitHub's own count of commits, issues, pull requests and reviews per person, in one organisation. Silence here is one source's silence only. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { actsOf, type CommitDay, commitDaysOf, type Newest, newestFragment } from './newest-contributions.ts'

export interface Asked {
  readonly id: Id
  readonly nodeId: string
}

export interface Contributions {
  readonly acts: readonly Activity[]
  readonly commitDays: readonly CommitDay[]
  readonly createdAt: ReadonlyMap<Id, Instant>
  /** Of people without anything in the window: the newest of what they did before it, where GitHub tells. */
  readonly earlier: { readonly acts: readonly Activity[]; readonly commitDays: readonly CommitDay[] }
  /** People of whom GitHub told nothing, each with why. */
  readonly unread: readonly { readonly id: Id; readonly reason: string }[]
}

/** https://docs.github.com/graphql/reference/objects#contributionscollection: an earlier range, where this one has nothing. */
const EARLIER = 'mostRecentCollectionWithActivity'

/** A collection spans a year at the most, and a leap year's 366 days are refused already: 364 days each. */
const SPAN_MS = 364 * 24 * 3600 * 1000

/** As many repositories of a person as GitHub tells of at once. */
const MOST_REPOSITORIES = 100

/** Contributions of these people to the organisation between two moments, in one query. */
export async function readContributions(
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
  const commitDays: CommitDay[] = []
  const earlier: { acts: Activity[]; commitDays: CommitDay[] } = { acts: [], commitDays: [] }
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
      commitDays.push(...commitDaysOf(person.id, collection))
    }
    const before = (node.span0 as Collection).mostRecentCollectionWithActivity
    if (before != null) {
      earlier.acts.push(...actsOf(person.id, before))
      earlier.commitDays.push(...commitDaysOf(person.id, before))
    }
  }
  return { acts, commitDays, earlier, createdAt, unread }
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

interface Collection extends Newest {
  readonly mostRecentCollectionWithActivity?: Newest | null
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
${newestFragment(MOST_REPOSITORIES)}`
}
