/** A table that turns into cards on a narrow screen, and the links below a list. */

import type { Child } from 'hono/jsx'

/** A heading with the class of its cells: `num` for numbers, `w1` to `w3` for what goes in a narrow window. */
export type TableColumn = string | { readonly heading: string; readonly class: string }

/** A table with a heading per column; the first cell of a row is the row's heading. */
export function Table(props: {
  caption: string
  columns: readonly TableColumn[]
  rows: readonly (readonly Child[])[]
  /** The sentence shown in place of an empty table. */
  none: string
}) {
  if (props.rows.length === 0) return <p class="muted">{props.none}</p>
  const columns = props.columns.map((each) =>
    typeof each === 'string' ? { heading: each, class: undefined } : each,
  )
  return (
    <div class="panel scroll">
      <table class="cards">
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={column.class}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(([first, ...cells]) => (
            <tr>
              <th scope="row">{first}</th>
              {cells.map((cell, index) => (
                <td class={columns[index + 1]?.class} data-label={columns[index + 1]?.heading}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Links to the first and the next page of a list and to its exports. `here` is the address of this page. */
export function Pager(props: { here: URL; nextCursor: string | null; exports?: boolean }) {
  const next = props.nextCursor
  return (
    <p class="pager">
      {props.here.searchParams.has('cursor') && <a href={listAddress(props.here, {})}>First page</a>}
      {next !== null && (
        <a rel="next" href={listAddress(props.here, { cursor: next })}>
          Next page
        </a>
      )}
      {props.exports === true && (
        <>
          <a href={listAddress(props.here, { format: 'csv' })}>All as CSV</a>
          <a href={listAddress(props.here, { format: 'json' })}>All as JSON</a>
        </>
      )}
    </p>
  )
}

/** The address of the page itself with some of what it asks for changed; null takes it away. It begins at the first page again. */
export function listAddress(here: URL, changes: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams(here.search)
  for (const shown of ['cursor', 'page', 'format', 'proposal', 'entry', 'erased']) parameters.delete(shown)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
  const query = parameters.toString()
  return query === '' ? here.pathname : `${here.pathname}?${query}`
}
