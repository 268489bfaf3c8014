/** The settings of the deployment as visitors feel them: a weak one stops the site with a sentence that names it, never its value. */
import { describe, expect, it, vi } from 'vitest'
import { writePauseOf } from '../../src/platform/setting-values.ts'
import type { Bindings } from '../../src/platform.ts'
import { app } from '../../src/web/app.tsx'
import { freshRegister } from '../fixtures/register/register.ts'

const ONE_SHORT = 'x'.repeat(31)
const HOME = 'https://keys.example'

/** What the start page and the API answer under these settings. */
async function visited(settings: Readonly<Record<string, string>>, address = HOME, host?: string) {
  const { $client: DB } = await freshRegister()
  const env = { DB, GITHUB_TOKEN: 'token', ORGANIZATIONS: 'lichen', PUBLIC_URL: HOME, ...settings }
  const ask = async (path: string) => {
    const init = host === undefined ? {} : { headers: { host } }
    // The cast: these answers use no more of the bindings than this.
    const answer = await app.request(new URL(path, address).href, init, env as unknown as Bindings)
    const formAction = /form-action ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    return { status: answer.status, text: await answer.text(), formAction }
  }
  const [page, health] = [await ask('/'), await ask('/api/health')]
  return { page, health }
}

describe('a site is refused', () => {
  it.each([
    ['SESSION_SECRET', ONE_SHORT],
    ['API_TOKEN', ONE_SHORT],
  ])('with a %s under 32 characters; spaces around it do not count', async (name, value) => {
    const { page, health } = await visited({ [name]: ` ${value} ` })
    expect([page.status, health.status]).toEqual([503, 503])
    expect(page.text).toContain(`${name} is too short`)
    expect(health.text).toContain('openssl rand -hex 32')
    expect(page.text + health.text).not.toContain(value)
    expect((await visited({ [name]: `${value}x` })).health.status).toBe(200)
  })

  it.each([
    ['PUBLIC_URL', 'http://keys.example'],
    ['GITHUB_API_URL', 'http://github.internal/api/v3'],
    ['GITHUB_API_URL', 'http://host.docker.internal:3000'],
    ['GITHUB_API_URL', 'http://localhost.evil.example'],
    ['GITHUB_WEB_URL', 'http://github.internal'],
  ])('with %s over http off this machine (%s)', async (name, value) => {
    const { page, health } = await visited({ [name]: value })
    expect([page.status, health.status]).toEqual([503, 503])
    expect(health.text).toContain(`${name} must begin with https://`)
    expect(page.text + health.text).not.toContain(value)
  })

  it.each(['http://127.0.0.1:8787', 'http://[::1]:8787', 'http://localhost', 'http://keys.localhost:1'])(
    'not with http on this machine (%s)',
    async (address) => {
      const { page, health } = await visited({ PUBLIC_URL: address, GITHUB_API_URL: address }, address)
      expect([page.status, health.status]).toEqual([200, 200])
    },
  )
})

describe('WRITE_PAUSE', () => {
  it('is a whole number of milliseconds', async () => {
    const { health } = await visited({ WRITE_PAUSE: 'soon' })
    expect(health.status).toBe(503)
    expect(health.text).toContain('WRITE_PAUSE must be a whole number of milliseconds')
    expect((await visited({ WRITE_PAUSE: '0' })).health.status).toBe(200)
  })

  it.each([
    ['https://api.github.com', '0', 1000],
    ['https://api.acme.ghe.com', '10', 1000],
    ['https://github.acme.example/api/v3', '0', 0],
    ['https://api.github.com', '3000', 3000],
    ['https://github.acme.example/api/v3', '', 1000],
  ])('against %s with %j is %i', (apiUrl, given, pause) => {
    expect(writePauseOf(given, apiUrl)).toBe(pause)
  })
})

describe('a PUBLIC_URL of this machine', () => {
  it.each([
    ['by default', {}],
    ['that is set', { PUBLIC_URL: 'http://localhost:8787' }],
  ])('%s is refused to whoever comes over the network, with what to do', async (_, settings) => {
    const site = await visited({ PUBLIC_URL: '', ...settings }, 'https://chatelaine.example.workers.dev')
    expect([site.page.status, site.health.status]).toEqual([503, 503])
    expect(site.page.text).toContain('PUBLIC_URL is not set, or is an address of one machine only')
    const byHost = await visited({ PUBLIC_URL: '' }, 'http://127.0.0.1:8787', '192.168.1.20:8787')
    expect(byHost.page.status).toBe(503)
  })

  it('is served to this machine by any of its names', async () => {
    expect((await visited({ PUBLIC_URL: '' }, 'http://localhost:8787')).page.status).toBe(200)
  })
})

it('a short GITHUB_WEBHOOK_SECRET is taken, and the log warns of it once without the value', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  await visited({ GITHUB_WEBHOOK_SECRET: 'x'.repeat(32) })
  expect(warned).not.toHaveBeenCalled()
  const { health } = await visited({ GITHUB_WEBHOOK_SECRET: ONE_SHORT })
  expect(health.status).toBe(200)
  expect(warned).toHaveBeenCalledOnce()
  const line = String(warned.mock.calls[0]?.[0])
  expect(line).toContain('GITHUB_WEBHOOK_SECRET has fewer than 32 characters')
  expect(line).not.toContain(ONE_SHORT)
  warned.mockRestore()
})

it('on GHE.com sign-in leads to the company’s own place, and elsewhere where the settings say', async () => {
  const leadsTo = async (settings: Readonly<Record<string, string>>) =>
    (await visited(settings)).page.formAction
  expect(await leadsTo({})).toBe("'self' https://github.com")
  expect(await leadsTo({ GITHUB_API_URL: 'https://api.lichen.ghe.com' })).toBe(
    "'self' https://lichen.ghe.com",
  )
  const own = { GITHUB_API_URL: 'https://g.example/api/v3', GITHUB_WEB_URL: 'https://g.example' }
  expect(await leadsTo(own)).toBe("'self' https://g.example")
})
