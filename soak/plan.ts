/** What a seed does to one audit: which requests fail and how, what moves between two pages, when the process dies. Pure. */

import { rngFrom } from '../bench/world/rng.ts'
import type { Fault, FaultMatch } from '../fake-github/http/faults.ts'

export const MOVES = [
  'repository deleted',
  'repository renamed',
  'repository made',
  'member left',
  'member joined',
  'team deleted',
] as const
export type WorldMove = (typeof MOVES)[number]

export interface Plan {
  readonly seed: number
  /** The share of requests that fail by chance. */
  readonly rate: number
  /** One kind of request that fails several times in a row. */
  readonly burst: { readonly match: FaultMatch; readonly how: Fault; readonly times: number } | null
  readonly moves: readonly { readonly move: WorldMove; readonly before: FaultMatch; readonly nth: number }[]
  /** The request during which the process ends; null: it lives. */
  readonly killedAt: number | null
}

/** Every way in which GitHub fails and that is over soon. A `404` is no failure but an answer. */
const FAULTS: readonly Fault[] = [
  '500',
  '502',
  'reset',
  'reset_after',
  'truncated',
  'graphql_partial',
  'graphql_hole',
  'RESOURCE_LIMITS_EXCEEDED',
  'secondary',
  'expired',
]

export const RANDOM_FAULTS = FAULTS

/** Requests that decide most, by their GraphQL name or path. */
const BURSTS: readonly FaultMatch[] = [
  { operation: 'Members' },
  { operation: 'Teams' },
  { operation: 'Repositories' },
  { operation: 'ChangeCheck' },
  { operation: 'Timelines' },
  { operation: 'Contributions' },
  { operation: /Newest/ },
  { path: /\/outside_collaborators$/ },
  { path: /\/activity$/ },
  { path: /\/pulls\/comments$/ },
  { path: /\/releases$/ },
  { path: /\/keys$/ },
  { path: /\/invitations$/ },
  { path: /\/memberships\// },
  { path: /\/access_tokens$/ },
]

/** The pages between which lists move. */
const PAGES: readonly { readonly before: FaultMatch; readonly nth: number }[] = [
  { before: { operation: 'Members' }, nth: 2 },
  { before: { operation: 'Teams' }, nth: 2 },
  { before: { operation: 'Repositories' }, nth: 2 },
]

/** The plan of one day of a seed; the same for the same two numbers. */
export function planOf(seed: number, day: number): Plan {
  const rng = rngFrom(seed * 7919 + day)
  const rate = rng.pick([0, 0.005, 0.01, 0.02, 0.04])
  const burst =
    rng.next() < 0.5 ? { match: rng.pick(BURSTS), how: rng.pick(FAULTS), times: 1 + rng.below(5) } : null
  const moves = Array.from({ length: rng.below(3) }, () => ({
    move: rng.pick(MOVES),
    ...(rng.next() < 0.7 ? rng.pick(PAGES) : { before: {}, nth: 1 + rng.below(120) }),
  }))
  const killedAt = rng.next() < 0.2 ? 2 + rng.below(day === 0 ? 150 : 40) : null
  return { seed: seed * 7919 + day, rate, burst, moves, killedAt }
}
