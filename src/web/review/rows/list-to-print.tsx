/** The whole review as a list for paper: every question with its answer so far, one table without forms, 84 of them on four pages. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { type AskedRow, listAskedRows } from '../../../register/reviews/page/asked-rows.ts'
import { inWords, Name } from '../../parts/print.tsx'
import type { RowsVisit } from '../views.tsx'
import { answerOf, GROUP_HEADINGS, heldInWords, lastUseInWords, namesOf } from './row-words.ts'

/** Rows on the list; what follows them is counted, and stands in the CSV. */
const MOST_ROWS = 1000

const COLUMNS = ['Who or what', 'Access', 'Last active', 'Answer'] as const

export async function ListToPrint(visit: RowsVisit) {
  const { c, review, here } = visit
  const rows = await listAskedRows(
    c.var.platform.register,
    review.id,
    {},
    { sort: 'power', offset: 0, limit: MOST_ROWS },
  )
  const more = review.counts.proposed - rows.length
  return (
    <>
      <p class="no-print">
        Made for paper: print this page. <a href={here}>Back to the review</a>
      </p>
      <table class="paper">
        <caption class="unseen">Every question of the review, with its answer</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        {[...Map.groupBy(rows, ({ power }) => power)].map(([power, of]) => (
          <tbody>
            <tr class="part">
              <th colspan={COLUMNS.length} scope="rowgroup">
                {GROUP_HEADINGS[power]} <span class="soft small">· {of.length}</span>
              </th>
            </tr>
            {of.map((row) => (
              <Line row={row} visit={visit} />
            ))}
          </tbody>
        ))}
      </table>
      {more > 0 && (
        <p>
          and {counted(more, 'more question')}: <a href={`${here}?format=csv`}>all as CSV</a>
        </p>
      )}
    </>
  )
}

/** As the tabs of the review say it. */
const WITHOUT_ANSWER: Readonly<Partial<Record<AskedRow['status'], string>>> = {
  open: 'no answer yet',
  stale: 'no longer asked',
}

function Line({ row, visit }: { row: AskedRow; visit: RowsVisit }) {
  const { name, below } = namesOf(row)
  const { role, opens } = heldInWords(row)
  const { ago } = lastUseInWords(row, visit.c.var.platform.now)
  return (
    <tr>
      <th scope="row">
        <Name text={name} /> <span class="small soft">{below}</span>
      </th>
      <td>
        {role !== null && <b>{role}</b>} <Name text={opens} />
        {row.scope !== null && (
          <>
            {' '}
            only {row.scope.kind} <Name text={row.scope.name} />
          </>
        )}
      </td>
      <td>{ago}</td>
      <td>
        {row.votes.length === 0 ? (
          <span class="soft">{WITHOUT_ANSWER[row.status] ?? inWords(row.status)}</span>
        ) : (
          row.votes.map((vote) => answerOf(vote, printedDay, row.reached)).join('; ')
        )}
        {row.status === 'needs_second' && ', waits for a second owner'}
      </td>
    </tr>
  )
}
