/** Sign-in at the demo: people to pick from, a code that works once, and refusals. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FakeGitHub } from '../../fake-github/github.ts'
import { smallGitHub } from './small-world.ts'

const callback = 'http://127.0.0.1:8787/sign-in/callback'
const verifier = 'a-verifier-that-nobody-guesses-0123456789abcdef'
const challenge = createHash('sha256').update(verifier).digest('base64url')

async function withApp(callbackUrls: readonly string[] = []) {
  const small = await smallGitHub()
  small.github.addApp({
    id: 9,
    slug: 'keeper',
    clientId: 'Iv1.k',
    clientSecret: 'shh',
    publicKeyPem: '',
    permissions: { members: 'read' },
    callbackUrls,
  })
  return small
}

const question = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: 'Iv1.k',
    redirect_uri: callback,
    state: 's1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  })

async function pick(github: FakeGitHub, login: string, more: Record<string, string> = {}) {
  const answer = await fetch(`${github.url}/login/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: question({ login, ...more }),
  })
  return { status: answer.status, back: answer.headers.get('location') }
}

async function exchange(github: FakeGitHub, code: string, more: Record<string, string> = {}) {
  const answer = await fetch(`${github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      client_id: 'Iv1.k',
      client_secret: 'shh',
      code,
      code_verifier: verifier,
      redirect_uri: callback,
      ...more,
    }),
  })
  return (await answer.json()) as { access_token?: string; error?: string }
}

const codeOf = (back: string | null) => new URL(back ?? '').searchParams.get('code') ?? ''

describe('sign-in', () => {
  it('shows owners first, says where, and works without a script', async () => {
    const { github } = await withApp()
    const text = await (await fetch(`${github.url}/login/oauth/authorize?${question()}`)).text()
    expect(text.indexOf('value="ada"')).toBeLessThan(text.indexOf('value="bo"'))
    expect(text).toContain('owner of acme')
    expect(text).not.toContain('<script')
    const found = await (await fetch(`${github.url}/login/oauth/authorize?${question({ q: 'EV' })}`)).text()
    expect(found).toContain('value="eve"')
    expect(found).not.toContain('value="bo"')
  })
  it('gives back the state, and a code for a token that says who one is', async () => {
    const { github, ask } = await withApp()
    const { status, back } = await pick(github, 'bo')
    expect([status, new URL(back ?? '').searchParams.get('state')]).toEqual([302, 's1'])
    const { access_token } = await exchange(github, codeOf(back))
    expect((await ask(access_token ?? '', 'GET', '/user')).body).toMatchObject({ login: 'bo', id: 2 })
    expect((await ask(access_token ?? '', 'DELETE', '/orgs/acme/members/cy')).status).not.toBe(204)
  })
  it('takes a code only once, and only with its verifier and secret', async () => {
    const { github } = await withApp()
    const used = codeOf((await pick(github, 'bo')).back)
    await exchange(github, used)
    expect((await exchange(github, used)).error).toBe('bad_verification_code')
    const another = codeOf((await pick(github, 'bo')).back)
    expect((await exchange(github, another, { code_verifier: 'wrong' })).error).toBe('bad_verification_code')
    const third = codeOf((await pick(github, 'bo')).back)
    expect((await exchange(github, third, { client_secret: 'wrong' })).error).toBe(
      'incorrect_client_credentials',
    )
  })
  it('goes back only where the App said, or to loopback', async () => {
    const free = await withApp()
    expect((await pick(free.github, 'bo', { redirect_uri: 'https://evil.example/' })).status).toBe(400)
    const bound = await withApp(['http://127.0.0.1:8787/sign-in'])
    expect((await pick(bound.github, 'bo')).status).toBe(302)
    expect(
      (await pick(bound.github, 'bo', { redirect_uri: 'http://127.0.0.1:8787/sign-in-elsewhere' })).status,
    ).toBe(400)
  })
})

describe('pages', () => {
  it.each([
    '/',
    '/ada',
    '/acme',
    '/orgs/acme/people',
    '/acme/lib',
    '/acme/lib/pull/7',
    `/acme/lib/commit/${'b'.repeat(40)}`,
  ])('%s can be looked at', async (path) => {
    const { github } = await smallGitHub()
    const answer = await fetch(github.url + path, { headers: { accept: 'text/html' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })
  it('what people are called cannot become markup', async () => {
    const { github } = await smallGitHub((world) =>
      Object.assign(world.accounts?.[0] ?? {}, { name: '<script>' }),
    )
    expect(await (await fetch(`${github.url}/ada`)).text()).toContain('&#60;script&#62;')
  })
  it('a page that is not there says so', async () => {
    const { github } = await smallGitHub()
    expect((await fetch(`${github.url}/nobody/nothing`)).status).toBe(404)
  })
})
