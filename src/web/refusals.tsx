/** The one place where what went wrong becomes a status and an answer: a page or a problem. It never shows a secret or a stack. */

import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Refusal, type RefusalCode } from '../policy/refusal.ts'
import type { Visit } from './access/visit.ts'
import { render } from './parts/layout.tsx'

const STATUS: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  invalid: 422,
  not_signed_in: 401,
  not_signed: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_before: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  not_set_up: 424,
}

const TITLE: Readonly<Record<RefusalCode, string>> = {
  invalid: 'That cannot be taken',
  not_signed_in: 'Please sign in',
  not_signed: 'The signature does not fit',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Not now',
  not_before: 'Not yet',
  too_large: 'Too large',
  too_many: 'Too many',
  unavailable: 'Not available at the moment',
  not_set_up: 'Not set up rightly',
}

/** Answers what a handler threw: foreseen refusals by their sentence, everything else by a reference into the log. */
export function answerError(error: Error, c: Visit): Response | Promise<Response> {
  const refusal = refusalFrom(error)
  if (refusal === null) return answerFault(error, c)
  const isPageVisit = !isForMachines(c) && (c.req.method === 'GET' || c.req.method === 'HEAD')
  if (refusal.code === 'not_signed_in' && isPageVisit) {
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303)
  }
  return answer(c, STATUS[refusal.code], TITLE[refusal.code], refusal.sentence, {
    code: refusal.code,
    ...refusal.facts,
  })
}

/** Whether a program asks: it gets problem+json, people get a page. */
function isForMachines(c: Visit): boolean {
  const { path } = c.req
  return path === '/api' || ['/api/', '/badge/', '/webhooks/'].some((front) => path.startsWith(front))
}

/** What is foreseen: our refusals, Hono's own, and GitHub not answering (told by name: web knows nothing of github/). */
function refusalFrom(error: Error): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof HTTPException && error.status < 500) {
    const code = error.status === 403 ? 'forbidden' : 'invalid'
    const sentence =
      code === 'forbidden'
        ? 'This did not come from a page of this site. Nothing was changed. Open the page anew and try again.'
        : `The request could not be read: ${error.message || 'it is malformed'}. Nothing was changed.`
    return new Refusal(code, sentence)
  }
  if (error.name === 'KeyProblem') return new Refusal('not_set_up', `${error.message} Nothing was changed.`)
  if (error.name !== 'GitHubTrouble') return null
  logWhole(error, null)
  if (isBadToken(error)) {
    return new Refusal(
      'not_set_up',
      'GitHub refuses the credentials of this site, so nothing was changed. Whoever runs it checks GITHUB_TOKEN (revoked or expired?), or that GITHUB_APP_PRIVATE_KEY is a key of the App in GITHUB_APP_ID.',
    )
  }
  return new Refusal(
    'unavailable',
    'GitHub did not answer as it should, so your rights could not be checked. Nothing was changed. Try again in a few minutes.',
  )
}

function isBadToken(error: Error): boolean {
  const trouble: unknown = 'trouble' in error ? error.trouble : null
  return typeof trouble === 'object' && trouble !== null && 'kind' in trouble && trouble.kind === 'bad_token'
}

function answerFault(error: Error, c: Visit): Response | Promise<Response> {
  const reference = crypto.randomUUID().slice(0, 8)
  logWhole(error, reference)
  const sentence = `Something broke here; reference ${reference}. Whoever runs this site finds it in the log under that reference.`
  return answer(c, 500, 'Something broke here', sentence, { reference })
}

function logWhole(error: Error, reference: string | null): void {
  const causes: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) causes.push(at.stack ?? at.message)
  console.error(JSON.stringify({ reference, error: causes }))
}

function answer(
  c: Visit,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  facts: Readonly<Record<string, unknown>>,
): Response | Promise<Response> {
  c.header('cache-control', 'no-store')
  if (isForMachines(c)) {
    const body = JSON.stringify({ ...facts, type: 'about:blank', title, status, detail })
    return c.body(body, status, { 'content-type': 'application/problem+json' })
  }
  const complaints = Array.isArray(facts.complaints) ? facts.complaints.map(String) : []
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
      {c.req.method === 'POST' && <p>Your browser's Back leads to the form as you left it.</p>}
      <p>
        <a href="/">To the beginning</a>
      </p>
    </>,
    status,
  )
}
