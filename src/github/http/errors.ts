/** Classifies every way in which a request to GitHub can fail. */

import { isObject } from './name-of-row.ts'

export type Trouble =
  /** Temporary: a rate limit, a fault of GitHub's, a broken connection. `limited` where GitHub asked to wait. */
  | { readonly kind: 'later'; readonly retryAfterSeconds: number; readonly limited: boolean }
  /** 403: a permission is missing, which `permission` names where GitHub does, or the call is not for this kind of token. */
  | { readonly kind: 'denied'; readonly permission: string | null }
  /** 404 or 410: gone, or hidden from this token. */
  | { readonly kind: 'gone' }
  /** 401. */
  | { readonly kind: 'bad_token' }
  /** The organisation lets nobody in who comes from here, or with this token: an allow list, single sign-on, a suspension. */
  | { readonly kind: 'shut_out' }
  /** A GraphQL query that costs too much: it must be split, not repeated. */
  | { readonly kind: 'too_big' }
  /** Any other request that GitHub did not accept or did not answer in full. */
  | { readonly kind: 'invalid' }

/** A failed request. Own properties do not survive a Workflow step, so the message repeats the wait (`retry-after=NN`). */
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

/** Whether the error means that the object does not exist, or is hidden. */
export function isGone(error: unknown): boolean {
  return error instanceof GitHubTrouble && error.trouble.kind === 'gone'
}

/** Whether a retry would be refused as well. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof GitHubTrouble)) return false
  const { kind } = error.trouble
  return kind === 'denied' || kind === 'gone' || kind === 'invalid'
}

/** Seconds to wait by GitHub's headers; null where they name none. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function waitFrom(headers: Headers): number | null {
  const after = Number(headers.get('retry-after'))
  if (headers.has('retry-after') && Number.isFinite(after)) return clamped(after)
  if (headers.get('x-ratelimit-remaining') !== '0') return null
  const reset = Number(headers.get('x-ratelimit-reset'))
  const date = Date.parse(headers.get('date') ?? '')
  return clamped(reset - (Number.isFinite(date) ? date : Date.now()) / 1000)
}

/** A message of GitHub's, as far as a sentence can hold it. */
export function messageOf(message: unknown): string {
  return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : 'no message'
}

/** GitHub's own have up to 300 characters; what stands between it and here may send a whole page. */
const LONGEST_MESSAGE = 500

/** Converts what a request threw: Octokit's RequestError, a broken connection or a timeout. */
export function troubleOf(error: unknown, what: string, isGraphql: boolean): GitHubTrouble {
  if (error instanceof GitHubTrouble) return error
  if (error instanceof Error && error.cause instanceof GitHubTrouble) return error.cause
  const { status, response } = isObject(error) ? error : {}
  if (typeof status === 'number' && isObject(response)) {
    const body = response.data
    const told = isObject(body) ? body.message : null
    const message = messageOf(told ?? (body ? 'no JSON' : ''))
    if (isGraphql && (status === 502 || status === 504)) {
      // So GitHub ends a query after ten seconds, and takes points for it: the same query must not be sent again.
      return new GitHubTrouble({ kind: 'too_big' }, `GitHub ran out of time for ${what} (${status}).`)
    }
    return troubleOfAnswer(status, headersIn(response.headers), message, what)
  }
  return new GitHubTrouble(
    { kind: 'later', retryAfterSeconds: 1, limited: false },
    `GitHub could not be reached (${what}).`,
    error,
  )
}

/** The headers of an answer, which Octokit gives as an object. */
export function headersIn(headers: unknown): Headers {
  const found = new Headers()
  for (const [name, value] of Object.entries(isObject(headers) ? headers : {}))
    if (typeof value === 'string' || typeof value === 'number') found.set(name, `${value}`)
  return found
}

/**
 * Whether a refusal is a limit of GitHub's: "API rate limit exceeded", "You have exceeded a secondary rate limit", "abuse
 * detection". https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function isLimit(message: string): boolean {
  return /rate limit|abuse detection/i.test(message)
}

/** Converts an HTTP answer that is not a success. */
function troubleOfAnswer(status: number, headers: Headers, message: string, what: string): GitHubTrouble {
  const wait = waitFrom(headers)
  const limited = status === 429 || (status === 403 && (wait !== null || isLimit(message)))
  if (limited) {
    return new GitHubTrouble(
      { kind: 'later', retryAfterSeconds: wait ?? 60, limited: true },
      `GitHub limits requests (${status} on ${what}).`,
    )
  }
  if (status === 401)
    return new GitHubTrouble({ kind: 'bad_token' }, `GitHub refused the token (401 on ${what}: ${message}).`)
  const shutOut = shutOutBy(message)
  if (status === 403 && shutOut !== null) return shutOut
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

/** The sentence about a suspended installation. */
export const SUSPENDED =
  "The App's installation is suspended: an owner can lift that in the organisation's settings under GitHub Apps."

/** Why an organisation lets nobody in, by the words of a refusal; null where it is any other. */
const SHUT_OUT: readonly { readonly words: RegExp; readonly sentence: string }[] = [
  {
    words: /IP allow list/i,
    sentence:
      'The organisation lets only the addresses of its IP allow list in, and GitHub refused this one. A Worker has no fixed address that could be listed: run the audit from a listed one, with `npm run audit`, or lift the list.',
  },
  {
    words: /SAML enforcement|single sign-on/i,
    sentence:
      'The organisation demands single sign-on (SAML) of this token. Authorise the token for it (GitHub → Settings → Developer settings → the token → Configure SSO), or use the GitHub App, which needs none.',
  },
  {
    words: /forbids access via a/i,
    sentence:
      "The organisation forbids tokens of this kind, or of so long a life. Use the GitHub App, or a token that the organisation's settings allow (Settings → Personal access tokens).",
  },
  {
    words: /OAuth App access restrictions/i,
    sentence:
      "The organisation lets only the OAuth apps in that its owners have approved (Settings → OAuth app policy), and this token is another's. Use the GitHub App.",
  },
  {
    words: /installation has been suspended/i,
    sentence: SUSPENDED,
  },
]

/**
 * The failure that ends everything where a refusal says that the organisation lets nobody in; null for any other refusal.
 * https://docs.github.com/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/managing-allowed-ip-addresses-for-your-organization
 */
export function shutOutBy(message: string): GitHubTrouble | null {
  const found = SHUT_OUT.find(({ words }) => words.test(message))
  return found === undefined ? null : new GitHubTrouble({ kind: 'shut_out' }, found.sentence)
}

/** Whether no request to this organisation can succeed before a person has changed something. */
export function isFinal(error: unknown): error is GitHubTrouble {
  return (
    error instanceof GitHubTrouble &&
    (error.trouble.kind === 'bad_token' || error.trouble.kind === 'shut_out')
  )
}

/** Clamps to between one second and a little over the hour after which every primary limit has been reset. */
function clamped(seconds: number): number {
  return Math.min(3700, Math.max(1, Math.ceil(Number.isFinite(seconds) ? seconds : 60)))
}
