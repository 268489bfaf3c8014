/** Asks GitHub one question at a time and counts it. No hidden retry, no throttling plugin, no judgement of the answer. */

import { Octokit } from '@octokit/rest'
import { GitHubTrouble, troubleOfAnswer, waitFrom } from './trouble.ts'

export interface GraphqlProblem {
  readonly type?: string
  readonly message: string
  readonly path?: readonly (string | number)[]
}

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
/** GitHub ends a GraphQL query after 10 s; a REST answer that takes longer than this is not coming. */
const TIMEOUT_MS = 25_000

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

/** Follows a redirect only to the same origin, so that the token never leaves it. Every hop is a request. */
async function fetchWithinOrigin(url: string, init: RequestInit, counts: Counts): Promise<Response> {
  let target = url
  for (let hop = 0; hop < 4; hop++) {
    if (new URL(target).pathname.endsWith('/graphql')) counts.graphql++
    else counts.rest++
    const answer = await fetch(target, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const location = answer.headers.get('location')
    if (answer.status < 301 || answer.status > 308 || answer.status === 304 || location === null)
      return answer
    const next = new URL(location, target)
    if (next.origin !== new URL(target).origin) {
      throw new GitHubTrouble(
        { kind: 'denied', wanted: null },
        `GitHub redirected ${new URL(url).pathname} to another origin; the token was not sent there.`,
      )
    }
    target = next.href
  }
  throw new GitHubTrouble({ kind: 'invalid' }, `GitHub redirected ${new URL(url).pathname} too often.`)
}

function readGraphql<T>(
  body: { data?: T | null; errors?: GraphqlProblem[] },
  headers: Headers,
  name: string,
) {
  const errors = body.errors ?? []
  const limited = errors.find((e) => e.type === 'RATE_LIMITED' || /secondary rate/i.test(e.message))
  if (limited !== undefined) {
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: waitFrom(headers) ?? 60, limited: true },
      `GitHub limits requests (${name}).`,
    )
  }
  if (errors.some((e) => isTooBig(e)))
    throw new GitHubTrouble({ kind: 'too_big' }, `GitHub found ${name} too large to answer at once.`)
  if (body.data === null || body.data === undefined) {
    const problem = errors[0]
    if (body.data === undefined && problem !== undefined) {
      throw new GitHubTrouble({ kind: 'invalid' }, `GitHub did not understand ${name}: ${problem.message}`)
    }
    if (problem?.type === 'NOT_FOUND')
      throw new GitHubTrouble(
        { kind: 'gone' },
        `GitHub does not find what ${name} asks for: ${problem.message}`,
      )
    if (problem?.type === 'FORBIDDEN')
      throw new GitHubTrouble(
        { kind: 'denied', wanted: null },
        `GitHub does not allow ${name}: ${problem.message}`,
      )
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: 1, limited: false },
      `GitHub did not answer ${name}: ${problem?.message ?? 'no data'}`,
    )
  }
  const hole = errors.find(isHole)
  if (hole !== undefined) {
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: 1, limited: false },
      `GitHub left out a row of ${name}: ${hole.message}`,
    )
  }
  return { data: body.data, errors }
}

/** A row of a list is null, and not because it is gone or hidden: what is there and not shown looks like an absence. */
function isHole({ type, path }: GraphqlProblem): boolean {
  return typeof path?.at(-1) === 'number' && type !== 'NOT_FOUND' && type !== 'FORBIDDEN'
}

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
function isTooBig(problem: GraphqlProblem): boolean {
  return (
    problem.type === 'RESOURCE_LIMITS_EXCEEDED' ||
    problem.type === 'MAX_NODE_LIMIT_EXCEEDED' ||
    /resource limits for this query|something went wrong while executing your query/i.test(problem.message)
  )
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
