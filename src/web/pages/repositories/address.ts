/** Addresses of the pages of repositories. */

/** The address of this page with other parameters; null takes one away. Every change begins at the first page. */
export function changedAddress(here: URL, changes: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams(here.search)
  for (const name of ['cursor', 'page', 'format']) parameters.delete(name)
  for (const [name, value] of Object.entries(changes))
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  const query = parameters.toString()
  return query === '' ? here.pathname : `${here.pathname}?${query}`
}
