/** Asks GitHub one question at a time and counts it. No hidden retry, no throttling plugin, no judgement of the answer. */

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
  /** `tells`: the list whose missing rows whoever asks tells as unread itself; a row missing elsewhere is thrown. */
  graphql<T>(
    query: string,
    variables?: Record<string, unknown>,
    tells?: string,
  ): Promise<{ data: T; errors: readonly GraphqlProblem[] }>
  /** Requests so far, failed ones and redirects included. */
  readonly counts: RequestCounts
}

/** The REST version that Octokit's types describe. */
const API_VERSION = '2022-11-28'

export function connectGitHub(settings: { apiUrl: string; authorization: Authorization }): GitHub {
  const counts: RequestCounts = { rest: 0, graphql: 0, graphqlPoints: 0 }
  const octokit = new Octokit({
    baseUrl: settings.apiUrl,
    userAgent: 'chatelaine',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: {
      fetch: (url: string, init: RequestInit) => fetchWithinOrigin(url, init, counts),
      // Octokit calls a function for every key of an answer, in case a number is too large; GitHub's ids are not.
      parseSuccessResponseBody: false,
    },
  })

  const ask = <T>(route: string, parameters: Record<string, unknown>, what: string) =>
    withToken(settings.authorization, counts, what, (token) =>
      send<T>(octokit, route, parameters, token, what),
    )

  return {
    counts,
    rest: (route, parameters = {}) => ask(route, parameters, route),
    graphql: async <T>(query: string, variables: Record<string, unknown> = {}, tells?: string) => {
      const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'a GraphQL query'
      const answer = await ask<{ data?: T | null; errors?: GraphqlProblem[] } | undefined>(
        `POST ${graphqlUrl(settings.apiUrl)}`,
        { query, variables },
        name,
      )
      const points = (answer.data?.data as { rateLimit?: { cost?: number } } | null | undefined)?.rateLimit
        ?.cost
      counts.graphqlPoints += points ?? 1
      return readGraphql<T>(answer.data, answer.headers, name, tells)
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

/** The body of an answer; an empty one is what a 204 has. An error page or an answer cut short is asked for again. */
async function readJson<T>(body: ReadableStream | '' | undefined | null, what: string): Promise<T> {
  const text = body ? await new Response(body).text() : ''
  try {
    // The casts: what GitHub documents of this call.
    return (text === '' ? undefined : JSON.parse(text)) as T
  } catch (cause) {
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: 1, limited: false },
      `GitHub answered ${what} with something that is no JSON.`,
      cause,
    )
  }
}

/** GitHub Enterprise Server: https://HOST/api/v3 has its GraphQL at https://HOST/api/graphql. */
export function graphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? apiUrl.replace(/\/v3$/, '/graphql') : `${apiUrl}/graphql`
}
