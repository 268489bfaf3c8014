/** Pages of rows: 20 each, by number, because rows that are answered leave the list. */

import { addressWith, type RowsVisit } from './views.tsx'

/** Rows on one page: more than a person decides on at once, and with their plans about what 10 ms of processor time write. */
export const PAGE_SIZE = 20

/** The page that the address names, from 1 on. */
export function pageIn({ url }: Pick<RowsVisit, 'url'>): number {
  const page = Number(url.searchParams.get('page') ?? '1')
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1
}

export function Pages({ visit, page, hasNext }: { visit: RowsVisit; page: number; hasNext: boolean }) {
  if (page === 1 && !hasNext) return null
  return (
    <p class="pager no-print">
      {page > 1 && (
        <a rel="prev" href={addressWith(visit, { page: page === 2 ? null : String(page - 1) })}>
          Page before
        </a>
      )}
      <span>Page {page}</span>
      {hasNext && (
        <a rel="next" href={addressWith(visit, { page: String(page + 1) })}>
          Next page
        </a>
      )}
    </p>
  )
}
