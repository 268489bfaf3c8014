/** Pages by number, for lists whose rows leave them when they are answered: the number that is asked for, and the links to its neighbours. */

/** From 1 on; what is no page number is the first. */
export function pageNumber(text: string | null | undefined): number {
  const page = Number(text ?? '1')
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1
}

/** `to` gives the address of a page. Nothing where there is only one. */
export function PageTurn(props: { page: number; hasNext: boolean; to: (page: number) => string }) {
  const { page, hasNext, to } = props
  if (page === 1 && !hasNext) return null
  return (
    <p class="pager no-print">
      {page > 1 && (
        <a rel="prev" href={to(page - 1)}>
          Page before
        </a>
      )}
      <span>Page {page}</span>
      {hasNext && (
        <a rel="next" href={to(page + 1)}>
          Next page
        </a>
      )}
    </p>
  )
}
