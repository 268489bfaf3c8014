/** Signing in with GitHub and out again. */

import { describe, expect, it, vi } from 'vitest'
import { authorizeUrl } from '../../src/github/http/oauth.ts'
import { challengeOf } from '../../src/web/access/secrets.ts'
import { HOME, OWNER, openSite } from '../fixtures/register/site.ts'

/** GitHub's side of OAuth: records what it received, and returns who it is. */
function fakeOauth() {
  const seen = { challenge: '', state: '', redirectUri: '', verifier: '', exchanges: 0 }
  const oauth = {
    authorizeUrl: (request: { state: string; challenge: string; redirectUri: string }) => {
      Object.assign(seen, request)
      return `https://github.example/login/oauth/authorize?state=${request.state}`
    },
    personFor: async ({ code, verifier }: { code: string; verifier: string }) => {
      seen.verifier = verifier
      seen.exchanges += 1
      if (code === 'made-up') throw new Error('GitHub did not confirm the sign-in (bad_verification_code).')
      return OWNER
    },
  }
  return { seen, oauth }
}

const cookieOf = (answer: Response, name: string) =>
  answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`__Host-chatelaine-${name}=`)) ?? ''
const pairOf = (cookie: string) => cookie.split(';')[0] ?? ''

/** A sign-in that was started, and its callback. */
async function startedSignIn() {
  const { seen, oauth } = fakeOauth()
  const site = await openSite({ oauth })
  const start = await site.visit('/sign-in/start?to=/orgs/lichen')
  const browser = pairOf(cookieOf(start, 'browser'))
  const callback = (cookie = browser, state = seen.state, code = 'c') =>
    site.visit(`/sign-in/callback?code=${code}&state=${state}`, undefined, { headers: { cookie } })
  return { site, seen, start, callback }
}

describe('sign-in', () => {
  it('goes to GitHub and back to the page that was asked for, with a new session', async () => {
    const { site, seen, start, callback } = await startedSignIn()
    expect(start.headers.get('location')).toContain('https://github.example/login/oauth/authorize')
    expect(seen.redirectUri).toBe(`${HOME}/sign-in/callback`)
    const back = await callback()
    expect([back.status, back.headers.get('location')]).toEqual([303, '/orgs/lichen'])
    const session = cookieOf(back, 'session')
    expect(session).toMatch(/HttpOnly/)
    expect(session).toMatch(/Secure/)
    expect(session).toMatch(/SameSite=Lax/)
    expect(session).toMatch(/Max-Age=43200/)
    const page = await site.visit('/orgs/lichen', undefined, { headers: { cookie: pairOf(session) } })
    expect(page.status).toBe(200)
  })

  it('asks GitHub for nothing but who it is: no scope, and nothing else that would widen it', () => {
    const app = { apiUrl: 'https://api.x', webUrl: 'https://x', clientId: 'c', clientSecret: 's' }
    const url = new URL(authorizeUrl(app, { state: 'a', challenge: 'b', redirectUri: HOME }))
    expect([...url.searchParams.keys()].toSorted()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'redirect_uri',
      'state',
    ])
  })

  it('says before it what GitHub will show, and what becomes of the token', async () => {
    const { site } = await startedSignIn()
    const page = await (await site.visit('/sign-in')).text()
    expect(page).toMatch(/verifies your\s+GitHub identity/)
    expect(page).toContain('Act on your behalf')
    expect(page).toMatch(/no scope, and the token is used once/)
  })

  it('goes to the start page where the return path is no plain path of this site', async () => {
    const { site } = await startedSignIn()
    for (const to of ['/%00', '/%01', '/orgs%7f', '/orgs%0d%0aset-cookie:x', '//evil.example']) {
      const page = await site.visit(`/sign-in?to=${to}`, OWNER)
      expect([page.status, page.headers.get('location')], to).toEqual([303, '/'])
      expect((await site.visit(`/sign-in/start?to=${to}`)).status, to).toBe(303)
    }
  })

  it('refuses a malformed form, and logs nothing for it', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { site } = await startedSignIn()
    const headers = { 'content-type': 'multipart/form-data; boundary=x', origin: HOME }
    const send = (path: string, person?: typeof OWNER) =>
      site.visit(path, person, { method: 'POST', body: 'no part of anything', headers })
    expect((await send('/sign-in/start')).status).toBe(422)
    expect((await send('/orgs/lichen/audits', OWNER)).status).toBe(422)
    expect(logged).not.toHaveBeenCalled()
    logged.mockRestore()
  })

  it('proves by PKCE that the same browser completes it, and stores neither verifier, state nor session', async () => {
    const { site, seen, callback } = await startedSignIn()
    const session = pairOf(cookieOf(await callback(), 'session'))
    const states = JSON.stringify(await site.register.query.oauthStates.findMany())
    expect(states).toContain('stateHash')
    expect(await challengeOf(seen.verifier)).toBe(seen.challenge)
    const sessions = JSON.stringify(await site.register.query.sessions.findMany())
    for (const secret of [seen.verifier, seen.state]) expect(states).not.toContain(secret)
    expect(sessions).not.toContain(session.split('=')[1])
  })

  it('a state works once, in the browser that started', async () => {
    const { callback } = await startedSignIn()
    expect((await callback('__Host-chatelaine-browser=another')).status).toBe(403)
    expect((await callback()).status, 'another browser cannot spend it').toBe(303)
    expect((await callback()).status, 'a second time').toBe(403)
  })

  it('a state is used up before GitHub is asked: made-up codes cost one exchange, also many at once', async () => {
    const { seen, callback } = await startedSignIn()
    const tries = Array.from({ length: 20 }, async () => {
      return (await callback(undefined, undefined, 'made-up')).status
    })
    expect(new Set(await Promise.all(tries))).toEqual(new Set([403]))
    expect((await callback()).status, 'the right code comes too late').toBe(403)
    expect(seen.exchanges).toBe(1)
  })

  it('a forged or altered state signs nobody in', async () => {
    const { seen, callback } = await startedSignIn()
    const [payload, signature] = seen.state.split('.')
    const elsewhere = btoa(
      JSON.stringify({ returnTo: '/me', expiresAt: '2099-01-01T00:00:00.000Z', once: 'x' }),
    )
    for (const state of ['', 'made-up', `${elsewhere}.${signature}`, `${payload}.`, `${payload}`])
      expect((await callback(undefined, state)).status, state).toBe(403)
  })

  it('starting a sign-in writes nothing, however often somebody does', async () => {
    const { site } = await startedSignIn()
    expect(await site.register.query.oauthStates.findMany()).toEqual([])
  })

  it('never leads to another site', async () => {
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
      const { oauth, seen } = fakeOauth()
      const site = await openSite({ oauth })
      const start = await site.visit(`/sign-in/start?to=${encodeURIComponent(to)}`)
      const cookie = pairOf(cookieOf(start, 'browser'))
      const back = await site.visit(`/sign-in/callback?code=c&state=${seen.state}`, undefined, {
        headers: { cookie },
      })
      expect(back.headers.get('location'), to).toBe('/')
    }
  })

  it('signing out ends the session itself, not just the cookie', async () => {
    const site = await openSite()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    const out = await site.visit('/sign-out', undefined, {
      method: 'POST',
      headers: { cookie, origin: HOME },
    })
    expect([out.status, out.headers.get('location')]).toEqual([303, '/'])
    expect((await site.visit('/me', undefined, { headers: { cookie } })).status).toBe(303)
    expect((await site.visit('/sign-out')).status, 'a link cannot sign anybody out').toBe(404)
  })

  it('says which settings are missing where it is not set up', async () => {
    const site = await openSite()
    expect(await (await site.visit('/sign-in')).text()).toContain('GITHUB_APP_CLIENT_ID')
    expect((await site.visit('/sign-in/start')).status).toBe(503)
  })
})
