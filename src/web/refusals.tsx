/** Turns errors into responses: a page for people, problem+json for programs. */

import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Refusal, type RefusalCode, type RefusalFacts } from '../policy/refusal.ts'
import { onlyReads, type Visit } from './access/visit.ts'
import { databaseNotReady } from './pages/setup/database-not-ready.ts'
import { Door } from './parts/door.tsx'
import { render } from './parts/layout.tsx'
import { SETUP_PATH } from './parts/page-addresses.ts'

const STATUS: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  invalid: 422,
  not_signed_in: 401,
  not_signed: 401,
  sign_in_again: 403,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  not_before: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  not_set_up: 424,
}

const TITLE: Readonly<Record<RefusalCode, string>> = {
  invalid: 'Not accepted',
  not_signed_in: 'Please sign in',
  not_signed: 'The signature does not fit',
  sign_in_again: 'Please sign in again',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Another method',
  conflict: 'Not now',
  not_before: 'Not yet',
  too_large: 'Too large',
  too_many: 'Too many',
  unavailable: 'Not available at the moment',
  not_set_up: 'Not set up correctly',
}

/** What an answer says beside title and sentence; `reference`: of a fault of ours. */
interface Facts extends RefusalFacts {
  readonly code?: RefusalCode
  readonly reference?: string
}

/** Answers what a handler threw: a refusal with its sentence, any other error with a reference into the log. */
export function answerError(error: Error, c: Visit): Response | Promise<Response> {
  const refusal = refusalFrom(error)
  return refusal === null ? answerUnexpected(error, c) : answerRefusal(refusal, c)
}

function answerRefusal(refusal: Refusal, c: Visit): Response | Promise<Response> {
  const isPageVisit = !isForPrograms(c) && onlyReads(c)
  if (refusal.code === 'not_signed_in' && isPageVisit) {
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303)
  }
  return answer(c, STATUS[refusal.code], TITLE[refusal.code], refusal.sentence, {
    code: refusal.code,
    ...refusal.facts,
  })
}

/** Whether the path belongs to the API, a badge or the webhook. */
function isForPrograms(c: Visit): boolean {
  const { path } = c.req
  return path === '/api' || ['/api/', '/badge/', '/webhooks/'].some((front) => path.startsWith(front))
}

/** The refusal behind an expected error: our own, Hono's, or GitHub's failure (recognised by name: web may not import github/). */
function refusalFrom(error: Error): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof HTTPException && error.status < 500) {
    const code = error.status === 403 ? 'forbidden' : 'invalid'
    const sentence =
      code === 'forbidden'
        ? 'This did not come from a page of this site. Nothing was changed. Reload the page and try again.'
        : `The request could not be read: ${error.message || 'it is malformed'}. Nothing was changed.`
    return new Refusal(code, sentence)
  }
  if (error.name === 'KeyProblem') return new Refusal('not_set_up', `${error.message} Nothing was changed.`)
  if (error.name !== 'GitHubTrouble') return null
  logError(error, null)
  if (isBadToken(error)) {
    return new Refusal(
      'not_set_up',
      'GitHub refuses the credentials of this site, so nothing was changed. Whoever runs it checks GITHUB_TOKEN (revoked or expired?), or that GITHUB_APP_PRIVATE_KEY is a key of the App in GITHUB_APP_ID.',
    )
  }
  return new Refusal(
    'unavailable',
    'GitHub did not answer as it should, so your rights could not be checked. Nothing was changed. Try again in a few minutes.',
    { retryAfter: 60 },
  )
}

function isBadToken(error: Error): boolean {
  const trouble: unknown = 'trouble' in error ? error.trouble : null
  return typeof trouble === 'object' && trouble !== null && 'kind' in trouble && trouble.kind === 'bad_token'
}

async function answerUnexpected(error: Error, c: Visit): Promise<Response> {
  const notReady = await databaseNotReady(error, c)
  if (notReady !== null) {
    logError(error, null)
    return await answerRefusal(notReady, c)
  }
  const reference = crypto.randomUUID().slice(0, 8)
  logError(error, reference)
  const sentence = `Something broke here; reference ${reference}. Whoever runs this site finds it in the log under that reference.`
  return await answer(c, 500, 'Something broke here', sentence, { reference })
}

function logError(error: Error, reference: string | null): void {
  const causes: string[] = []
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    causes.push(cause.stack ?? cause.message)
  console.error(JSON.stringify({ reference, error: causes }))
}

function answer(
  c: Visit,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  { without, ...facts }: Facts,
): Response | Promise<Response> {
  c.header('cache-control', 'no-store')
  if (facts.retryAfter !== undefined) c.header('retry-after', String(facts.retryAfter))
  if (facts.allow !== undefined) c.header('allow', facts.allow.join(', '))
  if (isForPrograms(c)) {
    if (facts.code === 'not_signed_in') c.header('www-authenticate', 'Bearer')
    const body = JSON.stringify({ ...facts, type: 'about:blank', title, status, detail })
    return c.body(body, status, { 'content-type': 'application/problem+json' })
  }
  if (status === 404) return render(c, { title }, <NotFound c={c} title={title} detail={detail} />, status)
  const { complaints = [] } = facts
  return render(
    c,
    { title },
    <>
      <h1>{title}</h1>
      <p>{detail}</p>
      {complaints.length > 0 && (
        <ul>
          {complaints.map((complaint) => (
            <li>{complaint}</li>
          ))}
        </ul>
      )}
      {without !== undefined && (
        <p>
          <a href={without}>Show the list without it</a>
        </p>
      )}
      {facts.code === 'sign_in_again' && (
        <p>
          <a class="button" href={`/sign-in?again=1&to=${encodeURIComponent(pageBefore(c))}`}>
            Sign in again with GitHub
          </a>
        </p>
      )}
      {c.req.method === 'POST' && <p>Your browser's Back button leads to the form as you left it.</p>}
      <p>
        {c.get('isOpen') === false ? (
          <a href={SETUP_PATH}>What is missing to set this site up</a>
        ) : (
          <a href="/">To the start page</a>
        )}
      </p>
    </>,
    status,
  )
}

/**
 * The page of an unknown address. It leads whoever is signed in to their own page, and does not tell whether there is something
 * that they may not see.
 */
function NotFound({ c, title, detail }: { c: Visit; title: string; detail: string }) {
  const { caller } = c.var
  const isPerson = caller.kind === 'person' && caller.by.kind === 'session'
  return (
    <Door heading={title}>
      <p>{detail}</p>
      {c.req.method === 'POST' && <p>Your browser's Back button leads to the form as you left it.</p>}
      <p>
        {isPerson && (
          <>
            <a href="/me">What is held on you</a> ·{' '}
          </>
        )}
        <a href="/">To the start page</a>
      </p>
    </Door>
  )
}

/** The path of this site's page from which the request came; the start page where the browser does not say. */
function pageBefore(c: Visit): string {
  const before = URL.parse(c.req.header('referer') ?? '')
  return before?.host === new URL(c.req.url).host ? before.pathname + before.search : '/'
}
