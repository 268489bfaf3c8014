/** Sends REST and GraphQL requests to GitHub and counts them, without retries or throttling of its own. */

import { Octokit } from '@octokit/rest'
import { type Authorization, withToken } from './authorization.ts'
import { GitHubTrouble, troubleOf } from './errors.ts'
import { type GraphqlProblem, readGraphql } from './graphql.ts'
import { fetchWithinOrigin, type RequestCounts } from './same-origin-fetch.ts'

export interface GitHub {
  /** One REST call by route, e.g. `GET /orgs/{org}/members`. Throws GitHubTrouble. */
  rest<T>(
    route: string,
    parameters?: Record<string, unknown>,
  ): Promise<{ status: number; data: T; headers: Headers }>
  /**
   * One GraphQL query; the errors are those that came beside its data. Throws GitHubTrouble, also for a row missing from a
   * list, except from the list `reported`: its missing rows the caller reports as unread.
   */
  graphql<T>(
    query: string,
    variables?: Record<string, unknown>,
    reported?: string,
  ): Promise<{ data: T; errors: readonly GraphqlProblem[] }>
  /** Requests so far, failed ones and redirects included. */
  readonly counts: RequestCounts
}

/** The REST version that Octokit's types describe. */
const API_VERSION = '2022-11-28'

/** A client for one authorization. */
export function connectGitHub(settings: { apiUrl: string; authorization: Authorization }): GitHub {
  const counts: RequestCounts = { rest: 0, graphql: 0, graphqlPoints: 0 }
  const octokit = new Octokit({
    baseUrl: settings.apiUrl,
    userAgent: 'chatelaine',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: {
      fetch: (url: string, init: RequestInit) => fetchWithinOrigin(url, init, counts),
      // Octokit would call a function for every key of an answer, for numbers that are too large; GitHub's ids are not.
      parseSuccessResponseBody: false,
    },
  })

  const request = <T>(route: string, parameters: Record<string, unknown>, what: string) =>
    withToken(settings.authorization, counts, what, (token) =>
      send<T>(octokit, route, parameters, token, what),
    )

  return {
    counts,
    rest: (route, parameters = {}) => request(route, parameters, route),
    graphql: async <T>(query: string, variables: Record<string, unknown> = {}, reported?: string) => {
      const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'a GraphQL query'
      const answer = await request<{ data?: T | null; errors?: GraphqlProblem[] } | undefined>(
        `POST ${graphqlUrl(settings.apiUrl)}`,
        { query, variables },
        name,
      )
      const points = (answer.data?.data as { rateLimit?: { cost?: number } } | null | undefined)?.rateLimit
        ?.cost
      counts.graphqlPoints += points ?? 1
      return readGraphql<T>(answer.data, answer.headers, name, reported)
    },
  }
}

async function send<T>(
  kit: Octokit,
  route: string,
  parameters: Record<string, unknown>,
  token: string | null,
  what: string,
) {
  try {
    const answer = await kit.request(route, {
      ...parameters,
      headers: {
        'x-github-api-version': API_VERSION,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
    })
    const headers = new Headers(answer.headers as Record<string, string>)
    return { status: answer.status as number, data: await readJson<T>(answer.data, what), headers }
  } catch (error) {
    throw troubleOf(error, what, route.endsWith('/graphql'))
  }
}

/** The body of an answer; a 204 has an empty one. An error page or an answer cut short is retried. */
async function readJson<T>(body: ReadableStream | '' | undefined | null, what: string): Promise<T> {
  const text = body ? await new Response(body).text() : ''
  try {
    // The cast: what GitHub documents for this call.
    return (text === '' ? undefined : JSON.parse(text)) as T
  } catch (cause) {
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: 1, limited: false },
      `GitHub answered ${what} with something that is no JSON.`,
      cause,
    )
  }
}

/** The GraphQL endpoint; GitHub Enterprise Server has it at https://HOST/api/graphql beside https://HOST/api/v3. */
export function graphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? apiUrl.replace(/\/v3$/, '/graphql') : `${apiUrl}/graphql`
}
