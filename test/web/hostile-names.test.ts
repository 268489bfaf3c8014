/** Names that hide something or turn the text around them, on pages and in exports. */
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { accounts, credentials, teams } from '../../src/register/schema.ts'
import { IDLE, OWNER, openSite } from '../fixtures/register/site.ts'

/** Reads "docs" backwards, ends in something that nobody sees, and begins like a formula's neighbour. */
const HOSTILE = 'key\u202Escod\u2066\u200B\uFEFF\u{E0041}'
const SHOWN = 'key‹U+202E›scod‹U+2066›‹U+200B›‹U+FEFF›‹U+E0041›'
const HIDDEN = /[\p{Bidi_Control}\u200B\uFEFF\u{E0000}-\u{E007F}]/u

/** The site in which a team, a deploy key, a person and an exemption have such a name. */
async function openHostileSite() {
  const site = await openSite()
  const { register } = site
  await register.update(credentials).set({ name: HOSTILE })
  await register.update(teams).set({ name: HOSTILE, slug: HOSTILE })
  await register.update(accounts).set({ name: HOSTILE }).where(eq(accounts.id, IDLE.id))
  const exemption = { login: 'bela', until: '2027-01-01', reason: HOSTILE }
  expect((await site.putRules({ exemptions: [exemption] })).status).toBe(200)
  return site
}

it.each([
  '/orgs/lichen/credentials',
  '/orgs/lichen/accounts/bela',
  '/orgs/lichen/repositories/atlas',
  '/orgs/lichen/repositories/atlas?format=csv',
  '/orgs/lichen/settings',
  '/orgs/lichen/credentials?format=csv',
  '/orgs/lichen/credentials?format=json',
])('on %s they are shown with a mark for each hidden character', async (path) => {
  const site = await openHostileSite()
  const page = await site.visit(path, OWNER)
  const text = await page.text()
  expect(page.status).toBe(200)
  expect(text).toContain(SHOWN)
  expect(text).not.toMatch(HIDDEN)
})

it('on pages they stand isolated, so that a name from right to left does not reorder its row', async () => {
  const { register, visit } = await openSite()
  await register.update(credentials).set({ name: 'מפתח' })
  expect(await (await visit('/orgs/lichen/credentials', OWNER)).text()).toContain('<bdi>מפתח</bdi>')
})

it('a form that is sent back unchanged keeps the names of languages that need invisible characters', async () => {
  const site = await openSite()
  const reason = 'می\u200Cخواهم'
  await site.putRules({ exemptions: [{ login: 'bela', until: '2027-01-01', reason }] })
  expect(await (await site.visit('/orgs/lichen/settings', OWNER)).text()).toContain(reason)
})
