/** The sums of a moment of stale access, and when a moment is frozen. */

import { type Quarter, quarterAfter, quarterOf } from '../calendar.ts'
import type { Instant } from '../words.ts'
import type { Pair, Target } from './pairs.ts'

/** The numbers of one moment. */
export interface StaleSums {
  readonly stale: number
  readonly unknown: number
  /** All pairs: stale, unknown and used. */
  readonly total: number
  /** Accounts with at least one pair. */
  readonly people: number
}

/** The name of a frozen moment: `baseline`, or the quarter that it ends. */
export type FrozenName = 'baseline' | Quarter

/** At most this share of the pairs may be unknown in the baseline, and in a moment that is compared with it. */
export const MOST_UNKNOWN = 0.05

/** The milestone's goal: this share of the baseline is to be gone. */
export const GOAL_SHARE = 0.7

export function sumsOf(pairs: readonly Pair[]): StaleSums {
  const count = (state: Pair['state']) => pairs.filter((pair) => pair.state === state).length
  const holders = new Set(pairs.map(({ holder }) => holder))
  return {
    stale: count('stale'),
    unknown: count('unknown'),
    total: pairs.length,
    people: [...holders].filter((holder) => holder.startsWith('account:')).length,
  }
}

/** What each holder leaves unused: what a later moment is compared with. */
export function unusedByHolder(pairs: readonly Pair[]): ReadonlyMap<string, readonly Target[]> {
  const stale = Map.groupBy(
    pairs.filter(({ state }) => state === 'stale'),
    ({ holder }) => holder,
  )
  return new Map([...stale].map(([holder, of]) => [holder, of.map(({ target }) => target)]))
}

/**
 * What a complete audit freezes: the baseline, where there is none and at most 5 % is unknown; else the quarter before its
 * own, once, if the baseline is not younger than that quarter. Null: nothing.
 */
export function momentToFreeze(
  { unknown, total }: Pick<StaleSums, 'unknown' | 'total'>,
  frozen: readonly { readonly name: string; readonly at: Instant }[],
  asOf: Instant,
): FrozenName | null {
  const baseline = frozen.find(({ name }) => name === 'baseline')
  if (baseline === undefined) return unknown <= total * MOST_UNKNOWN ? 'baseline' : null
  const ended = quarterAfter(quarterOf(asOf), -1)
  if (quarterOf(baseline.at) > ended || frozen.some(({ name }) => name === ended)) return null
  return ended
}

/** How far the milestone's goal is: 70 % less than the baseline. */
export interface GoalProgress {
  /** At most so many may be left. */
  readonly atMost: number
  /** The share of the baseline that is gone; negative where there is more than then. */
  readonly reduction: number
  readonly met: boolean
}

/** Null before there is a baseline. */
export function progressOf(
  baseline: Pick<StaleSums, 'stale'> | null,
  now: Pick<StaleSums, 'stale'> | null,
): GoalProgress | null {
  if (baseline === null || now === null) return null
  // In whole pairs and tenths, so that no rounding of 0.3 decides.
  const atMost = Math.floor((baseline.stale * (10 - GOAL_SHARE * 10)) / 10)
  const reduction = baseline.stale === 0 ? 0 : 1 - now.stale / baseline.stale
  return { atMost, reduction, met: now.stale <= atMost }
}
