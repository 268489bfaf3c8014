/** Sends REST and GraphQL requests to GitHub and counts them, without retries or throttling of its own. */

import { Octokit } from '@octokit/rest'
import { type Authorization, withToken } from './authorization.ts'
import { type Decoder, type OddRow, OddValue } from './decode.ts'
import { GitHubTrouble, headersIn, troubleOf } from './errors.ts'
import { type GraphqlProblem, notShown, readGraphql } from './graphql.ts'
import { fetchWithinOrigin, type RequestCounts } from './same-origin-fetch.ts'

export interface GitHub {
  /** One REST call by route, e.g. `GET /orgs/{org}/members`. Throws GitHubTrouble, also for an answer that `decode` finds odd. */
  rest<T>(
    route: string,
    parameters: Record<string, unknown>,
    decode: Decoder<T>,
  ): Promise<{ status: number; data: T; headers: Headers }>
  /**
   * One GraphQL query; the errors are those that came beside its data. Throws GitHubTrouble, also for an answer that
   * `decode` finds odd and for a row missing from a list, except where the caller itself tells of such a problem (`isTold`).
   */
  graphql<T>(
    query: string,
    variables: Record<string, unknown>,
    decode: Decoder<T>,
    isTold?: (problem: GraphqlProblem) => boolean,
  ): Promise<{ data: T; errors: readonly GraphqlProblem[] }>
  /** The odd rows that lists have left out since the last call, and what else was told. */
  takeOddRows(): readonly OddRow[]
  /** Tells of refused fields as of odd rows, for a reader that goes on without them; `except`: fields of which it tells itself. */
  tellRefused(what: string, errors: readonly GraphqlProblem[], except?: readonly string[]): void
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

  const request = (route: string, parameters: Record<string, unknown>, what: string) =>
    withToken(settings.authorization, counts, what, (token) => send(octokit, route, parameters, token, what))

  let oddRows: OddRow[] = []
  const decoded = <T>(
    value: unknown,
    decode: Decoder<T>,
    what: string,
    errors: readonly GraphqlProblem[] = [],
  ): T => {
    const odd: OddRow[] = []
    try {
      const data = decode(value, odd)
      oddRows.push(...odd.map((row) => ({ ...row, sentence: `${what}: ${row.sentence}` })))
      return data
    } catch (error) {
      if (!(error instanceof OddValue)) throw error
      // What is asked for itself, and not a part of it, is null: GitHub says why.
      const whole = errors.filter(({ path }) => path?.length === 1)
      throw whole.length > 0 ? notShown(what, whole) : undocumented(what, error)
    }
  }

  return {
    counts,
    takeOddRows: () => {
      const taken = oddRows
      oddRows = []
      return taken
    },
    tellRefused: (what, errors, except = []) => {
      const told = errors.filter(({ path }) => !except.some((field) => path?.includes(field)))
      for (const { path, message } of told)
        oddRows.push({ sentence: `${what}: ${path?.join('.') ?? 'a field'} (${message})`, accounts: [] })
    },
    rest: async (route, parameters, decode) => {
      const answer = await request(route, parameters, route)
      return { ...answer, data: decoded(answer.data, decode, route) }
    },
    graphql: async (query, variables, decode, isTold) => {
      const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'a GraphQL query'
      const answer = await request(`POST ${graphqlUrl(settings.apiUrl)}`, { query, variables }, name)
      const { data, errors, points } = readGraphql(answer.data, answer.headers, name, isTold)
      counts.graphqlPoints += points
      return { data: decoded(data, decode, name, errors), errors }
    },
  }
}

/** The failure where an answer is not what GitHub documents; another try may bring a whole one. */
function undocumented(what: string, { message }: OddValue): GitHubTrouble {
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub answered ${what} with something that it does not document (${message}), so nothing is concluded from it.`,
  )
}

async function send(
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
    const headers = headersIn(answer.headers)
    return { status: answer.status, data: await readJson(answer.data, what), headers }
  } catch (error) {
    throw troubleOf(error, what, route.endsWith('/graphql'))
  }
}

/** The body of an answer; a 204 has an empty one. An error page or an answer cut short is retried. */
async function readJson(body: ReadableStream | '' | undefined | null, what: string): Promise<unknown> {
  const text = body ? await new Response(body).text() : ''
  try {
    return text === '' ? undefined : JSON.parse(text)
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
