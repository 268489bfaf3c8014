/** One row by itself, to answer differently or to change an answer. */

import { findAskedRows } from '../../register/reviews/page/asked-rows.ts'
import { Form } from '../parts/form-fields.tsx'
import { findBesideRows } from './rows/beside.ts'
import { Row } from './rows/row.tsx'
import { SaveBar } from './saving/save-bar.tsx'
import type { RowsVisit, ViewName } from './views.tsx'

/** Nothing where the review has no such proposal that is still answered. */
export async function ChangeForm({ visit, id, view }: { visit: RowsVisit; id: string; view: ViewName }) {
  const { c, review, owner, here, sent } = visit
  const [row] = await findAskedRows(c.var.platform.register, review.id, [id])
  if (row === undefined || owner === null || review.status !== 'open') return null
  if (!['open', 'needs_second', 'decided', 'kept'].includes(row.status)) return null
  const { beside, said } = await findBesideRows(visit, [row])
  return (
    <Form action={`${here}/decisions`} token={c.var.formToken} class="tally">
      <input type="hidden" name="page" value={`?view=${view}&change=${encodeURIComponent(id)}`} />
      <section class="panel">
        <header>
          <h2>Answer anew</h2>
          <p>Another answer of yours is replaced by it, and stays in the history.</p>
        </header>
        <ul class="asks">
          <Row row={row} visit={visit} beside={beside(row)} said={said(row)} isTwice />
        </ul>
      </section>
      <SaveBar sent={sent} />
    </Form>
  )
}
