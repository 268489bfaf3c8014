/** The set-up of a fresh Worker: what is missing, the one command that mends it, and never a value. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { newApp } from '../../fake-github/app.ts'
import { projectRoot } from '../../local/bundle.ts'
import type { Bindings } from '../../src/platform.ts'
import { app } from '../../src/web/app.tsx'
import { emptyDatabase, freshRegister } from '../fixtures/register/register.ts'

const HOME = 'https://keys.example'
const KEY = newApp().privateKeyPem

/** Everything that a deployment needs, each text planted so that it would be found on a page. */
const GIVEN = {
  ...{ PUBLIC_URL: HOME, GITHUB_APP_ID: '77123456', GITHUB_APP_PRIVATE_KEY: KEY },
  ...{ GITHUB_APP_CLIENT_ID: 'Iv23liPlanted', GITHUB_APP_CLIENT_SECRET: 'planted-client-secret' },
  SESSION_SECRET: 'planted-session-secret-of-32-characters',
}
const BESIDE = {
  ...{ GITHUB_WEBHOOK_SECRET: 'planted-webhook-secret-of-32-characters', ORGANIZATIONS: 'lichen-lab' },
  ...{ SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/planted', API_TOKEN: 'planted-token'.repeat(3) },
  ...{
    GITHUB_WRITER_APP_ID: '88123456',
    GITHUB_WRITER_APP_PRIVATE_KEY: KEY,
    EMAIL_FROM: 'planted@e.example',
  },
  ...{ GITHUB_API_URL: 'https://planted.example/api/v3', GITHUB_WEB_URL: 'https://planted.example' },
}

/** A Worker with these settings and bindings, on an empty database that is migrated. */
async function worker(settings: Readonly<Record<string, string>>, bindings: object = {}) {
  const { $client: DB } = await freshRegister()
  const ask = async (path: string, init: RequestInit = {}) => {
    // The cast: these answers use no more of the bindings than this.
    const env = { DB, ...settings, ...bindings } as unknown as Bindings
    const answer = await app.request(new URL(path, HOME).href, init, env)
    const text = (await answer.text()).replace(/<wbr\/?>|<!--.*?-->/g, '')
    return { status: answer.status, headers: answer.headers, text }
  }
  return { ask, setup: () => ask('/setup') }
}

/** The line of the checklist about it: its mark, its state and why. */
function line(page: string, name: string): string {
  const found =
    page
      .split('<li class')
      .slice(1)
      .find((each) => each.replace(/<[^>]+>/g, '').includes(name)) ?? ''
  return found.replace(/^[^>]*>|<[^>]+>/g, '').trim()
}

/** What of the checklist's rows is ticked: needed, optional. */
function ticked(page: string): string {
  const rows = (/<ol class="todo">(.*?)<\/ol>/s.exec(page)?.[1] ?? '').split('<li').slice(1)
  const steps = Object.groupBy(
    rows.filter((row) => !row.includes('>–<')),
    (row) => (row.includes('optional</span>') ? 'optional' : 'needed'),
  )
  const of = (all: readonly string[] = []) =>
    `${all.filter((row) => row.includes('>✓<')).length} of ${all.length}`
  return `${of(steps.needed)} needed, ${of(steps.optional)} optional`
}

const next = (page: string) => /<h2>Next: (.*?)<\/h2>.*?(?:<pre[^>]*>(.*?)<\/pre>|$)/s.exec(page)?.slice(1)

describe('a fresh Worker', () => {
  it('with nothing configured shows what it needs, under all security headers and without a script', async () => {
    const { status, headers, text } = await (await worker({})).setup()
    expect(status).toBe(200)
    expect(text).toContain('<h1>Eight steps to go</h1>')
    expect(next(text)).toEqual(['PUBLIC_URL', 'npx wrangler secret put PUBLIC_URL'])
    expect(line(text, 'Database')).toMatch(/^✓.*migrated/)
    for (const name of Object.keys(GIVEN)) expect(line(text, name), name).toMatch(/^○.*not set/)
    expect(line(text, 'Rehearsal')).toContain('nothing is removed until REHEARSAL is false')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect([headers.get('x-frame-options'), headers.get('cache-control')]).toEqual(['DENY', 'no-store'])
    expect(text).not.toMatch(/<script|\son\w+=|javascript:/i)
  })

  it('is led there from its start page by one sentence, whatever is missing, until it is set up', async () => {
    const { GITHUB_APP_CLIENT_SECRET: _, ...nobodySignsIn } = GIVEN
    for (const settings of [{}, { ...GIVEN, PUBLIC_URL: '' }, nobodySignsIn, GIVEN]) {
      const start = await (await worker(settings)).ask('/')
      expect(start.text).toContain('href="/setup"')
      expect(start.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('offers nobody a sign-in that would be refused', async () => {
    for (const name of ['GITHUB_APP_CLIENT_SECRET', 'SESSION_SECRET']) {
      const site = await worker({ ...GIVEN, [name]: '' })
      expect((await site.ask('/')).text, name).toContain('Signing in is not set up here yet')
      expect((await site.ask('/sign-in')).text, name).toContain('Signing in is not set up here.')
    }
    expect((await (await worker(GIVEN)).ask('/')).text).toContain('href="/sign-in/start"')
  })

  it('counts in the heading of its checklist what is ticked below it, and apart what is optional', async () => {
    for (const [settings, counts] of [
      [{}, '1 of 9 needed, 0 of 2 optional'],
      [{ ...GIVEN, ...BESIDE }, '7 of 9 needed, 2 of 2 optional'],
    ] as const) {
      const { text } = await (await worker(settings)).setup()
      expect(ticked(text)).toBe(counts)
      expect(text).toContain(`${counts}. Values`)
    }
  })

  it('finds the page of its Apps on github.com, also where that address is written out', async () => {
    const link = 'href="https://github.com/settings/apps"'
    const written = {
      ...GIVEN,
      GITHUB_API_URL: 'https://api.github.com/',
      GITHUB_WEB_URL: 'https://github.com',
    }
    expect((await (await worker(written)).setup()).text).toContain(link)
    const elsewhere = { ...GIVEN, GITHUB_API_URL: 'https://ghe.example/api/v3' }
    expect((await (await worker(elsewhere)).setup()).text).not.toContain(link)
  })

  it('is told the one next step after each that is done', async () => {
    const steps = Object.entries(GIVEN)
    for (const [n, [name]] of steps.entries()) {
      const { text } = await (await worker(Object.fromEntries(steps.slice(0, n)))).setup()
      expect(next(text)?.[0]).toBe(name)
      expect(next(text)?.[1]).toContain(`npx wrangler secret put ${name}`)
    }
    const { text } = await (await worker(GIVEN)).setup()
    expect(next(text)?.[0]).toBe('The App, installed at an organisation')
    expect(text).toContain('href="https://github.com/settings/apps"')
  })

  it('that reads by a token is asked for ORGANIZATIONS, and for no App', async () => {
    const { text } = await (await worker({ ...GIVEN, GITHUB_APP_ID: '', GITHUB_TOKEN: 'planted' })).setup()
    expect(next(text)).toEqual(['ORGANIZATIONS', 'npx wrangler secret put ORGANIZATIONS'])
    expect(text).not.toContain('GITHUB_WEBHOOK_SECRET')
  })

  it('never shows a value, nor a part of one', async () => {
    for (const settings of [
      { ...GIVEN, ...BESIDE },
      { ...GIVEN, ...BESIDE, WRITE_PAUSE: 'planted' },
    ]) {
      const { text } = await (await worker(settings)).setup()
      const values = Object.entries(settings).filter(([name]) => name !== 'PUBLIC_URL')
      for (const [name, value] of values) expect(text, name).not.toContain(value.trim().slice(0, 7))
      expect(text).not.toContain('planted')
      expect(text).not.toContain('keys.example')
    }
  })
})

describe('a setting that cannot be used', () => {
  it.each([
    ['SESSION_SECRET', 'x'.repeat(31), 'SESSION_SECRET is too short'],
    ['PUBLIC_URL', 'http://keys.example', 'PUBLIC_URL must begin with https://'],
    ['GITHUB_APP_PRIVATE_KEY', KEY.replaceAll('\n', ''), 'line breaks included'],
    ['GITHUB_APP_PRIVATE_KEY', 'SHA256:abcdef', 'whole .pem file'],
  ])('%s (%#) is the next step, with what is wrong', async (name, value, sentence) => {
    const { status, text } = await (await worker({ ...GIVEN, [name]: value })).setup()
    expect([status, next(text)?.[0]]).toEqual([200, name])
    expect(line(text, name)).toMatch(/^○.*cannot be used/)
    expect(text).toContain(sentence)
    expect(text).not.toContain(value.slice(0, 40))
  })

  it('and has no line of its own is named all the same', async () => {
    const { status, text } = await (await worker({ ...GIVEN, WRITE_PAUSE: 'soon' })).setup()
    expect([status, next(text)?.[0]]).toEqual([200, 'Another setting'])
    expect(text).toContain('WRITE_PAUSE must be a whole number of milliseconds')
  })

  it('is a PUBLIC_URL of one machine, for whoever comes over the network, and for nobody at that machine', async () => {
    const site = await worker({ ...GIVEN, PUBLIC_URL: 'http://127.0.0.1:8787' })
    expect(line((await site.setup()).text, 'PUBLIC_URL')).toMatch(/^○.*one machine only/)
    const here = await site.ask('/setup', { headers: { host: '127.0.0.1:8787' } })
    expect(line(here.text, 'PUBLIC_URL')).toMatch(/^✓.*this machine/)
  })
})

describe('a database', () => {
  const APPLY = 'wrangler d1 migrations apply DB --remote'

  it('that is not migrated is the first step, with the command that a deployment runs', async () => {
    const { status, text } = await (await worker(GIVEN, { DB: emptyDatabase() })).setup()
    expect([status, next(text)]).toEqual([200, ['Database', `npx ${APPLY}`]])
    expect(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).scripts.deploy).toContain(
      APPLY,
    )
  })

  it('that lacks one column of this version is not migrated', async () => {
    const register = await freshRegister()
    await register.run('alter table outcomes rename column status to state')
    const { text } = await (await worker(GIVEN, { DB: register.$client })).setup()
    expect(line(text, 'Database')).toMatch(/^○.*not migrated/)
  })

  it('that is not there at all is a step, too', async () => {
    for (const settings of [{}, GIVEN]) {
      const { status, text } = await (await worker(settings, { DB: undefined })).setup()
      expect([status, next(text)?.[0]]).toEqual([200, 'Database'])
    }
  })

  it.each([
    ['without its tables', emptyDatabase, APPLY],
    ['that is not there', () => undefined, 'wrangler d1 create chatelaine'],
  ])(
    '%s is what every page speaks of, with the command and the way to the set-up',
    async (_, database, command) => {
      const silent = vi.spyOn(console, 'error').mockReturnValue()
      const site = await worker(GIVEN, { DB: database() })
      const old = { cookie: '__Host-chatelaine-session=of-another-database' }
      const pages: readonly [path: string, init: RequestInit][] = [
        ['/', {}],
        ['/', { headers: old }],
        ['/lichen-lab', {}],
        ['/me', { headers: old }],
      ]
      for (const [path, init] of pages) {
        const { status, text } = await site.ask(path, init)
        expect([status, text.includes(command)], path).toEqual([503, true])
        expect(text).toContain('href="/setup"')
        expect(text).not.toContain('reference')
      }
      const { status, headers, text } = await site.ask('/api/public')
      expect([status, headers.get('content-type')]).toEqual([503, 'application/problem+json'])
      expect(JSON.parse(text)).toMatchObject({ status: 503, code: 'unavailable' })
      silent.mockRestore()
    },
  )

  it.each([
    { cookie: '__Host-chatelaine-session=of-another-database' },
    { authorization: 'Bearer of-another-database' },
  ])('without its tables is the next step, too, for whoever comes with %o', async (headers) => {
    const site = await worker(GIVEN, { DB: emptyDatabase() })
    const { status, text } = await site.ask('/setup', { headers })
    expect([status, next(text)]).toEqual([200, ['Database', `npx ${APPLY}`]])
  })

  it('without its tables is asked nothing more by whoever comes too often', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue()
    const LIMIT_ANONYMOUS = { limit: async () => ({ success: false }) }
    const database = emptyDatabase()
    const asks = vi.fn(database.prepare)
    const site = await worker(GIVEN, { LIMIT_ANONYMOUS, DB: { ...database, prepare: asks } })
    for (const path of ['/', '/setup']) {
      const { status } = await site.ask(path, { headers: { 'cf-connecting-ip': '192.0.2.7' } })
      expect([status, asks.mock.calls.length]).toEqual([429, 0])
    }
    silent.mockRestore()
  })
})

describe('a stranger', () => {
  it('makes it ask GitHub nothing, whatever is set', async () => {
    const asked = vi.spyOn(globalThis, 'fetch')
    for (const settings of [{}, GIVEN]) expect((await (await worker(settings)).setup()).status).toBe(200)
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
  })

  it.each([
    ['nothing', {}],
    ['everything', GIVEN],
  ])(
    'who comes too often is refused before the database is asked, with %s configured',
    async (_, settings) => {
      const keys: string[] = []
      const LIMIT_ANONYMOUS = {
        limit: async ({ key }: { key: string }) => ({ success: keys.push(key) <= 1 }),
      }
      const { $client } = await freshRegister()
      const asks = vi.fn($client.prepare)
      const site = await worker(settings, { LIMIT_ANONYMOUS, DB: { ...$client, prepare: asks } })
      const visit = () => site.ask('/setup', { headers: { 'cf-connecting-ip': '192.0.2.7' } })
      expect((await visit()).status).toBe(200)
      const before = asks.mock.calls.length
      const refused = await visit()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
      expect([keys, asks.mock.calls.length]).toEqual([['192.0.2.7', '192.0.2.7'], before])
    },
  )

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('can send nothing there by %s', async (method) => {
    for (const settings of [{}, GIVEN]) {
      const { status, headers } = await (await worker(settings)).ask('/setup', {
        method,
        headers: { origin: HOME },
      })
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
    expect((await (await worker({})).ask('/setup', { method: 'HEAD' })).status).toBe(200)
  })
})
