/** Takes one HTTP request to REST, GraphQL, sign-in or a page, with limits, faults and the log. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type GraphRequest, price, run } from '../graphql/execute.ts'
import { type Answer, type Json, Refused } from '../rest/answers.ts'
import { answerRest, isRestPath, refusal } from '../rest/router.ts'
import type { Caller, GitHubState } from '../state.ts'
import { page } from '../web/pages.ts'
import { signIn } from '../web/sign-in.ts'
import { exhausted, type Limit, limitOf } from './caller-limits.ts'
import { callerOf, expire } from './callers.ts'
import { faultAnswer, partial, withHole } from './fault-answers.ts'
import type { Fault } from './faults.ts'
import type { LimitName } from './limits.ts'

/** Answer the request. */
export async function serve(
  state: GitHubState,
  latencyMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', state.origin)
  const body = await bodyOf(request)
  if (body === null) return
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
  const api = apiPath(url.pathname, request)
  if (api === null) {
    const answer =
      signIn(state, request.method ?? 'GET', url, body, String(request.headers.accept ?? '')) ??
      page(state, url)
    response.writeHead(answer.status, answer.headers).end(answer.body)
    return
  }
  try {
    await serveApi(state, api, request, url, body, response)
  } catch (trouble) {
    // A fault of the demo itself: said to whoever reads the answer, since nobody reads its log.
    const message = `The demo GitHub failed: ${trouble instanceof Error ? trouble.stack : String(trouble)}`
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
  }
}

type ApiPath = { readonly path: string; readonly prefix: string; readonly graphql: boolean }

/** Where in the API the path leads; null for the web. Both address forms of GitHub are answered. */
function apiPath(pathname: string, request: IncomingMessage): ApiPath | null {
  if (pathname === '/graphql' || pathname === '/api/graphql')
    return { path: pathname, prefix: '', graphql: true }
  if (pathname === '/api/v3' || pathname.startsWith('/api/v3/'))
    return { path: pathname.slice(7) || '/', prefix: '/api/v3', graphql: false }
  const wantsPage = String(request.headers.accept ?? '').includes('text/html')
  if (wantsPage || pathname.startsWith('/login/') || !isRestPath(pathname)) return null
  return { path: pathname, prefix: '', graphql: false }
}

async function serveApi(
  state: GitHubState,
  api: ApiPath,
  request: IncomingMessage,
  url: URL,
  text: string,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const json = jsonOf(text)
  const body = json ?? {}
  const query = api.graphql ? graphRequest(body) : null
  const operation = query?.operationName ?? null
  const fault = state.faults.next({ method, path: api.path, operation })
  let points = 0
  const finish = (answer: Answer) => {
    if (api.graphql) {
      state.requests.graphql += 1
      state.requests.graphqlPoints += points
    } else state.requests.rest += 1
    state.requests.log.push({
      method,
      path: api.path,
      status: answer.status,
      at: state.clock(),
      operation,
      points,
    })
    const body = state.faults.rewritten({ method, path: api.path, operation }, answer.body)
    const broken = fault === '502_after' ? faultAnswer(state.clock(), '502') : null
    send(state, request, response, broken ?? { ...answer, body }, fault)
  }
  if (fault === 'reset') {
    finish({ status: 0 })
    return
  }
  if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 2000))
  if (fault === 'expired') expire(state, request.headers.authorization)
  const planned = fault && faultAnswer(state.clock(), fault)
  if (planned) {
    finish(planned)
    return
  }
  try {
    if (json === null) throw new Refused(400, 'Problems parsing JSON')
    const caller = callerOf(state, request.headers.authorization)
    const name: LimitName = api.graphql ? 'graphql' : api.path.startsWith('/search/') ? 'search' : 'core'
    const limit = limitOf(state, caller, name)
    if (query && caller.kind === 'anonymous') throw new Refused(401, 'Requires authentication')
    if (limit.left() <= 0 && api.path !== '/rate_limit') {
      finish(exhausted(api.graphql, limit.headers()))
      return
    }
    const answered = query
      ? await answerGraph(state, caller, query, limit, fault)
      : {
          answer: toldOf(state, caller, method, () =>
            answerRest({
              state,
              caller,
              method,
              path: api.path,
              query: url.searchParams,
              body,
              base: `${state.origin}${api.prefix}`,
              web: state.origin,
            }),
          ),
          points: 0,
        }
    points = answered.points
    const fresh = tagged(answered.answer, request.headers)
    if (!query && fresh.status !== 304 && api.path !== '/rate_limit') limit.use(1)
    finish({ ...fresh, headers: { ...limit.headers(), ...scopes(caller), ...fresh.headers } })
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused
    finish(refusal(refused))
  }
}

/** Apps hear of the access that a write changed. */
function toldOf(state: GitHubState, caller: Caller, method: string, write: () => Answer): Answer {
  // What an App does on its own behalf is asking for tokens.
  const changes =
    method !== 'GET' && method !== 'HEAD' && caller.kind !== 'anonymous' && caller.kind !== 'app'
  if (!changes) return write()
  return state.webhooks.around(caller.kind === 'user' ? caller.account.login : caller.app, write)
}

function graphRequest(body: Json): GraphRequest {
  const { query, variables, operationName } = body
  const text = typeof query === 'string' ? query : ''
  const given = variables !== null && typeof variables === 'object' ? (variables as Json) : {}
  const named =
    typeof operationName === 'string' ? operationName : (/\bquery\s+(\w+)/.exec(text)?.[1] ?? null)
  return { query: text, variables: given, operationName: named }
}

async function answerGraph(
  state: GitHubState,
  caller: Caller,
  query: GraphRequest,
  limit: Limit,
  fault: Fault | null,
): Promise<{ readonly answer: Answer; readonly points: number }> {
  const cost = price(query)
  if (!('points' in cost)) return { answer: { status: 200, body: cost }, points: 0 }
  limit.use(cost.points)
  const { limit: size, used } = limit.bucket
  const resetAt = new Date(limit.reset() * 1000).toISOString().replace('.000Z', 'Z')
  const result = await run(query, {
    state,
    caller,
    web: state.origin,
    cost,
    limit: { limit: size, used, resetAt },
  })
  const body =
    fault === 'graphql_partial' ? partial(result) : fault === 'graphql_hole' ? withHole(result) : result
  return { answer: { status: 200, body }, points: cost.points }
}

/** Add an ETag that is bound to the token, and say 304 to those who have that answer. The body is text from here on. */
function tagged(answer: Answer, headers: IncomingMessage['headers']): Answer {
  if (answer.status !== 200) return answer
  const text = textOf(answer)
  const etag = `W/"${createHash('sha256').update(`${headers.authorization}\n${text}`).digest('hex')}"`
  const given = headers['if-none-match']
  if (given === etag) return { status: 304, headers: { ...answer.headers, etag } }
  return { ...answer, body: text, headers: { ...answer.headers, etag } }
}

function textOf({ body }: Answer): string {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function scopes(caller: Caller): Record<string, string> {
  return caller.kind === 'user' && caller.scopes ? { 'x-oauth-scopes': caller.scopes.join(', ') } : {}
}

function send(
  state: GitHubState,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  fault: Fault | null,
): void {
  if (fault === 'reset' || fault === 'reset_after') {
    request.socket.destroy()
    return
  }
  const text = textOf(answer)
  response.writeHead(answer.status, {
    ...(text !== '' && { 'content-type': 'application/json; charset=utf-8' }),
    date: new Date(state.clock()).toUTCString(),
    'x-github-api-version-selected': String(request.headers['x-github-api-version'] ?? '2022-11-28'),
    ...answer.headers,
  })
  response.end(fault === 'truncated' ? text.slice(0, Math.floor(text.length / 2)) : text)
}

function jsonOf(text: string): Json | null {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Json) : {}
  } catch {
    // The caller answers this null with GitHub's 400.
    return null
  }
}

/** The body; null where the caller hung up in the middle of it: nobody waits for an answer. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  try {
    for await (const part of request) parts.push(part as Buffer)
  } catch (trouble) {
    if (!request.complete) return null
    throw trouble
  }
  return Buffer.concat(parts).toString()
}
