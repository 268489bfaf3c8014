/** Who signs in: GitHub's OAuth with PKCE. The person's token is used for `GET /user` and then let go. */

import { fixedToken } from './authorization.ts'
import { connectGitHub } from './client.ts'
import { GitHubTrouble } from './errors.ts'

export interface OAuthApp {
  readonly apiUrl: string
  readonly webUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export function authorizeUrl(
  app: OAuthApp,
  asked: { state: string; challenge: string; redirectUri: string },
): string {
  const url = new URL('/login/oauth/authorize', app.webUrl)
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: asked.redirectUri,
    state: asked.state,
    code_challenge: asked.challenge,
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}

/** The person behind a code. Throws GitHubTrouble where GitHub does not vouch for anybody. */
export async function readPersonFor(
  app: OAuthApp,
  asked: { code: string; verifier: string; redirectUri: string },
): Promise<{ id: number; login: string }> {
  const answer = await fetch(new URL('/login/oauth/access_token', app.webUrl), {
    method: 'POST',
    // workerd knows no `error`; a redirect has no JSON and so no token.
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'chatelaine' },
    body: JSON.stringify({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code: asked.code,
      redirect_uri: asked.redirectUri,
      code_verifier: asked.verifier,
    }),
  })
  const body = (await answer.json().catch((cause: unknown) => ({ error: `no JSON: ${String(cause)}` }))) as {
    access_token?: string
    error?: string
  }
  if (body.access_token === undefined) {
    throw new GitHubTrouble(
      { kind: 'denied', permission: null },
      `GitHub did not confirm the sign-in (${body.error ?? answer.status}).`,
    )
  }
  const github = connectGitHub({ apiUrl: app.apiUrl, authorization: fixedToken(body.access_token) })
  const { data } = await github.rest<{ id: number; login: string }>('GET /user')
  return { id: data.id, login: data.login }
}
