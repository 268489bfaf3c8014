/** The links to the page before and the next one of a shared review. */

export function Turn({
  here,
  q,
  page,
  hasNext,
}: {
  here: string
  q: string
  page: number
  hasNext: boolean
}) {
  if (page === 1 && !hasNext) return null
  const to = (n: number) => `${here}?${new URLSearchParams({ ...(q !== '' && { q }), page: String(n) })}`
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
