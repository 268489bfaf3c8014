/** Reads the body of a GraphQL answer: its data, or the failure that came with status 200. */

import { anything, type Decoder, fields, flag, list, nullable, OddValue, text, whole } from './decode.ts'
import { GitHubTrouble, isLimit, messageOf, shutOutBy, waitFrom } from './errors.ts'

/** An entry of GraphQL's `errors`. */
export interface GraphqlProblem {
  readonly type: string | undefined
  readonly message: string
  readonly path: readonly (string | number)[] | undefined
}

/** Where a GraphQL connection continues. */
export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

const PAGE_INFO = fields({ hasNextPage: flag, endCursor: nullable(text) })

/** A next page without a cursor would be the first one again, for ever, or look like the end. */
export const pageInfo: Decoder<PageInfo> = (value, odd) => {
  const info = PAGE_INFO(value, odd)
  if (info.hasNextPage && info.endCursor === null)
    throw new OddValue('endCursor is null before the last page')
  return info
}

/** The cursor behind a page, which was asked for with `before`; null after the last. One that does not move on would lead round for ever. */
export function nextCursor({ hasNextPage, endCursor }: PageInfo, before: string | null): string | null {
  if (!hasNextPage) return null
  if (endCursor === before) throw new GitHubTrouble(TEMPORARY, SAME_PAGE_AGAIN)
  return endCursor
}

/** What is said of a list whose next page is the same again. */
export const SAME_PAGE_AGAIN =
  'GitHub leads from a page of a list to the same page again, so the list is not read.'

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

/**
 * The data as it came, with the errors beside it and what it cost. Throws where there is no data, where an error does not say
 * what of it is missing, or where a row is missing from a list, except for a problem of which the caller tells itself (`isTold`).
 */
export function readGraphql(
  answer: unknown,
  headers: Headers,
  name: string,
  isTold: (problem: GraphqlProblem) => boolean = () => false,
): { readonly data: unknown; readonly errors: readonly GraphqlProblem[]; readonly points: number } {
  const { data, errors, points } = bodyOf(answer, name)
  if (errors.some(isLimited) || (data == null && errors.length > 0 && isSpent(headers))) {
    throw new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: waitFrom(headers) ?? 60, limited: true },
      `GitHub limits requests (${name}).`,
    )
  }
  for (const { message } of errors) {
    const shutOut = shutOutBy(message)
    if (shutOut !== null) throw shutOut
  }
  if (errors.some((e) => isTooBig(e)))
    throw new GitHubTrouble({ kind: 'too_big' }, `GitHub found ${name} too large to answer at once.`)
  if (data === null || data === undefined) {
    const problem = errors[0]
    if (data === undefined && problem !== undefined && !isRefused(problem)) {
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
  const nowhere = errors.find(({ path }) => path === undefined || path.length === 0)
  if (nowhere !== undefined) {
    throw new GitHubTrouble(
      TEMPORARY,
      `GitHub did not answer ${name} in full, and does not say where: ${nowhere.message}`,
    )
  }
  const missing = errors.find((problem) => !isTold(problem) && isMissingRow(problem, data))
  if (missing !== undefined) {
    throw new GitHubTrouble(TEMPORARY, `GitHub left out a row of ${name}: ${missing.message}`)
  }
  return { data, errors, points }
}

/** The parts of an answer. A query that does not tell its cost counts as one point. */
function bodyOf(answer: unknown, name: string) {
  try {
    const { data, errors } = BODY(answer, [])
    return { data, errors: errors ?? [], points: COST(data, [])?.rateLimit?.cost ?? 1 }
  } catch (error) {
    if (!(error instanceof OddValue)) throw error
    throw new GitHubTrouble(TEMPORARY, `GitHub answered ${name} with no GraphQL (${error.message}).`)
  }
}

const PROBLEM: Decoder<GraphqlProblem> = fields({
  type: (value) => (typeof value === 'string' ? value : undefined),
  message: messageOf,
  path: (value) => (Array.isArray(value) ? value.filter(isStep) : undefined),
})

const isStep = (step: unknown): step is string | number =>
  typeof step === 'string' || typeof step === 'number'

const BODY = fields({ data: anything, errors: nullable(list(PROBLEM)) })
const COST = nullable(fields({ rateLimit: nullable(fields({ cost: whole })) }))

/**
 * Whether a row of a list is null although it is neither gone nor hidden: taken as it is, it would look like an absence.
 * Where a non-nullable field could not be shown, GraphQL leaves out the whole row, and the path ends in that field.
 */
function isMissingRow(problem: GraphqlProblem, data: unknown): boolean {
  const { path = [] } = problem
  let value = data
  for (const [index, key] of path.entries()) {
    const isRow = typeof key === 'number'
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
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

/** GitHub writes both types, https://github.com/yanyongyu/githubkit/issues/271, and of the second limit the message alone. */
function isLimited({ type, message }: GraphqlProblem): boolean {
  return type === 'RATE_LIMITED' || type === 'RATE_LIMIT' || isLimit(message)
}

/** "The value of the x-ratelimit-remaining header will be 0": https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit */
function isSpent(headers: Headers): boolean {
  return headers.get('x-ratelimit-remaining') === '0'
}

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
function isTooBig(problem: GraphqlProblem): boolean {
  return (
    problem.type === 'RESOURCE_LIMITS_EXCEEDED' ||
    problem.type === 'MAX_NODE_LIMIT_EXCEEDED' ||
    /resource limits for this query|something went wrong while executing your query/i.test(problem.message)
  )
}
