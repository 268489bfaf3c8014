/** The public change of stale access, quarter by quarter, as columns from left to right. */

import { signedPercent } from '../../../policy/english.ts'
import type { PublishedQuarter } from '../../../policy/stale-access/published.ts'
import { GOAL_SHARE } from '../../../policy/stale-access/sums.ts'
import { alongTime } from '../../parts/charts/along-time.ts'
import { Columns } from '../../parts/charts/columns.tsx'

/** So many fit; the table has all. */
const MOST_QUARTERS = 8

/** What is left of the baseline at the goal, in percent. */
const GOAL = Math.round(100 - 100 * GOAL_SHARE)

/**
 * Draws only percentages that may be shown; nothing where the newest quarter has none, or where there is nothing to compare it
 * with.
 */
export function Trend({ quarters }: { quarters: readonly PublishedQuarter[] }) {
  const shown = quarters.slice(-MOST_QUARTERS)
  const columns = shown.flatMap(({ quarter, percent }) =>
    percent === null ? [] : [{ quarter, percent, text: signedPercent(percent) }],
  )
  const newest = columns.at(-1)
  if (newest === undefined || columns.length < 2 || columns.length < shown.length) return null
  const told = columns.map(({ quarter, text }) => `${quarter} ${text}`).join(', ')
  return (
    <>
      <h2>Change since the baseline, in percent</h2>
      <Columns
        series={[
          {
            name: null,
            columns: alongTime(
              columns.map((each) => ({
                ...{ quarter: each.quarter, isWithin: false },
                label: each.quarter.slice(-2),
                n: 100 + each.percent,
                // The heading says percent: eight columns stand beside each other on a phone, too.
                text: each.text.replace(' %', ''),
                fill: each === newest ? ('inactive' as const) : ('unknown' as const),
              })),
            ),
          },
        ]}
        goal={{ n: GOAL, label: 'goal −70 %' }}
        label={`Stale access against the baseline: ${told}; the goal is −70 %`}
      />
    </>
  )
}
