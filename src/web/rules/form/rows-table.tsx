/** A list of the rules as a table: a row for each entry, which can be changed or ended, and one to add another. */

import { directionInWords } from '../../../policy/rules/directions.ts'
import { inLabels, LABELS } from '../../../policy/rules/labels.ts'
import { Name } from '../../parts/print.tsx'
import type { RowsField } from '../rule-fields.ts'
import { type ListRow, rowField, rowOfComplaint } from './list-rows.ts'

/** `complaints`: those about this list. Its label stands above it unless the group is called the same. */
export function RowsTable(props: {
  field: RowsField
  heading: string
  rows: readonly ListRow[]
  complaints: readonly string[]
}) {
  const { field, rows } = props
  const { name, columns } = field
  const label = LABELS[name]
  const blank: ListRow = {
    ...{ at: Math.max(-1, ...rows.map(({ at }) => at)) + 1, isKnown: false, isEnded: false },
    text: () => '',
  }
  const aboutCells = new Map(
    [...Map.groupBy(props.complaints, rowOfComplaint)].map(([cell, of]) => [
      cell,
      of.map(inLabels).join(' '),
    ]),
  )
  const others = aboutCells.get(null)
  const isAsked = rows.some(({ isKnown }) => !isKnown)
  return (
    <div class="field" id={name}>
      {label !== props.heading && <h3>{label}</h3>}
      <p class="hint">
        {field.hint}
        <br />
        {directionInWords(name)}
      </p>
      {others !== undefined && (
        <p class="complaint" id={`${name}-complaint`}>
          {others}
        </p>
      )}
      <div class="scroll">
        <table class="cards">
          <caption class="unseen">{label}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col">{column.label}</th>
              ))}
              <th scope="col">
                <span class="unseen">End</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(isAsked ? rows : [...rows, blank]).map((row) => (
              <Row field={field} row={row} complaints={aboutCells} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Row(props: { field: RowsField; row: ListRow; complaints: ReadonlyMap<string | null, string> }) {
  const { field, row } = props
  const [first, ...rest] = field.columns
  const nameOf = (column: string) => rowField(field.name, row.at, column)
  const subject = row.text(first.name)
  const about = row.isKnown ? ` of ${subject}` : ' of another one'
  const cell = (column: RowsField['columns'][number]) => (
    <Cell
      column={column}
      name={nameOf(column.name)}
      value={row.text(column.name)}
      about={about}
      complaint={props.complaints.get(nameOf(column.name))}
    />
  )
  if (!row.isKnown)
    return (
      <tr>
        {field.columns.map((column) => (
          <td>{cell(column)}</td>
        ))}
        <td></td>
      </tr>
    )
  return (
    <tr>
      <th scope="row">
        <Name text={subject} />
        <input type="hidden" name={nameOf('known')} value="yes" />
        <input type="hidden" name={nameOf('id')} value={row.text('id')} />
        <input type="hidden" name={nameOf(first.name)} value={subject} />
      </th>
      {rest.map((column) => (
        <td>{cell(column)}</td>
      ))}
      <td>
        <label>
          <input type="checkbox" name={nameOf('end')} value="yes" checked={row.isEnded} />
          End<span class="unseen"> what is said of {subject}</span>
        </label>
      </td>
    </tr>
  )
}

function Cell(props: {
  column: RowsField['columns'][number]
  name: string
  value: string
  about: string
  complaint: string | undefined
}) {
  const { column, name, value, complaint } = props
  // A moment within a day stays text: a date field would lose it.
  const isDay = column.name === 'until' && /^(\d{4}-\d{2}-\d{2})?$/.test(value)
  return (
    <>
      <label class="unseen" for={name}>
        {column.label}
        {props.about}
      </label>
      <input
        class={column.name === 'reason' ? 'wide' : undefined}
        id={name}
        name={name}
        type={isDay ? 'date' : 'text'}
        value={value}
        placeholder={column.placeholder}
        autocomplete="off"
        {...(complaint !== undefined && { 'aria-invalid': 'true', 'aria-describedby': `${name}-complaint` })}
      />
      {complaint !== undefined && (
        <p class="complaint" id={`${name}-complaint`}>
          {complaint}
        </p>
      )}
    </>
  )
}
