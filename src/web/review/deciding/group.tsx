/** A group of the review with its rows. */

import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import type { GroupTally } from '../../../register/reviews/page/review-tally.ts'
import type { Beside } from '../rows/beside.ts'
import { Row } from '../rows/row.tsx'
import { GROUP_HEADINGS, groupInWords } from '../rows/row-words.ts'
import { addressWith, type RowsVisit } from '../views.tsx'
import { answersGroup, SameAnswer } from './same-answer.tsx'

/** The group's heading stands on every page, its rows only on theirs. */
export function Group(props: {
  tally: GroupTally
  rows: readonly AskedRow[]
  found: Beside
  visit: RowsVisit
}) {
  const { tally, rows, found, visit } = props
  const heading = GROUP_HEADINGS[tally.group]
  const only = addressWith(visit, { power: tally.group })
  return (
    <section class="panel">
      <header>
        <h2>
          {heading} <span class="n">{tally.count}</span>
        </h2>
        <p>{groupInWords(tally.group, visit.rules.windowMonths)}</p>
        {rows.length < tally.count && visit.url.searchParams.get('power') !== tally.group && (
          <a class="end no-print" href={only}>
            Show {rows.length === 0 ? '' : 'only '}these<span class="unseen">: {heading}</span>
          </a>
        )}
        {answersGroup(tally, visit) && <SameAnswer tally={tally} visit={visit} elsewhere={found.elsewhere} />}
      </header>
      {rows.length > 0 && (
        <ul class="asks">
          <li class="ask-head ask-line no-print" aria-hidden="true">
            {['Who or what', 'Access', 'Last active', 'Answer'].map((head) => (
              <span>{head}</span>
            ))}
          </li>
          {rows.map((row) => (
            <Row row={row} visit={visit} beside={found.beside(row)} said={found.said(row)} />
          ))}
        </ul>
      )}
    </section>
  )
}
