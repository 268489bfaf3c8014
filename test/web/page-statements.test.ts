/** The pages of the history, the settings and the audits ask the register a few times, however much there is. */

import { expect, it } from 'vitest'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { recordChange } from '../../src/register/history/history.ts'
import { audits } from '../../src/register/schema.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { NOW, OWNER, openSite } from '../fixtures/register/site.ts'

/** Their check of the chain compares it with the register, in nine statements. */
const CHECKED = ['/history', '/history?entry=1']

const PAGES = [
  ...[...CHECKED, '/history?view=all&q=ada&from=2026-01-01'],
  ...['/settings', '/audits', '/audits/audit-0'],
]

it('as often for few as for many, sign-in and rights among it', async () => {
  const few = await timesAsked(2)
  expect(await timesAsked(300)).toEqual(few)
  const most = (page: string) => (CHECKED.includes(page) ? 17 : page === 'preview' ? 20 : 8)
  expect(Object.entries(few).filter(([page, times]) => times > most(page))).toEqual([])
}, 120_000)

/** How often each page asks, of an organisation with `n` accounts, entries and audits, and a preview. */
async function timesAsked(n: number): Promise<Readonly<Record<string, number>>> {
  const site = await openSite()
  const ids = Array.from({ length: n }, (_, i) => 1000 + i)
  await accountsStatement(
    site.register,
    ids.map((id) => ({
      id,
      login: `p${id}`,
      type: 'User' as const,
      nodeId: null,
      name: null,
      createdAt: null,
    })),
  )
  const roles = ids.map((account) => ({
    kind: 'organization_role' as const,
    account,
    role: 'member' as const,
  }))
  for (const statement of grantsStatements(site.register, 100, roles, NOW)) await statement
  for (const i of ids.keys()) {
    await site.register.insert(audits).values({ ...anAudit(`audit-${i}`, NOW), orgId: 100 })
    const actor = { kind: 'person', ...OWNER } as const
    await recordChange(site.register, 100, null, { at: NOW, act: 'commented', actor, sentence: `${i}.` })
  }
  await site.visit('/orgs/lichen/history', OWNER)
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const times: Record<string, number> = {}
  const count = async (name: string, answer: Promise<Response>) => {
    calls.length = 0
    expect((await answer).status).toBe(200)
    times[name] = calls.flat().length
  }
  for (const page of PAGES) await count(page, site.visit(`/orgs/lichen${page}`, OWNER))
  const form = {
    ...{ windowMonths: '12', noticeDays: '14', coolingHours: '24', reviewDueDays: '21', version: '0' },
    ...{ 'removalBudget.count': '50', 'removalBudget.share': '25', reviewEvery: 'quarter', removals: 'off' },
  }
  await count('me', site.visit('/me', OWNER))
  await count('preview', site.send('/orgs/lichen/settings/preview', OWNER, form))
  const { me = 0, preview = 0, ...pages } = times
  // A form is sent from a page, here the person's own.
  return { ...pages, preview: preview - me }
}
