/** Every way in which GitHub does not answer a question, as a value with a sentence. Never a judgement of anybody. */

export type Trouble =
  /** Passing: a limit, a fault of GitHub's, a broken connection. `limited` where GitHub asked to wait. */
  | { readonly kind: 'later'; readonly retryAfterSeconds: number; readonly limited: boolean }
  /** 403: the permission is missing or the call is not for this kind of token. */
  | { readonly kind: 'denied'; readonly permission: string | null }
  /** 404 or 410: gone, or invisible with these permissions. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'bad_token' }
  /** A GraphQL question of this shape costs too much: split it, never repeat it. */
  | { readonly kind: 'too_big' }
  | { readonly kind: 'invalid' }

/** Own properties do not survive a Workflow step, so the wait also stands in the message (`retry-after=NN`). */
export class GitHubTrouble extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble, sentence: string, cause?: unknown) {
    super(trouble.kind === 'later' ? `${sentence} retry-after=${trouble.retryAfterSeconds}` : sentence, {
      cause,
    })
    this.name = 'GitHubTrouble'
    this.trouble = trouble
  }
}

/** Whether an error says that the thing asked for is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof GitHubTrouble && error.trouble.kind === 'gone'
}

/** Whether GitHub will go on refusing, however often it is asked. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof GitHubTrouble)) return false
  const { kind } = error.trouble
  return kind === 'denied' || kind === 'gone' || kind === 'invalid'
}

/** Seconds to wait that GitHub's headers name; null where they name none. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function waitFrom(headers: Headers): number | null {
  const after = Number(headers.get('retry-after'))
  if (headers.has('retry-after') && Number.isFinite(after)) return within(after)
  if (headers.get('x-ratelimit-remaining') !== '0') return null
  const reset = Number(headers.get('x-ratelimit-reset'))
  const date = Date.parse(headers.get('date') ?? '')
  return within(reset - (Number.isFinite(date) ? date : Date.now()) / 1000)
}

/** The trouble behind what a request threw: Octokit's RequestError, a broken connection or a timeout. */
export function troubleOf(error: unknown, what: string, isGraphql: boolean): GitHubTrouble {
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

/** The trouble of an HTTP answer that is no success. */
function troubleOfAnswer(status: number, headers: Headers, message: string, what: string): GitHubTrouble {
  const wait = waitFrom(headers)
  const limited =
    status === 429 || (status === 403 && (wait !== null || /secondary rate|abuse/i.test(message)))
  if (limited) {
    return new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: wait ?? 60, limited: true },
      `GitHub limits requests (${status} on ${what}).`,
    )
  }
  if (status === 401)
    return new GitHubTrouble({ kind: 'bad_token' }, `GitHub refused the token (401 on ${what}: ${message}).`)
  if (status === 403) {
    const permission = headers.get('x-accepted-github-permissions')
    return new GitHubTrouble(
      { kind: 'denied', permission },
      `GitHub does not allow ${what} (403: ${message})${permission === null ? '' : `; it asks for the permission ${permission}`}.`,
    )
  }
  if (status === 404 || status === 410)
    return new GitHubTrouble({ kind: 'gone' }, `GitHub has no ${what} (${status}), or hides it.`)
  if (status >= 500 || status === 408) {
    return new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: wait ?? 1, limited: false },
      `GitHub failed (${status} on ${what}).`,
    )
  }
  return new GitHubTrouble({ kind: 'invalid' }, `GitHub did not accept ${what} (${status}: ${message}).`)
}

/** Between one second and a little over the hour after which every primary limit has been reset. */
function within(seconds: number): number {
  return Math.min(3700, Math.max(1, Math.ceil(Number.isFinite(seconds) ? seconds : 60)))
}
