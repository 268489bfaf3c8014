/** Whether the App's installation has ended: GitHub is asked, as the App, and only its clear answer counts. Against the demo GitHub. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newApp } from '../../fake-github/app.ts'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { type Bindings, openPlatform } from '../../src/platform.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const app = newApp()
let demo: FakeGitHub
const installations = () => demo.world.organization('guild')?.installations ?? []
const installationId = () => installations().find((row) => row.app_id === app.id)?.id ?? 0

beforeAll(async () => {
  const small = smallWorld()
  small.organization('guild')
  demo = await openGitHub(small.world(), { now: NOW })
  demo.addApp(app)
})
afterAll(() => demo.close())

/** The platform over the demo as the App, unless told otherwise. */
async function hasEnded(installation: number, settings: Readonly<Record<string, string>> = {}) {
  const env = {
    DB: (await freshRegister()).$client,
    GITHUB_API_URL: demo.apiUrl,
    GITHUB_APP_ID: String(app.id),
    GITHUB_APP_PRIVATE_KEY: app.privateKeyPem,
    ...settings,
  }
  // The cast: asking uses no more of the bindings than this.
  return openPlatform(env as unknown as Bindings, NOW).hasInstallationEnded(installation)
}

it('one that is there has not, a suspended one has until it is lifted, and a deleted one has', async () => {
  const id = installationId()
  expect(await hasEnded(id)).toBe(false)
  const [row] = installations().filter((one) => one.id === id)
  if (row === undefined) throw new Error('The App is not installed.')
  row.suspended_at = NOW
  expect(await hasEnded(id)).toBe(true)
  row.suspended_at = null
  expect(await hasEnded(id)).toBe(false)
  expect(await hasEnded(999_999)).toBe(true)
})

it.each<[string, Readonly<Record<string, string>>]>([
  ['cannot be reached', { GITHUB_API_URL: 'http://127.0.0.1:1' }],
  ['refuses the App', { GITHUB_APP_PRIVATE_KEY: newApp().privateKeyPem }],
  ['is asked with a key that cannot be read', { GITHUB_APP_PRIVATE_KEY: 'no key' }],
])('where GitHub %s nothing has ended, and the log says so', async (_, settings) => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(await hasEnded(999_999, settings)).toBe(false)
  expect(String(logged.mock.calls)).toContain('installation_not_asked')
  logged.mockRestore()
})

it('with a token there is no installation that could end', async () => {
  const token = { GITHUB_APP_ID: '', GITHUB_TOKEN: demo.tokenFor('guild-warden'), ORGANIZATIONS: 'guild' }
  expect(await hasEnded(999_999, token)).toBe(false)
})
