/** The rows of a list in the rules' form: each field is named by list, row and column, as `exemptions.0.until`. */

import type { SentForm } from '../../form.ts'

/** A list that is asked for as a table. */
export type RowList = 'exemptions' | 'sponsors' | 'leftOut' | 'contributors.people'

/** A row as it is shown or was sent. */
export interface ListRow {
  /** The number in the names of its fields. */
  readonly at: number
  /** Whether it stands in the rules that the form showed, so what it is about is not typed. */
  readonly isKnown: boolean
  readonly isEnded: boolean
  /** The text of a column, '' where there is none. */
  readonly text: (column: string) => string
}

export function rowField(list: RowList, at: number, column: string): string {
  return `${list}.${at}.${column}`
}

/** The rows as they were sent, those too that are ended or blank. */
export function sentRows(form: SentForm, list: RowList): readonly ListRow[] {
  const numbers = form.names.flatMap((name) => {
    if (!name.startsWith(`${list}.`)) return []
    const [, at] = /^(\d{1,5})\.\w+$/.exec(name.slice(list.length + 1)) ?? []
    return at === undefined ? [] : [Number(at)]
  })
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((at) => {
      const text = (column: string) => form.text(rowField(list, at, column))
      return { at, text, isKnown: text('known') === 'yes', isEnded: text('end') === 'yes' }
    })
}

/** The rows that count: neither ended nor blank. */
export function keptRows(form: SentForm, list: RowList): readonly ListRow[] {
  return sentRows(form, list).filter(
    ({ isEnded, text }) => !isEnded && COLUMNS.some((each) => text(each) !== ''),
  )
}

const COLUMNS = ['login', 'repository', 'sponsor', 'until', 'reason'] as const

/** A complaint about an entry by its place among those that count, as one about its row. */
export function aboutRow(complaint: string, form: SentForm): string {
  const [, list, place = '', rest = ''] = /^([a-zA-Z.]+)\.(\d+)([.:].*)$/s.exec(complaint) ?? []
  const rows = LISTS.find((each) => each === list)
  const row = rows === undefined ? undefined : keptRows(form, rows)[Number(place)]
  return row === undefined ? complaint : `${list}.${row.at}${rest}`
}

/** The field of a row that a complaint is about; null where it is about no row, or about a row as a whole. */
export function rowOfComplaint(complaint: string): string | null {
  const [, field = null] =
    /^((?:exemptions|sponsors|leftOut|contributors\.people)\.\d+\.\w+):/.exec(complaint) ?? []
  return field
}

const LISTS: readonly RowList[] = ['exemptions', 'sponsors', 'leftOut', 'contributors.people']
