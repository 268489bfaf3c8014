/** Names that hide something or turn the text around them, on pages and in exports. */
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { together } from '../../src/register/open.ts'
import { accounts, audits, credentials, repositories, teams } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { IDLE, NOW, OWNER, openSite } from '../fixtures/register/site.ts'

/** Would be an element, and end an attribute. */
const MARKUP = '"><i>x</i>\'<script>1</script>'

/** Reads "docs" backwards, ends in something that nobody sees, and begins like a formula's neighbour. */
const HOSTILE = 'key\u202Escod\u2066\u200B\uFEFF\u{E0041}'
const SHOWN = 'key‹U+202E›scod‹U+2066›‹U+200B›‹U+FEFF›‹U+E0041›'
const HIDDEN = /[\p{Bidi_Control}\u200B\uFEFF\u{E0000}-\u{E007F}]/u

/** The site in which a team, a deploy key, a repository, a person and an exemption have such a name, with an audit and the person's act. */
async function openHostileSite(hostile = HOSTILE) {
  const site = await openSite()
  const { register } = site
  await register.update(credentials).set({ name: hostile })
  await register.update(teams).set({ name: hostile, slug: hostile })
  await register.update(repositories).set({ name: hostile })
  await register.update(accounts).set({ name: hostile }).where(eq(accounts.id, IDLE.id))
  const exemption = { login: 'bela', until: '2027-01-01', reason: hostile }
  expect((await site.putRules({ exemptions: [exemption] })).status).toBe(200)
  await register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100 })
  const act = { account: IDLE.id, repository: 10, kind: 'push', at: NOW, url: null, source: 'probe' } as const
  await together(register, activityStatements(register, 100, [act], NOW))
  return site
}

it.each([
  '/orgs/lichen/credentials',
  '/orgs/lichen/accounts/bela',
  '/orgs/lichen',
  '/orgs/lichen/accounts',
  '/orgs/lichen/repositories',
  `/orgs/lichen/repositories/${encodeURIComponent(HOSTILE)}`,
  `/orgs/lichen/repositories/${encodeURIComponent(HOSTILE)}?format=csv`,
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

it.each([
  ...['', '/accounts', '/accounts/bela', '/repositories', `/repositories/${encodeURIComponent(MARKUP)}`],
  ...['/credentials', '/history?view=all', '/settings', '/audits/audit-0', '/what-you-know'],
])('on /orgs/lichen%s they are text, in charts and attributes too, and no markup', async (path) => {
  const site = await openHostileSite(MARKUP)
  const page = await site.visit(`/orgs/lichen${path}`, OWNER)
  expect(page.status).toBe(200)
  expect(await page.text()).not.toMatch(/<i>x|<script/)
})

it('and on the page of the person themselves', async () => {
  const hidden = await (await (await openHostileSite()).visit('/me', IDLE)).text()
  expect(hidden).toContain(SHOWN)
  expect(hidden).not.toMatch(HIDDEN)
  expect(await (await (await openHostileSite(MARKUP)).visit('/me', IDLE)).text()).not.toMatch(/<i>x|<script/)
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
