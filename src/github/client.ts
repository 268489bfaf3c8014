/** Asks GitHub one question at a time and counts it. No hidden retry, no throttling plugin, no judgement of the answer. */

import { Octokit } from '@octokit/rest'
import { type GraphqlProblem, readGraphql } from './graphql-answer.ts'
import { GitHubTrouble, troubleOfAnswer } from './trouble.ts'
import { fetchWithinOrigin } from './within-origin.ts'

export type { GraphqlProblem } from './graphql-answer.ts'

export interface Counts {
  rest: number
  graphql: number
  graphqlPoints: number
}

export interface GitHub {
  /** One REST call by route, e.g. `GET /orgs/{org}/members`. Throws GitHubTrouble. */
  rest<T>(
    route: string,
    parameters?: Record<string, unknown>,
  ): Promise<{ status: number; data: T; headers: Headers }>
  graphql<T>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: T; errors: readonly GraphqlProblem[] }>
  /** Requests so far, failed ones and redirects included. */
  readonly counts: Counts
}

/** Gives the token, and a fresh one after GitHub refused it; null where there is no fresher one. */
export interface Authorization {
  token(counts: Counts): Promise<string | null>
  renewed(counts: Counts): Promise<string | null>
}

/** The REST version that Octokit's types describe. */
const API_VERSION = '2022-11-28'
export function connectGitHub(settings: { apiUrl: string; authorization: Authorization }): GitHub {
  const counts: Counts = { rest: 0, graphql: 0, graphqlPoints: 0 }
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

  async function ask<T>(route: string, parameters: Record<string, unknown>, what: string) {
    const first = await settings.authorization.token(counts)
    try {
      return await send<T>(octokit, route, parameters, first, what)
    } catch (error) {
      if (!(error instanceof GitHubTrouble) || error.trouble.kind !== 'bad_token') throw error
      const fresh = await settings.authorization.renewed(counts)
      if (fresh === null) throw error
      return sendWithFresh<T>(route, parameters, fresh, what)
    }
  }

  /** A token that GitHub gave a moment ago and refuses is GitHub's fault, not the owner's: asked again later. */
  async function sendWithFresh<T>(
    route: string,
    parameters: Record<string, unknown>,
    fresh: string,
    what: string,
  ) {
    try {
      return await send<T>(octokit, route, parameters, fresh, what)
    } catch (error) {
      if (!(error instanceof GitHubTrouble) || error.trouble.kind !== 'bad_token') throw error
      throw new GitHubTrouble(
        { kind: 'later', retryAfterSeconds: 1, limited: false },
        `GitHub refused a token that it had just given (401 on ${what}).`,
        error,
      )
    }
  }

  return {
    counts,
    rest: (route, parameters = {}) => ask(route, parameters, route),
    graphql: async <T>(query: string, variables: Record<string, unknown> = {}) => {
      const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'a GraphQL query'
      const answer = await ask<{ data?: T | null; errors?: GraphqlProblem[] }>(
        `POST ${graphqlUrl(settings.apiUrl)}`,
        { query, variables },
        name,
      )
      const points = (answer.data.data as { rateLimit?: { cost?: number } } | null | undefined)?.rateLimit
        ?.cost
      counts.graphqlPoints += points ?? 1
      return readGraphql<T>(answer.data, answer.headers, name)
    },
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

/** Octokit's RequestError, a broken connection or a timeout. */
function troubleOf(error: unknown, what: string, isGraphql: boolean): GitHubTrouble {
  if (error instanceof GitHubTrouble) return error
  if (error instanceof Error && error.cause instanceof GitHubTrouble) return error.cause
  const failed = error as {
    status?: number
    message?: string
    response?: { headers?: Record<string, string>; data?: unknown }
  }
  if (failed.response !== undefined && typeof failed.status === 'number') {
    const body = failed.response.data
    const message =
      (body as { message?: string } | null)?.message ?? (typeof body === 'string' ? 'no JSON' : '')
    if (isGraphql && (failed.status === 502 || failed.status === 504)) {
      // GitHub ends a query after ten seconds so, and takes points for it: the same question must not be put again.
      return new GitHubTrouble({ kind: 'too_big' }, `GitHub ran out of time for ${what} (${failed.status}).`)
    }
    return troubleOfAnswer(failed.status, new Headers(failed.response.headers), message, what)
  }
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub could not be reached (${what}).`,
    error,
  )
}
