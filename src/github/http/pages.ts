/** Answers that must be whole: all pages, no partial GraphQL data. What is missing is a trouble, never an absence. */

import type { GitHub } from './client.ts'
import { GitHubTrouble, isGone } from './errors.ts'
import type { PageInfo } from './graphql.ts'
import { numberedPages } from './numbered-pages.ts'

/** The data of a query that was answered without a single error; else throws: partial data looks like an absence. */
export async function readWhole<T>(
  github: GitHub,
  query: string,
  variables: Record<string, unknown>,
  what: string,
): Promise<T> {
  const { data, errors } = await github.graphql<T>(query, variables)
  // A node that is not found is an answer: the thing is gone.
  const problem = errors.find((each) => each.type !== 'NOT_FOUND')
  if (problem !== undefined) throw unreadable(`${what} (${problem.message})`)
  return data
}

/** Every row of a list. */
export async function readAllPages<T>(
  github: GitHub,
  route: string,
  parameters: Record<string, unknown>,
): Promise<readonly T[]> {
  const all: T[] = []
  for await (const { rows } of numberedPages<T>(github, route, parameters, 1)) all.push(...rows)
  return all
}

/** A list inside of something else, of which the first page came along. */
export interface Connection<Edge> {
  readonly pageInfo: PageInfo
  readonly edges: readonly Edge[]
}

/** Every edge of such a list; `more` asks for what is behind a cursor. */
export async function* readEdges<Edge>(
  first: Connection<Edge>,
  more: (after: string | null) => Promise<Connection<Edge>>,
): AsyncGenerator<Edge> {
  for (let page = first; ; page = await more(page.pageInfo.endCursor)) {
    yield* page.edges
    if (!page.pageInfo.hasNextPage) return
  }
}

/** The answer, or null where GitHub says that the thing is not there. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

export function unreadable(what: string): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub did not show ${what} in full, so nothing is concluded from it.`,
  )
}
