/** The person's own page where many organisations are served: it opens one at a time, and costs no more for it. */

import { expect, test } from 'vitest'
import type { Id } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { together } from '../../src/register/open.ts'
import { organizations } from '../../src/register/schema.ts'
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

/** Bela is a member of one more organisation that is served. */
async function alsoIn({ register }: Site, id: Id): Promise<void> {
  await register.insert(organizations).values({ id, login: `org-${id}`, nodeId: `O${id}`, firstSeen: NOW })
  const member = { kind: 'organization_role', account: IDLE.id, role: 'member' } as const
  await together(register, grantsStatements(register, id, [member], NOW))
}
