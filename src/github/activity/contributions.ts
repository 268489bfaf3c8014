/** Reads the newest commit days, issues, pull requests and reviews of each person in one organisation, by GitHub's contributions. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { gitHubTime } from './actors.ts'
import { actsOf, type CommitDay, commitDaysOf, type Newest, newestFragment } from './newest-contributions.ts'

interface Person {
  readonly id: Id
  readonly nodeId: string
}

/** The newest contributions of several people. */
export interface Contributions {
  readonly acts: readonly Activity[]
  readonly commitDays: readonly CommitDay[]
  /** When the accounts were created. */
  readonly createdAt: ReadonlyMap<Id, Instant>
  /** Of people without contributions in the window: the newest before it, where GitHub gives them. */
  readonly earlier: { readonly acts: readonly Activity[]; readonly commitDays: readonly CommitDay[] }
  /** People whose contributions GitHub did not show, each with the reason. */
  readonly unread: readonly { readonly id: Id; readonly reason: string }[]
}

/** The newest earlier range, where the asked one is empty. https://docs.github.com/graphql/reference/objects#contributionscollection */
const EARLIER = 'mostRecentCollectionWithActivity'

/** A collection spans a year at most, and the 366 days of a leap year are refused already: 364 days each. */
const SPAN_MS = 364 * 24 * 3600 * 1000

/** GitHub gives at most so many repositories of a person. */
const MOST_REPOSITORIES = 100

/** Contributions of these people to the organisation between two moments, in one query. */
export async function readContributions(
  github: GitHub,
  organizationNodeId: string,
  people: readonly Person[],
  window: { from: Instant; to: Instant },
): Promise<Contributions> {
  // An error in the earlier range alone leaves the window itself readable.
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
      `span${span}: contributionsCollection(organizationID: $organization, from: "${gitHubTime(from)}", to: "${gitHubTime(to)}") {
      ...Newest ${span === 0 ? 'mostRecentCollectionWithActivity { ...Newest }' : ''} }`,
  )
  return `query Contributions($ids: [ID!]!, $organization: ID!) {
  rateLimit { cost }
  nodes(ids: $ids) { ... on User { createdAt ${collections.join(' ')} } }
}
${newestFragment(MOST_REPOSITORIES)}`
}
