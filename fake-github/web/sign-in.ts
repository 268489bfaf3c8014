/** GitHub's OAuth sign-in with people to pick from in place of passwords. */
import { createHash, randomBytes } from 'node:crypto'
import type { GitHubState } from '../state.ts'
import type { Account, App } from '../world/format.ts'
import { html } from './html.ts'
import { answer, type Page } from './pages.ts'

/** A code is good for ten minutes, once; a user token for eight hours. */
const codeLifetime = 600_000
const tokenLifetime = 8 * 3_600_000
/** People shown at once; the rest are found by searching. */
const most = 60

/** Answer the paths under `/login/`; null for all others. */
export function signIn(
  state: GitHubState,
  method: string,
  url: URL,
  body: string,
  accept: string,
): Page | null {
  if (url.pathname === '/login/oauth/access_token') return exchange(state, method, body, url, accept)
  if (url.pathname !== '/login/oauth/authorize') return null
  const given = method === 'POST' ? new URLSearchParams(body) : url.searchParams
  const request = read(state, given)
  if (typeof request === 'string')
    return answer(400, 'Sign-in refused', html`<h1>Sign-in refused</h1><p>${request}</p>`)
  const account = method === 'POST' ? state.world.account(given.get('login') ?? '') : undefined
  if (!account) return choose(state, given, request)
  const code = randomBytes(16).toString('hex')
  state.codes.set(code, {
    accountId: account.id,
    clientId: request.app.client_id,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    expiresAt: Date.now() + codeLifetime,
  })
  const back = new URL(request.redirectUri)
  back.searchParams.set('code', code)
  const stateGiven = given.get('state')
  if (stateGiven !== null) back.searchParams.set('state', stateGiven)
  return { status: 302, headers: { location: back.href, 'cache-control': 'no-store' }, body: '' }
}

type SignInRequest = { readonly app: App; readonly redirectUri: string; readonly challenge: string | null }

function read(state: GitHubState, given: URLSearchParams): SignInRequest | string {
  const app = state.world.apps.find((row) => row.client_id === given.get('client_id'))
  if (!app) return 'No App has this client_id. Register it with the demo first, and start sign-in again.'
  const redirectUri = given.get('redirect_uri') ?? app.callback_urls[0]
  if (redirectUri === undefined || !mayReturn(app, redirectUri))
    return 'The redirect_uri is not associated with this application.'
  const challenge = given.get('code_challenge')
  if (challenge !== null && given.get('code_challenge_method') !== 'S256')
    return 'The code_challenge_method must be S256.'
  return { app, redirectUri, challenge }
}

/** To a registered prefix; to any loopback address where the App registered none. */
function mayReturn(app: App, address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (app.callback_urls.length === 0) return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return app.callback_urls.some((registered) => {
    const known = new URL(registered)
    return known.origin === url.origin && `${url.pathname}/`.startsWith(known.pathname.replace(/\/?$/, '/'))
  })
}

function choose(state: GitHubState, given: URLSearchParams, request: SignInRequest): Page {
  const search = given.get('q')?.trim().toLowerCase() ?? ''
  const owned = rolesOf(state, 'admin')
  const held = rolesOf(state, 'member')
  const rank = (account: Account) => (owned.has(account.login) ? 0 : held.has(account.login) ? 1 : 2)
  const found = state.world.accounts
    .filter((account) => account.type === 'User' && !account.deleted)
    .filter((account) => `${account.login} ${account.name ?? ''}`.toLowerCase().includes(search))
    .sort((a, b) => rank(a) - rank(b))
  const hidden = [...given]
    .filter(([name]) => name !== 'q' && name !== 'login')
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  const buttons = found.slice(0, most).map(
    (
      account,
    ) => html`<button name="login" value="${account.login}"><strong>${account.login}</strong> ${account.name ?? ''}
<small>${[...(owned.get(account.login) ?? []).map((org) => `owner of ${org}`), ...(held.get(account.login) ?? []).map((org) => `member of ${org}`)].join(', ')}</small></button>`,
  )
  return answer(
    200,
    'Sign in',
    html`<h1>Whom do you want to be?</h1><p>${request.app.slug} asks who you are. There are no passwords here.</p>
<form class="find" method="get">${hidden}<label for="q">Find</label> <input id="q" name="q" value="${search}"><button>Search</button></form>
<form method="post" action="/login/oauth/authorize">${hidden}${buttons}</form>
${found.length > most ? html`<p>${found.length - most} more: search for a name.</p>` : ''}${found.length === 0 ? html`<p>Nobody is called that.</p>` : ''}`,
  )
}

function rolesOf(state: GitHubState, role: 'admin' | 'member'): ReadonlyMap<string, readonly string[]> {
  const pairs = state.world.organizations.flatMap((org) =>
    org.members.filter((row) => row.role === role).map((row) => ({ login: row.login, org: org.login })),
  )
  const groups = Map.groupBy(pairs, (pair) => pair.login)
  return new Map([...groups].map(([login, rows]) => [login, rows.map((row) => row.org)]))
}

function exchange(state: GitHubState, method: string, body: string, url: URL, accept: string): Page {
  const given = parameters(body, url)
  const say = (fields: Readonly<Record<string, unknown>>): Page => ({
    status: 200,
    headers: {
      'content-type': accept.includes('json') ? 'application/json' : 'application/x-www-form-urlencoded',
    },
    body: accept.includes('json')
      ? JSON.stringify(fields)
      : new URLSearchParams(fields as Record<string, string>).toString(),
  })
  const refuse = (error: string, error_description: string) => say({ error, error_description })
  if (method !== 'POST') return { status: 404, headers: {}, body: 'Not Found' }
  const app = state.world.apps.find((row) => row.client_id === given.get('client_id'))
  if (!app || app.client_secret === undefined || app.client_secret !== given.get('client_secret'))
    return refuse('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.')
  const code = given.get('code') ?? ''
  const pending = state.codes.get(code)
  state.codes.delete(code)
  if (!pending || pending.clientId !== app.client_id || pending.expiresAt < Date.now())
    return refuse('bad_verification_code', 'The code passed is incorrect or expired.')
  const redirect = given.get('redirect_uri')
  if (redirect !== null && redirect !== pending.redirectUri)
    return refuse(
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL for this application.',
    )
  const proof = createHash('sha256')
    .update(given.get('code_verifier') ?? '')
    .digest('base64url')
  if (pending.challenge !== null && pending.challenge !== proof)
    return refuse('bad_verification_code', 'The code_verifier does not match the code_challenge.')
  const token = `ghu_${randomBytes(18).toString('hex')}`
  state.tokens.set(token, {
    kind: 'user',
    accountId: pending.accountId,
    scopes: [],
    app,
    expiresAt: Date.now() + tokenLifetime,
  })
  return say({
    access_token: token,
    token_type: 'bearer',
    scope: '',
    expires_in: tokenLifetime / 1000,
    refresh_token: `ghr_${randomBytes(18).toString('hex')}`,
    refresh_token_expires_in: 15_897_600,
  })
}

function parameters(body: string, url: URL): URLSearchParams {
  const given = new URLSearchParams(url.searchParams)
  if (body.trimStart().startsWith('{')) {
    // Checked by use: a field that is no text simply fits nothing.
    const fields = JSON.parse(body) as Record<string, unknown>
    for (const [name, value] of Object.entries(fields)) given.set(name, String(value))
  } else for (const [name, value] of new URLSearchParams(body)) given.set(name, value)
  return given
}
