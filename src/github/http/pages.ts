/** Reads answers that must be whole: all pages of a list, and GraphQL data without errors. */

import type { GitHub } from './client.ts'
import { type Decoder, fields, list } from './decode.ts'
import { GitHubTrouble, isGone } from './errors.ts'
import { nextCursor, type PageInfo, pageInfo } from './graphql.ts'
import { numberedPages } from './numbered-pages.ts'

/** The data of a query. Throws on any error but NOT_FOUND, since partial data would look like an absence. */
export async function readWithoutErrors<T>(
  github: GitHub,
  query: string,
  variables: Record<string, unknown>,
  decode: Decoder<T>,
  what: string,
): Promise<T> {
  const { data, errors } = await github.graphql(query, variables, decode)
  // NOT_FOUND is an answer: the object is gone.
  const problem = errors.find((error) => error.type !== 'NOT_FOUND')
  if (problem !== undefined) throw unreadable(`${what} (${problem.message})`)
  return data
}

/** Every row of a REST list. */
export async function readAllPages<T>(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
  row: Decoder<T>,
): Promise<readonly T[]> {
  const all: T[] = []
  for await (const { rows } of numberedPages(github, route, parameters, 1, list(row))) all.push(...rows)
  return all
}

/** A page of a nested GraphQL list. */
export interface Connection<Edge> {
  readonly pageInfo: PageInfo
  readonly edges: readonly Edge[]
}

/** A page of a nested list, decoded; `edges` is `rows(…)` or `list(…)`. */
export function connection<Edge>(edges: Decoder<readonly Edge[]>): Decoder<Connection<Edge>> {
  return fields({ pageInfo, edges })
}

/** Every edge of a nested list whose first page came with its parent; `more` reads the page after a cursor. */
export async function* readEdges<Edge>(
  first: Connection<Edge>,
  more: (after: string | null) => Promise<Connection<Edge>>,
): AsyncGenerator<Edge> {
  let after: string | null = null
  for (let page = first; ; page = await more(after)) {
    yield* page.edges
    after = nextCursor(page.pageInfo, after)
    if (after === null) return
  }
}

/** The answer, or null where GitHub says that there is no such object. */
export async function unlessGone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

/** The failure to throw where an answer is incomplete; a retry may complete it. */
export function unreadable(what: string): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub did not show ${what} in full, so nothing is concluded from it.`,
  )
}
