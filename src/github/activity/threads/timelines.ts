/** Commits, issues and pull requests of several repositories in one query, with everything that happened in them. */

import type { Activity, Id, Instant } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, type Decoder, fields, list, nullable, oneOf, record, text } from '../../http/decode.ts'
import { type GraphqlProblem, problemOf, SAME_PAGE_AGAIN } from '../../http/graphql.ts'
import { unlessOdd } from '../../http/partial-answers.ts'
import { earlierEvents, type LongThread, longFields, longThread, readEarlierEvents } from './long-threads.ts'
import { THREAD_FRAGMENTS } from './thread-events.ts'
import {
  actsOfPage,
  behindPage,
  isWhole,
  type Lists,
  longOf,
  pageFields,
  type Shown,
  shownPage,
  type UnlinkedCommit,
  unlinkedOf,
} from './thread-pages.ts'

/** Where the reading of a repository stands. */
export interface TimelinePosition extends Lists {
  /** What the pages so far left open of long threads; asked for before the next page. Absent: nothing. */
  readonly long?: readonly LongThread[]
  /**
   * Set where threads took more than one page: what was updated meanwhile jumped ahead of the cursor, so it is asked for once
   * more, at the end (`due`) or now (`begun`).
   */
  readonly again?: 'due' | 'begun'
}

/** Read back from a checkpoint. */
export const timelinePosition: Decoder<TimelinePosition> = (value, odd) => {
  const { long, again, ...lists } = POSITION(value, odd)
  return { ...lists, ...(long === null ? {} : { long }), ...(again === null ? {} : { again }) }
}
const POSITION = fields({
  commits: nullable(text),
  issues: nullable(text),
  pulls: nullable(text),
  long: nullable(list(longThread)),
  again: nullable(oneOf({ due: 'due', begun: 'begun' })),
})

export const BEGIN: TimelinePosition = { commits: 'begin', issues: 'begin', pulls: 'begin' }
const ONCE_MORE: TimelinePosition = { commits: null, issues: 'begin', pulls: 'begin', again: 'begun' }

export interface AskedRepository {
  readonly id: Id
  readonly nodeId: string
  /** Everything since then is wanted. */
  readonly since: Instant
  /** When the reading began: where it takes several pages, threads updated since then end it. Absent: they do not. */
  readonly began?: Instant
  readonly at: TimelinePosition
}

export interface TimelineResult {
  readonly id: Id
  readonly acts: readonly Activity[]
  readonly unlinked: readonly UnlinkedCommit[]
  /** Where to go on; null when everything since then was read. */
  readonly next: TimelinePosition | null
}

interface Unread {
  readonly id: Id
  readonly reason: string
}

/**
 * One request: of each repository a page with `size` threads of a kind, or, where its pages so far left long threads open,
 * some of these. A repository that GitHub does not show in full is missing from `told`.
 */
export async function readTimelines(
  github: GitHub,
  repositories: readonly AskedRepository[],
  size: number,
): Promise<{ results: readonly TimelineResult[]; unread: readonly Unread[] }> {
  const answer: Answer = await github.graphql(queryFor(repositories, size), {}, ALIASES)
  const results: TimelineResult[] = []
  const unread: Unread[] = []
  for (const [index, repository] of repositories.entries()) {
    const open = openNow(repository.at, size)
    const one =
      open.length > 0
        ? longRead(repository, open, `r${index}`, answer)
        : pageRead(repository, `r${index}`, answer)
    if ('reason' in one) unread.push(one)
    else results.push(one)
  }
  return { results, unread }
}

interface Answer {
  readonly data: Decoded<typeof ALIASES>
  readonly errors: readonly GraphqlProblem[]
}

/** Threads of a page for each long one: it brings five times the items of one, and its question is as long as the page's. */
const PAGE_FOR_A_LONG_ONE = 20

/** The long threads that are asked for before the next page. */
function openNow({ long = [] }: TimelinePosition, size: number): readonly LongThread[] {
  return long.slice(0, Math.ceil(size / PAGE_FOR_A_LONG_ONE))
}

function longRead(
  asked: AskedRepository,
  open: readonly LongThread[],
  alias: string,
  answer: Answer,
): TimelineResult | Unread {
  const came = readEarlierEvents(asked.id, alias, open, answer)
  if ('reason' in came) return { id: asked.id, reason: came.reason }
  const long = [...came.open, ...(asked.at.long ?? []).slice(open.length)]
  return { id: asked.id, acts: came.acts, unlinked: [], next: goingOn(asked, asked.at, long) }
}

function pageRead(asked: AskedRepository, alias: string, { data, errors }: Answer): TimelineResult | Unread {
  const shown = data[alias]
  const problem = problemOf(errors, alias)
  if (shown == null || problem !== null || !isWhole(shown, asked.at))
    return { id: asked.id, reason: problem ?? 'GitHub did not show it in full' }
  const behind = behindPage(updatedSince(asked), shown)
  if (isStanding(asked.at, behind)) return { id: asked.id, reason: SAME_PAGE_AGAIN }
  const next = goingOn(asked, behind, longOf(shown))
  return { id: asked.id, acts: actsOfPage(asked.id, shown), unlinked: unlinkedOf(shown), next }
}

/** Whether a list goes on where the page was asked for. */
function isStanding(at: Lists, behind: Lists): boolean {
  return (['commits', 'issues', 'pulls'] as const).some(
    (list) => behind[list] !== null && behind[list] === at[list],
  )
}

/** Null where nothing is left. */
function goingOn(
  { at, began }: AskedRepository,
  { commits, issues, pulls }: Lists,
  long: readonly LongThread[],
): TimelinePosition | null {
  const again = at.again ?? (isFurther(at.issues) || isFurther(at.pulls) ? 'due' : null)
  const isOpen = long.length > 0 || commits !== null || issues !== null || pulls !== null
  if (!isOpen) return again === 'due' && began !== undefined ? ONCE_MORE : null
  return {
    commits,
    issues,
    pulls,
    ...(long.length > 0 ? { long } : {}),
    ...(again === null ? {} : { again }),
  }
}

/** Whether a list goes on behind its first page. */
function isFurther(from: Lists['issues']): boolean {
  return from !== null && from !== 'begin'
}

/** Threads that did not move since then are not looked into; of all others everything since `since` is wanted. */
function updatedSince({ since, began, at }: AskedRepository): Instant {
  return at.again === 'begun' && began !== undefined ? began : since
}

function queryFor(repositories: readonly AskedRepository[], size: number): string {
  const asked = repositories
    .map((repository, index) => {
      const { nodeId, since, at } = repository
      const open = openNow(at, size)
      if (open.length > 0) return longFields(`r${index}`, since, open)
      const page = pageFields(at, since, updatedSince(repository), size)
      return `r${index}: node(id: ${JSON.stringify(nodeId)}) { ... on Repository { ${page} } }`
    })
    .join('\n')
  // A fragment that nothing uses makes the whole query invalid; pages of commits alone use none.
  return `query Timelines { rateLimit { cost } ${asked} } ${asked.includes('...ThreadEvents') ? THREAD_FRAGMENTS : ''}`
}

/** An alias is a repository's page or one of its long threads, and has the fields of one of the two. */
const ALIAS: Decoder<Shown & Decoded<typeof earlierEvents>> = (value, odd) => ({
  ...shownPage(value, odd),
  ...earlierEvents(value, odd),
})

/** Null where GitHub does not show it, or not as it documents it: then this repository alone is unread. */
const ALIASES = record(unlessOdd(ALIAS))
