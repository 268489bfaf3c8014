/** Issues, pull requests and discussions as they follow from the acts on them. */
import type { Act, ActKind } from './act.ts'

export type Thread = {
  readonly kind: 'issue' | 'pull_request' | 'discussion'
  readonly n: number
  /** Who opened it; nobody where the world only tells what happened on it. */
  readonly author: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly opened: Act | null
  readonly merge: Act | null
  readonly closed: Act | null
  /** Every act on it but the opening, newest first. */
  readonly acts: readonly Act[]
}

/** Numbers from here on are invented, for rows that name none. */
const inventedFrom = 900_000

const openers: ReadonlySet<ActKind> = new Set(['issue', 'pull_request', 'discussion'])
const onThreads: ReadonlySet<ActKind> = new Set([
  'merge',
  'review',
  'issue_comment',
  'review_comment',
  'label',
  'close',
  'assign',
  'mention',
  'review_request',
  'discussion_comment',
])

/** The threads of one repository by number. `all` is newest first; acts without a number are given one. */
export function threadsOf(all: readonly Act[]): Map<number, Thread> {
  const groups = new Map<number, Act[]>()
  // Rows that were given a number before keep it.
  let invented = all.reduce((most, { n }) => Math.max(most, n ?? 0), inventedFrom)
  for (let i = all.length - 1; i >= 0; i -= 1) {
    const act = all[i]
    if (!act || (!openers.has(act.kind) && !onThreads.has(act.kind))) continue
    if (act.n === null) {
      act.n = openers.has(act.kind) ? ++invented : inventedFrom - 1 - homeOf(act.kind)
    }
    const group = groups.get(act.n)
    if (group) group.push(act)
    else groups.set(act.n, [act])
  }
  return new Map([...groups].map(([n, acts]) => [n, threadOf(n, acts.reverse())]))
}

/** Rows without a number meet in one nameless thread of their sort. */
function homeOf(kind: ActKind): number {
  if (kind === 'merge' || kind === 'review' || kind === 'review_comment' || kind === 'review_request')
    return 0
  return kind === 'discussion_comment' ? 2 : 1
}

function threadOf(n: number, acts: readonly Act[]): Thread {
  const opened = acts.findLast((act) => openers.has(act.kind)) ?? null
  const oldest = acts.at(-1)
  return {
    kind: opened ? kindOf(opened.kind) : guessKind(acts),
    n,
    author: opened?.actor ?? null,
    createdAt: opened?.at ?? oldest?.at ?? '',
    updatedAt: acts[0]?.at ?? '',
    opened,
    merge: acts.find((act) => act.kind === 'merge') ?? null,
    closed: acts.find((act) => act.kind === 'close' || act.kind === 'merge') ?? null,
    acts: acts.filter((act) => act !== opened),
  }
}

function kindOf(kind: ActKind): Thread['kind'] {
  return kind === 'pull_request' || kind === 'discussion' ? kind : 'issue'
}

function guessKind(acts: readonly Act[]): Thread['kind'] {
  const kinds = new Set(acts.map((act) => act.kind))
  if (kinds.has('discussion_comment')) return 'discussion'
  return kinds.has('merge') || kinds.has('review') || kinds.has('review_comment') ? 'pull_request' : 'issue'
}
