/** A list with one line for each thing: headings that sort, groups, cards on a phone; and what stands above it. */

import type { Child } from 'hono/jsx'
import { listAddress } from '../table.tsx'

/** A column: `sort` makes its heading a link; `falls`: in that order the largest stands first; `class` says when it is left out. */
export interface ListColumn {
  readonly heading: string
  readonly sort?: string
  readonly falls?: boolean
  readonly class?: string
}

/** Rows that stand together under a heading; null: without one. The first cell of a row is its heading. */
export interface ListGroup {
  readonly heading: Child | null
  readonly rows: readonly (readonly Child[])[]
}

/** The table in the order `sort`, a `-` before it where it is turned round. */
export function ListTable(props: {
  caption: string
  here: URL
  sort: string
  columns: readonly ListColumn[]
  groups: readonly ListGroup[]
  /** The sentence shown in place of an empty table. */
  none: string
}) {
  const { columns, groups } = props
  if (groups.every(({ rows }) => rows.length === 0)) return <p class="muted">{props.none}</p>
  return (
    <div class="panel scroll">
      <table class="one cards">
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading column={column} here={props.here} sort={props.sort} />
            ))}
          </tr>
        </thead>
        {groups.map(({ heading, rows }) => (
          <tbody>
            {heading !== null && (
              <tr class="part">
                <th colspan={columns.length} scope="rowgroup">
                  {heading}
                </th>
              </tr>
            )}
            {rows.map(([first, ...cells]) => (
              <tr>
                <th scope="row">{first}</th>
                {cells.map((cell, index) => (
                  <td class={columns[index + 1]?.class}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Heading({ column, here, sort }: { column: ListColumn; here: URL; sort: string }) {
  const { heading, sort: own, falls = false } = column
  if (own === undefined) {
    return (
      <th scope="col" class={column.class}>
        {heading}
      </th>
    )
  }
  const isTurned = sort === `-${own}`
  const order = falls === isTurned ? 'ascending' : 'descending'
  return (
    <th scope="col" class={column.class} aria-sort={sort === own || isTurned ? order : undefined}>
      <a href={listAddress(here, { sort: sort === own ? `-${own}` : own })}>{heading}</a>
    </th>
  )
}

/** The heading of a list with its two exports of exactly what is shown. */
export function ListHead({ heading, here }: { heading: string; here: URL }) {
  return (
    <div class="head">
      <h1>{heading}</h1>
      <p class="small nowrap no-print">
        <a href={listAddress(here, { format: 'csv' })}>CSV</a> ·{' '}
        <a href={listAddress(here, { format: 'json' })}>JSON</a>
      </p>
    </div>
  )
}

/** Views of the list as links with their counts, also at zero. */
export function ListPills(props: {
  here: URL
  pills: readonly {
    readonly label: string
    readonly n: number
    readonly isHere: boolean
    readonly changes: Readonly<Record<string, string | null>>
  }[]
}) {
  return (
    <ul class="pills">
      {props.pills.map(({ label, n, isHere, changes }) => (
        <li>
          <a href={listAddress(props.here, changes)} aria-current={isHere ? 'page' : undefined}>
            {label} <span class="n">{n}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
