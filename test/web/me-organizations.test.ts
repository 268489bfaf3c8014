/** The person's own page where many organisations are served: it opens one at a time, and costs no more for it. */

import { expect, test } from 'vitest'
import type { Id } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { together } from '../../src/register/open.ts'
import { organizations, proposals } from '../../src/register/schema.ts'
import { belaAsked } from '../fixtures/register/bela-asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { IDLE, NOW, openSite, type Site } from '../fixtures/register/site.ts'

test('what is held in one organisation opens by itself, in many one at a time, with as many statements', async () => {
  const site = await openSite()
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const open = async (path: string) => {
    calls.length = 0
    const page = await (await site.visit(path, IDLE)).text()
    return { page, times: calls.flat().length }
  }
  const alone = await open('/me')
  expect(alone.page).toContain('team cartographers')
  for (const id of [300, 400, 500, 600]) await alsoIn(site, id)
  const { page, times } = await open('/me?held=Lichen')
  expect(page).toContain('team cartographers')
  expect(page).toContain('href="/me?held=org-600#held-org-600"')
  expect(times).toBe(alone.times)
  expect((await open('/me?held=org-600')).page).toContain('Your role in org-600')
  const none = await open('/me')
  expect(none.page).not.toContain('Your role in')
  expect(none.times).toBeLessThan(20)
})

test('away is offered once beside a question; for every organisation it is folded, where there are several', async () => {
  const site = await belaAsked()
  const page = async () => (await site.visit('/me', IDLE)).text()
  const days = async () => (await page()).match(/type="date"/g)?.length
  expect(await days()).toBe(1)
  await alsoIn(site, 300)
  expect(await days()).toBe(2)
  expect(await page()).toContain('<summary>Away from every organisation here for a while?</summary>')
  await site.register.update(proposals).set({ status: 'kept' })
  expect(await page()).toContain('<h2>Away for a while?</h2>')
})

test('what is decided and due says so, and names no day that has passed', async () => {
  const site = await belaAsked()
  await site.register.update(organizations).set({ rules: '{"noticeDays": 0, "coolingHours": 0}' })
  await site.register.update(proposals).set({ status: 'decided' })
  await site.register.run(`insert into decisions (id, proposal_id, voter, "by", decision, reason, plan, at)
    values ('d', 'about-bela', 'person:1', '{"kind":"person","id":1,"login":"ada"}', 'revoke', 'x', '[]', '${NOW}')`)
  site.clock.now = '2026-12-20T06:00:00.000Z'
  const page = await (await site.visit('/me', IDLE)).text()
  expect(page).toContain('It is decided and can be carried out at any hour.')
  expect(page).not.toContain('waits for its day')
})

/** Bela is a member of one more organisation that is served. */
async function alsoIn({ register }: Site, id: Id): Promise<void> {
  await register.insert(organizations).values({ id, login: `org-${id}`, nodeId: `O${id}`, firstSeen: NOW })
  const member = { kind: 'organization_role', account: IDLE.id, role: 'member' } as const
  await together(register, grantsStatements(register, id, [member], NOW))
}
