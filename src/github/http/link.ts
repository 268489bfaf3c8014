/** Reads the Link header of a REST list. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */

/** What the address of the next or the last page asks for; null where the header names none. */
export function linkedPage(link: string | null, rel: 'next' | 'last'): URLSearchParams | null {
  const address = ADDRESS_OF[rel].exec(link ?? '')?.[1]
  return address === undefined ? null : new URL(address, ANY_HOST).searchParams
}

const ADDRESS_OF = { next: /<([^>]+)>;\s*rel="?next"?/, last: /<([^>]+)>;\s*rel="?last"?/ } as const

/** An address may be one without a host; only what it asks for is read. */
const ANY_HOST = 'https://api.github.com'
