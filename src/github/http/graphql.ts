/** Reads the body of a GraphQL answer: its data, or the failure that came with status 200. */

import { GitHubTrouble, waitFrom } from './errors.ts'

/** An entry of GraphQL's `errors`. */
export interface GraphqlProblem {
  readonly type?: string
  readonly message: string
  readonly path?: readonly (string | number)[]
}

/** Where a GraphQL connection continues. */
export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** The message of the error under one alias of a query; null where there is none. */
export function problemOf(errors: readonly GraphqlProblem[], alias: string): string | null {
  return errors.find((e) => e.path?.[0] === alias)?.message ?? null
}

/** The failure to throw where GitHub left out `what`: refused, gone, or not shown this time. `permission`: the permission that shows it. */
export function notShown(
  what: string,
  errors: readonly GraphqlProblem[],
  permission: string | null = null,
): GitHubTrouble {
  const [problem] = errors
  const sentence = `GitHub does not show ${what}: ${problem?.message ?? 'no answer'}`
  // A feature that is switched off shows as a null without an error.
  if (problem === undefined || isForbidden(problem))
    return new GitHubTrouble({ kind: 'denied', permission }, sentence)
  return new GitHubTrouble(problem.type === 'NOT_FOUND' ? { kind: 'gone' } : TEMPORARY, sentence)
}

const TEMPORARY = { kind: 'later', retryAfterSeconds: 1, limited: false } as const

/** The data with the errors beside it. Throws where there is no data, or where a row is missing from a list other than `reported`. */
export function readGraphql<T>(
  body: { data?: T | null; errors?: GraphqlProblem[] } | null | undefined,
  headers: Headers,
  name: string,
  reported?: string,
) {
  if (body == null) throw new GitHubTrouble(TEMPORARY, `GitHub answered ${name} with nothing.`)
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
    if (problem !== undefined && isForbidden(problem))
      throw new GitHubTrouble(
        { kind: 'denied', permission: null },
        `GitHub does not allow ${name}: ${problem.message}`,
      )
    throw new GitHubTrouble(TEMPORARY, `GitHub did not answer ${name}: ${problem?.message ?? 'no data'}`)
  }
  const isReported = ({ path }: GraphqlProblem) => reported !== undefined && path?.includes(reported) === true
  const missing = errors.find((problem) => !isReported(problem) && isMissingRow(problem, body.data))
  if (missing !== undefined) {
    throw new GitHubTrouble(TEMPORARY, `GitHub left out a row of ${name}: ${missing.message}`)
  }
  return { data: body.data, errors }
}

/**
 * Whether a row of a list is null although it is neither gone nor hidden: taken as it is, it would look like an absence.
 * Where a non-nullable field could not be shown, GraphQL leaves out the whole row, and the path ends in that field.
 */
function isMissingRow(problem: GraphqlProblem, data: unknown): boolean {
  const { path = [] } = problem
  let value = data
  for (const [index, key] of path.entries()) {
    const isRow = typeof key === 'number'
    value = (value as Record<string | number, unknown>)[key]
    if (value != null) continue
    const isLast = index === path.length - 1
    return isRow && !(isLast && isRefused(problem))
  }
  return false
}

/** Whether a retry would fail as well: it is gone, or this token may not see it. */
export function isRefused(problem: GraphqlProblem): boolean {
  return problem.type === 'NOT_FOUND' || isForbidden(problem)
}

/** The types that GitHub gives to an App or a fine-grained token, and to a classic token. */
function isForbidden({ type }: GraphqlProblem): boolean {
  return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES'
}

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
function isTooBig(problem: GraphqlProblem): boolean {
  return (
    problem.type === 'RESOURCE_LIMITS_EXCEEDED' ||
    problem.type === 'MAX_NODE_LIMIT_EXCEEDED' ||
    /resource limits for this query|something went wrong while executing your query/i.test(problem.message)
  )
}
