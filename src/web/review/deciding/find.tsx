/** The form that finds rows by a name, in a group, in an order; and what its address asks for. */

import { SORTS } from '../../../register/reviews/page/asked-rows.ts'
import { Select } from '../../parts/form-fields.tsx'
import { pageIn } from '../pages.tsx'
import { GROUP_HEADINGS } from '../rows/row-words.ts'
import type { RowsVisit } from '../views.tsx'

/** What the address asks for. */
export function filterIn({ url }: RowsVisit) {
  const { searchParams } = url
  const power = searchParams.get('power')
  return {
    q: (searchParams.get('q') ?? '').trim().slice(0, 100),
    power: power !== null && power in GROUP_HEADINGS ? power : undefined,
    sort: SORTS.find(([name]) => name === searchParams.get('sort'))?.[0] ?? 'power',
    page: pageIn({ url }),
  }
}

/** The form that finds, filters and sorts. */
export function Find({ visit }: { visit: RowsVisit }) {
  const { q, power, sort } = filterIn(visit)
  return (
    <form class="filters no-print" action={visit.here}>
      <label class="grow">
        <span class="unseen">Find a person, team or repository</span>
        <input type="search" name="q" value={q} placeholder="Name, team or repository" />
      </label>
      <span class="order">
        <label class="unseen" for="power">
          Group
        </label>
        <Select
          id="power"
          name="power"
          value={power ?? ''}
          options={[['', 'all groups'], ...Object.entries(GROUP_HEADINGS)]}
        />
      </span>
      <span class="order">
        <label class="unseen" for="sort">
          Order
        </label>
        <Select id="sort" name="sort" value={sort} options={SORTS} />
      </span>
      <button type="submit" class="quiet">
        Show
      </button>
    </form>
  )
}
