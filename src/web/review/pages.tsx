/** Pages of rows: 18 each, by number, because rows that are answered leave the list. */

import { PageTurn, pageNumber } from '../parts/page-turn.tsx'
import { addressWith, type RowsVisit } from './views.tsx'

/** Rows on one page: more than a person decides on at once, and with their plans about what 10 ms of processor time write. */
export const PAGE_SIZE = 18

/** The page that the address names, from 1 on. */
export function pageIn({ url }: Pick<RowsVisit, 'url'>): number {
  return pageNumber(url.searchParams.get('page'))
}

export function Pages({ visit, page, hasNext }: { visit: RowsVisit; page: number; hasNext: boolean }) {
  const to = (n: number) => addressWith(visit, { page: n === 1 ? null : String(n) })
  return <PageTurn page={page} hasNext={hasNext} to={to} />
}
