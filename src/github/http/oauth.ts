/** Signs people in by GitHub's OAuth with PKCE; their token is used for `GET /user` and then dropped. */

import { fixedToken } from './authorization.ts'
import { connectGitHub } from './client.ts'
import { type Decoded, fields, nullable, OddValue, text, whole } from './decode.ts'
import { GitHubTrouble } from './errors.ts'

export interface OAuthApp {
  readonly apiUrl: string
  readonly webUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Where the browser is sent to sign in. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export function authorizeUrl(
  app: OAuthApp,
  request: { state: string; challenge: string; redirectUri: string },
): string {
  const url = new URL('/login/oauth/authorize', app.webUrl)
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}

/** The person to whom GitHub gave the code. Throws GitHubTrouble where GitHub does not accept the code. */
export async function readPersonFor(
  app: OAuthApp,
  grant: { code: string; verifier: string; redirectUri: string },
): Promise<{ id: number; login: string }> {
  const answer = await fetch(new URL('/login/oauth/access_token', app.webUrl), {
    method: 'POST',
    // workerd does not know `redirect: 'error'`; a redirect has no JSON and so no token.
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'chatelaine' },
    body: JSON.stringify({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code: grant.code,
      redirect_uri: grant.redirectUri,
      code_verifier: grant.verifier,
    }),
  })
  const body: unknown = await answer
    .json()
    .catch((cause: unknown) => ({ error: `no JSON: ${String(cause)}` }))
  const { access_token: token, error } = answerOf(body)
  if (token === null) {
    throw new GitHubTrouble(
      { kind: 'denied', permission: null },
      `GitHub did not confirm the sign-in (${error ?? answer.status}).`,
    )
  }
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: fixedToken(token) })
  return (await github.rest('GET /user', {}, PERSON)).data
}

/** What GitHub said of the code; an answer of another form confirms nothing. */
function answerOf(body: unknown): Decoded<typeof ANSWER> {
  try {
    return ANSWER(body, [])
  } catch (cause) {
    if (!(cause instanceof OddValue)) throw cause
    return { access_token: null, error: `the answer ${cause.message}` }
  }
}

const ANSWER = fields({ access_token: nullable(text), error: nullable(text) })
const PERSON = fields({ id: whole, login: text })
