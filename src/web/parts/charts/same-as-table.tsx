/** The numbers of a chart once more, as a table that is folded behind it. */

import type { Child } from 'hono/jsx'

/** `columns`: the heading of each row first, then what is counted. */
export function SameAsTable(props: {
  columns: readonly [string, ...string[]]
  rows: readonly (readonly [heading: Child, ...cells: Child[]])[]
}) {
  const [first, ...counted] = props.columns
  return (
    <details class="fold">
      <summary>The same as a table</summary>
      <div class="scroll">
        <table class="cards">
          <thead>
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
            {props.rows.map(([heading, ...cells]) => (
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
      </div>
    </details>
  )
}
