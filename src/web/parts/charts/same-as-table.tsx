/** The numbers of a chart once more, as a table that is folded behind it. */

import type { Child } from 'hono/jsx'

interface Numbers {
  /** The heading of each row first, then what is counted. */
  readonly columns: readonly [string, ...string[]]
  readonly rows: readonly (readonly [heading: Child, ...cells: Child[]])[]
}

export function SameAsTable(props: Numbers) {
  return (
    <details class="fold">
      <summary>The same as a table</summary>
      <FoldedTable label={`As a table, by ${props.columns[0].toLowerCase()}`} {...props} />
    </details>
  )
}

/** Numbers in a panel that may be narrower than the table: a section, so that the keyboard can scroll it. */
export function FoldedTable({ label, columns, rows }: Numbers & { label: string }) {
  const [first, ...counted] = columns
  return (
    <section class="scroll" tabindex={0} aria-label={label}>
      <table class="cards one">
        <thead class="wrap">
          <tr>
            <th scope="col">{first}</th>
            {counted.map((column) => (
              <th scope="col" class="num">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([heading, ...cells]) => (
            <tr>
              <th scope="row">{heading}</th>
              {cells.map((cell, index) => (
                <td class="num" data-label={counted[index]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
