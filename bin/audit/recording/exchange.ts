/** One request of an audit and what GitHub answered to it. */

export interface Exchange {
  readonly method: string
  /** Below the API's address, with the query: `/orgs/acme/teams?page=2`; GraphQL is always `/graphql`. */
  readonly path: string
  readonly body: unknown
  /** Null where no answer came. */
  readonly answer: Answer | null
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed where it was JSON, the text where it was not, null where it was empty. */
  readonly body: unknown
}

/** What stands for the API's own address in kept headers, so that a recording can be replayed at another. */
export const API = '{api}'

/** Nothing but reading goes through: GET, and a GraphQL query. */
export function isReading(method: string, path: string, body: unknown): boolean {
  if (method === 'GET') return true
  if (method !== 'POST' || path !== '/graphql') return false
  const query = typeof body === 'object' && body !== null ? Reflect.get(body, 'query') : undefined
  return typeof query === 'string' && !/\bmutation\b/.test(query.replace(/"(?:[^"\\]|\\.)*"/g, '""'))
}

/** A body as a value; a text that is no JSON stays text. */
export function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    // An error page, or an answer cut short: a recording must hold those too.
    return text
  }
}
