/** Reads the body of a GraphQL answer: its data, or the trouble that came with status 200. It judges no partial data but holes in lists. */

import { GitHubTrouble, waitFrom } from './errors.ts'

export interface GraphqlProblem {
  readonly type?: string
  readonly message: string
  readonly path?: readonly (string | number)[]
}

/** Where a list of GraphQL's goes on. */
export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** What GitHub says went wrong with one alias of a query; null where nothing did. */
export function problemOf(errors: readonly GraphqlProblem[], alias: string): string | null {
  return errors.find((e) => e.path?.[0] === alias)?.message ?? null
}

/** The trouble where GitHub left out `what`: refused, or not shown this time. `permission`: what that shows it. */
export function notShown(
  what: string,
  errors: readonly GraphqlProblem[],
  permission: string | null = null,
): GitHubTrouble {
  const [problem] = errors
  const sentence = `GitHub does not show ${what}: ${problem?.message ?? 'no answer'}`
  // A null without a word is how a feature that is switched off shows.
  if (problem === undefined || isForbidden(problem))
    return new GitHubTrouble({ kind: 'denied', permission }, sentence)
  return new GitHubTrouble(problem.type === 'NOT_FOUND' ? { kind: 'gone' } : PASSING, sentence)
}

const PASSING = { kind: 'later', retryAfterSeconds: 1, limited: false } as const

/** Data with the errors beside it; throws where there is none, or where it must not be taken for whole. */
export function readGraphql<T>(
  body: { data?: T | null; errors?: GraphqlProblem[] } | null | undefined,
  headers: Headers,
  name: string,
  tells?: string,
) {
  if (body == null) throw new GitHubTrouble(PASSING, `GitHub answered ${name} with nothing.`)
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
    throw new GitHubTrouble(PASSING, `GitHub did not answer ${name}: ${problem?.message ?? 'no data'}`)
  }
  const isShown = ({ path }: GraphqlProblem) => tells !== undefined && path?.includes(tells) === true
  const hole = errors.find((problem) => !isShown(problem) && isHole(problem, body.data))
  if (hole !== undefined) {
    throw new GitHubTrouble(PASSING, `GitHub left out a row of ${name}: ${hole.message}`)
  }
  return { data: body.data, errors }
}

/**
 * A row of a list is null, and not because it is gone or hidden: what is there and not shown looks like an absence. Where a
 * field that must not be null could not be shown, GraphQL leaves out the whole row, and the path ends in that field.
 */
function isHole(problem: GraphqlProblem, data: unknown): boolean {
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

/** Whether asking again would be answered the same: it is gone, or this token may not see it. */
export function isRefused(problem: GraphqlProblem): boolean {
  return problem.type === 'NOT_FOUND' || isForbidden(problem)
}

/** Of an App or a fine-grained token, and of a classic one. */
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
