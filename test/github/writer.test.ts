/** Who may write in an organisation: the App that writes sleeps while nothing waits, and its being suspended is no error. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newApp } from '../../fake-github/app.ts'
import { type FakeGitHub, openGitHub } from '../../fake-github/github.ts'
import { type Bindings, openPlatform } from '../../src/platform.ts'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const app = newApp()
let demo: FakeGitHub

beforeAll(async () => {
  const small = smallWorld()
  small.organization('guild')
  demo = await openGitHub(small.world(), { now: NOW })
  demo.addApp(app)
})
afterAll(() => demo.close())

it('a suspended App sleeps, with the page on which it is woken; awake it writes', async () => {
  const env = {
    DB: (await freshRegister()).$client,
    GITHUB_API_URL: demo.apiUrl,
    GITHUB_APP_ID: String(app.id),
    GITHUB_APP_PRIVATE_KEY: app.privateKeyPem,
    GITHUB_WRITER_APP_ID: String(app.id),
    GITHUB_WRITER_APP_PRIVATE_KEY: app.privateKeyPem,
    REHEARSAL: 'false',
  }
  // The cast: asking uses no more of the bindings than this.
  const platform = openPlatform(env as unknown as Bindings, NOW)
  const { id = 0 } = demo.world.organization('guild') ?? {}
  const [row] = demo.world.organization('guild')?.installations ?? []
  if (row === undefined) throw new Error('The App is not installed.')
  const guild = { id, login: 'guild', installationId: row.id }
  row.suspended_at = NOW
  expect(await platform.writer(guild)).toEqual({
    kind: 'asleep',
    reason: expect.stringContaining(`/organizations/guild/settings/installations/${row.id}`),
  })
  row.suspended_at = null
  expect((await platform.writer(guild)).kind).toBe('github')
})
