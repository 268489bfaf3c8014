/** The view of what nobody has answered: rows in groups by power, in one form with one *Save*. */

import { type AskedRow, listAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import { Form } from '../../parts/form-fields.tsx'
import { PAGE_SIZE, Pages } from '../pages.tsx'
import { findBesideRows } from '../rows/beside.ts'
import { SaveBar } from '../saving/save-bar.tsx'
import { addressWith, type RowsVisit } from '../views.tsx'
import { CarryOver } from './carry-over.tsx'
import { filterIn } from './find.tsx'
import { Group } from './group.tsx'
import { NotInReview } from './not-in-review.tsx'
import { GroupForm } from './same-answer.tsx'

export async function DecideView(visit: RowsVisit) {
  const { c, org, review, tally, here } = visit
  const { register } = c.var.platform
  const filter = filterIn(visit)
  const rows = await listAskedRows(
    register,
    review.id,
    { view: 'decide', power: filter.power, q: filter.q },
    { sort: filter.sort, offset: (filter.page - 1) * PAGE_SIZE, limit: PAGE_SIZE + 1 },
  )
  const shown = rows.slice(0, PAGE_SIZE)
  const canSave = shown.length > 0 && visit.owner !== null && review.status === 'open'
  const others = tally.groups.flatMap(({ accounts }) => accounts)
  const holders = tally.leftOut.beingRead.map(({ id }) => id)
  const found = await findBesideRows(visit, shown, { others, holders })
  const groups = tally.groups.filter(
    ({ group, count }) =>
      count > 0 &&
      (filter.power === undefined || filter.power === group) &&
      (filter.q === '' || rowsOf(group).length > 0),
  )
  return (
    <>
      {review.status === 'open' && (
        <NotInReview leftOut={tally.leftOut} grants={found.grants} org={org.login} />
      )}
      {groups.map((group) => (
        <GroupForm tally={group} visit={visit} />
      ))}
      <Form action={`${here}/decisions`} token={c.var.formToken} class="tally">
        <input type="hidden" name="page" value={visit.url.search} />
        {groups.map((group) => (
          <Group tally={group} rows={rowsOf(group.group)} found={found} visit={visit} />
        ))}
        {canSave && <SaveBar sent={visit.sent} />}
      </Form>
      {shown.length === 0 && (
        <Nothing
          visit={visit}
          page={filter.page}
          isFiltered={filter.q !== '' || filter.power !== undefined}
        />
      )}
      <Pages visit={visit} page={filter.page} hasNext={rows.length > PAGE_SIZE} />
      {canSave && (rows.length > PAGE_SIZE || filter.page > 1) && (
        <p class="small soft no-print">
          Save before you turn the page: what is chosen here is not kept on another one.
        </p>
      )}
      {review.status === 'open' && visit.owner !== null && tally.views.decide > 0 && (
        <CarryOver visit={visit} />
      )}
    </>
  )

  function rowsOf(group: AskedRow['power']): readonly AskedRow[] {
    return shown.filter(({ power }) => power === group)
  }
}

/** What became of the questions of a review that is over, and where it stands. */
function Closed({ visit: { review, here } }: { visit: RowsVisit }) {
  const { carriedOver } = review.counts
  return (
    <p class="soft">
      {carriedOver > 0 &&
        'What nobody answered changed nothing; the next review asks again about what still holds. '}
      What was answered stands under the tabs above, all of it in the{' '}
      <a href={`${here}/report`}>evidence report</a>.
    </p>
  )
}

function Nothing({ visit, page, isFiltered }: { visit: RowsVisit; page: number; isFiltered: boolean }) {
  const { proposed } = visit.review.counts
  if (page > 1)
    return (
      <p>
        There is no page {page} any more: what is answered leaves the list.{' '}
        <a href={addressWith(visit, { page: null })}>To the first page</a>
      </p>
    )
  if (isFiltered)
    return (
      <p>
        Nothing that is left to decide is like this. <a href={visit.here}>Show all</a>
      </p>
    )
  if (proposed > 0 && visit.review.status === 'closed') return <Closed visit={visit} />
  if (proposed > 0) return <p class="soft">What was answered stands under the tabs above.</p>
  return (
    <div class="enter">
      <h2>Nothing is proposed.</h2>
      <p class="soft">
        The audit found nothing to ask. What is exempt, was kept or has not been read in full yet is not
        proposed.
      </p>
    </div>
  )
}
