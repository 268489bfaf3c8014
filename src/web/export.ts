/** Lists as CSV and JSON files. Cells that a spreadsheet would take for formulae are escaped. */

import Papa from 'papaparse'
import { Refusal } from '../policy/refusal.ts'
import type { Page } from '../register/cursor.ts'
import { readCursor } from '../register/cursor.ts'
import type { Visit } from './access/visit.ts'

export type Format = 'csv' | 'json'

/** With what a spreadsheet lets a formula begin, whatever follows: Papa's own pattern overlooks cells of several lines. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Where a spreadsheet that separates by semicolon or tab, for which our quotes stand inside a cell, begins another one. */
const FORMULA_WITHIN = /(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/** Asked for by `?format=`; null: the page itself. */
export function formatOf(c: Visit): Format | null {
  const format = c.req.query('format')
  if (format === undefined || format === 'html') return null
  if (format === 'csv' || format === 'json') return format
  throw new Refusal('invalid', 'The format must be csv or json.')
}

/** Every item of a list, page by page. */
export async function everything<Item>(
  page: (after: readonly (string | number)[] | null, limit: number) => Promise<Page<Item>>,
  keys: number,
): Promise<Item[]> {
  const items: Item[] = []
  for (let after: (string | number)[] | null = null; ; ) {
    const { items: more, nextCursor } = await page(after, 500)
    items.push(...more)
    if (nextCursor === null) return items
    after = readCursor(nextCursor, keys)
  }
}

/** Answers a file: JSON as the API has it, CSV with one line per item as `rowOf` makes it. */
export function file<Item>(
  c: Visit,
  format: Format,
  name: string,
  items: readonly Item[],
  rowOf: (item: Item) => object,
): Response {
  c.header('content-disposition', `attachment; filename="${name}.${format}"`)
  if (format === 'json') return c.body(JSON.stringify({ items }), 200, { 'content-type': 'application/json' })
  const rows = items.map((item) =>
    Object.fromEntries(Object.entries(rowOf(item)).map(([key, value]) => [key, cellOf(value)])),
  )
  return c.body(Papa.unparse(rows, { escapeFormulae: FORMULA, quotes: true }), 200, {
    'content-type': 'text/csv; charset=utf-8',
  })
}

function cellOf(value: unknown): unknown {
  const text =
    Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.join('; ')
      : typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : value
  return typeof text === 'string' ? text.replace(FORMULA_WITHIN, "'") : text
}
