/** The table of re-joins on the overview: whose access came back of those whose access was removed, by quarter. */

import type { Rejoins } from '../../register/revocations/restorations/rejoins.ts'
import { FoldedTable } from './charts/same-as-table.tsx'

/** So many quarters are shown, a year. */
export const REJOIN_QUARTERS = 4

/** Nothing where nobody's access was removed. What a file put back at once says nothing about our judgement, so it stands apart. */
export function RejoinsTable({
  quarters,
}: {
  quarters: readonly (Rejoins & { readonly quarter: string })[]
}) {
  if (quarters.length === 0) return null
  return (
    <>
      <p>
        Of the people whose access was removed, whoever holds it again may have been removed wrongly. So this
        is the most that can have been wrong; most of them just needed it later. What a file or program had
        put back within two days is given back by a sync, and not in the rate.
      </p>
      <FoldedTable
        label="Access that came back"
        columns={['Quarter', 'Removed', 'Came back', 'Given back here', 'Elsewhere', 'Apart: by a sync']}
        rows={quarters
          .slice(0, REJOIN_QUARTERS)
          .map(({ quarter, removed, wayBack, elsewhere, sync }) => [
            quarter,
            removed,
            `${wayBack + elsewhere} (${Math.round(((wayBack + elsewhere) / removed) * 100)} %)`,
            wayBack,
            elsewhere,
            sync,
          ])}
      />
    </>
  )
}
