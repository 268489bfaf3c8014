/** Says whether the newest act known of an account is certainly its newest. */

import { isBefore } from '../calendar.ts'
import {
  ACTIVITY_SOURCES,
  type Activity,
  type Id,
  type Instant,
  type Reading,
  type Verdict,
} from '../words.ts'

/** `exact`: no later act exists. `at_least`: the account was active then, and perhaps later. */
export const PRECISIONS = ['exact', 'at_least'] as const
export type Precision = (typeof PRECISIONS)[number]

/** From when on everything was read without a gap; null where that is not known. */
export interface ReadBack {
  /** Every source of every repository. */
  readonly repositories: Instant | null
  /** The account's own contributions. */
  readonly contributions: Instant | null
}

/** Whether everything was read from before `newest` until now, and its date is known to the second. */
export function isExact(newest: Activity | null, { repositories, contributions }: ReadBack): boolean {
  if (newest === null || repositories === null || contributions === null) return false
  // What was administered since the log was handed in shows nowhere.
  if (newest.source === 'audit_log') return false
  // GitHub tells contributed commits by the day only.
  if (newest.source === 'contributions' && newest.kind === 'commit') return false
  return !isBefore(newest.at, repositories) && !isBefore(newest.at, contributions)
}

/** Whether any source of activity was not read in full, or is not shown, for this account. */
export function isActivityHidden(readings: readonly Reading[], account: Id): boolean {
  return readings.some(
    ({ source, scope, state }) =>
      state.kind !== 'complete' &&
      ACTIVITY_SOURCES.some((activity) => activity === source) &&
      (scope.kind !== 'account' || scope.id === account),
  )
}

/** The precision of an account's newest act at `at`, by its verdict; null where it was not judged yet. */
export function precisionOf(verdict: Verdict | null, at: Instant): Precision {
  if (verdict?.verdict !== 'inactive' || verdict.newestIsExact !== true) return 'at_least'
  return verdict.newest?.at === at ? 'exact' : 'at_least'
}
