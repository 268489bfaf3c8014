/** One row by itself, to answer differently or to change an answer. */

import { type AskedRow, findAskedRows } from '../../register/reviews/page/asked-rows.ts'
import { Form } from '../parts/form-fields.tsx'
import type { Beside } from './rows/beside.ts'
import { Row } from './rows/row.tsx'
import { SaveBar } from './saving/save-bar.tsx'
import type { RowsVisit, ViewName } from './views.tsx'

/** The row that the address names, as a list; none where the review has no such proposal that is still answered. */
export async function rowsToChange({ c, review, owner, url }: RowsVisit): Promise<readonly AskedRow[]> {
  const id = url.searchParams.get('change')
  if (id === null || owner === null || review.status !== 'open') return []
  const rows = await findAskedRows(c.var.platform.register, review.id, [id])
  return rows.filter(({ status }) => CHANGEABLE.includes(status))
}

const CHANGEABLE: readonly AskedRow['status'][] = ['open', 'needs_second', 'decided', 'kept', 'by_hand']

export function ChangeForm(props: { visit: RowsVisit; row: AskedRow; found: Beside; view: ViewName }) {
  const { visit, row, view } = props
  const { beside, said } = props.found
  const { c, here, sent } = visit
  return (
    <Form action={`${here}/decisions`} token={c.var.formToken} class="tally">
      <input type="hidden" name="page" value={`?view=${view}&change=${encodeURIComponent(row.id)}`} />
      <section class="panel">
        <header>
          <h2>Answer anew</h2>
          <p>It takes the place of your earlier answer, which stays in the history.</p>
        </header>
        <ul class="asks">
          <Row row={row} visit={visit} beside={beside(row)} said={said(row)} isTwice />
        </ul>
      </section>
      <SaveBar sent={sent} />
    </Form>
  )
}
