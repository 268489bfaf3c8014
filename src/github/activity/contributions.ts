/** Reads the newest commit days, issues, pull requests and reviews of each person in one organisation, by GitHub's contributions. */

import { instant, isBefore } from '../../policy/calendar.ts'
import type { Activity, Id, Instant } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, type Decoder, fields, list, moment, nullable } from '../http/decode.ts'
import { unlessOdd } from '../http/partial-answers.ts'
import { gitHubTime } from './actors.ts'
import {
  actsOf,
  type CommitDay,
  commitDaysOf,
  NEWEST,
  newest,
  newestFragment,
} from './newest-contributions.ts'

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

/**
 * Contributions of these people to the organisation between two moments, in one query. An error in the earlier range alone
 * leaves the window itself readable; without it (`withEarlier`), which only dates, GitHub has less to count.
 */
export async function readContributions(
  github: GitHub,
  organizationNodeId: string,
  people: readonly Person[],
  window: { from: Instant; to: Instant },
  withEarlier: boolean,
): Promise<Contributions> {
  const spans = spansOf(window)
  const { data, errors } = await github.graphql(
    queryFor(spans, withEarlier),
    { ids: people.map((p) => p.nodeId), organization: organizationNodeId },
    // Whose contributions are odd is not read; the others are.
    fields({ nodes: list(nullable(unlessOdd(userNode(spans.length)))) }),
  )
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
    const collections = (node?.collections ?? []).filter((collection) => collection !== null)
    if (node == null || problem !== undefined || collections.length < spans.length) {
      unread.push({ id: person.id, reason: problem?.message ?? 'GitHub did not show their contributions' })
      continue
    }
    if (node.createdAt !== null) createdAt.set(person.id, node.createdAt)
    for (const collection of collections) {
      acts.push(...actsOf(person.id, collection))
      commitDays.push(...commitDaysOf(person.id, collection))
    }
    const before = collections[0]?.mostRecentCollectionWithActivity
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

function queryFor(spans: readonly { from: Instant; to: Instant }[], withEarlier: boolean): string {
  const collections = spans.map(
    ({ from, to }, span) =>
      `span${span}: contributionsCollection(organizationID: $organization, from: "${gitHubTime(from)}", to: "${gitHubTime(to)}") {
      ...Newest ${span === 0 && withEarlier ? 'mostRecentCollectionWithActivity { ...Newest }' : ''} }`,
  )
  return `query Contributions($ids: [ID!]!, $organization: ID!) {
  rateLimit { cost }
  nodes(ids: $ids) { ... on User { createdAt ${collections.join(' ')} } }
}
${newestFragment(MOST_REPOSITORIES)}`
}

/** A person's collections in the order of their spans; null where GitHub does not show one. */
function userNode(spans: number): Decoder<{
  readonly createdAt: Instant | null
  readonly collections: readonly Decoded<typeof COLLECTION>[]
}> {
  const collections = fields(
    Object.fromEntries(Array.from({ length: spans }, (_, span) => [`span${span}`, COLLECTION])),
  )
  return (value, odd) => ({ ...USER(value, odd), collections: Object.values(collections(value, odd)) })
}

const USER = fields({ createdAt: nullable(moment) })
const COLLECTION = nullable(fields({ ...NEWEST, [EARLIER]: nullable(newest) }))
