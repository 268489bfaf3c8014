/** What an owner asked for and left waiting: it ends with their ownership, however it would have taken effect. */
import { describe, expect, it } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { openSession } from '../../src/register/sign-in/sessions.ts'
import { applyDueRules } from '../../src/review.ts'
import { begun, post, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

describe('SECURITY.md, row 11: what somebody asked for who is no owner any more', () => {
  it('takes no effect when its time is over, and the history and the channels say why', async () => {
    const told: string[] = []
    const post = async (_org: number, { lines }: { lines: readonly string[] }) => void told.push(...lines)
    const site = await begun({ post })
    await put(site, { noticeDays: 7, coolingHours: 1 })
    await site.visit('/orgs/lichen/settings', TEO)
    site.owners.delete(OWNER.id)
    const { times } = site.asked
    await hourAt(site, daysAfter(NOW, 8))
    expect(site.asked.times - times).toBe(1)
    expect(await rules(site)).toMatchObject({ noticeDays: 14, coolingHours: 24, pending: [] })
    const history = await (await site.visit('/api/orgs/lichen/history', TEO)).text()
    expect(history).toContain('from 14 to 7. ada is no owner of Lichen any more.')
    expect(told).toContain('Whoever asked for it is no owner any more.')
  })

  it('takes no effect by a sign-in of theirs after 30 days', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    site.owners.delete(OWNER.id)
    const session = { idHash: 'later', person: OWNER, expiresAt: '2099-01-01T00:00:00.000Z' } as const
    await openSession(site.register, session, daysAfter(NOW, 31))
    await hourAt(site, daysAfter(NOW, 32))
    expect(await rules(site)).toMatchObject({ noticeDays: 14, pending: [] })
  })

  it('holds on no single owner’s word: there is nothing that another could agree to', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    site.owners.delete(OWNER.id)
    const [{ id }] = await waiting(site)
    const answer = await post(site, `/api/orgs/lichen/settings/pending/${id}/agreement`, TEO)
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('no owner of Lichen')])
    expect(await rules(site)).toMatchObject({ noticeDays: 14 })
  })

  it('is not the first of the two who start again what a third has stopped', async () => {
    const site = await begun()
    const iris = { id: 8, login: 'iris' }
    site.owners.add(iris.id)
    await pause(site, true, OWNER)
    await pause(site, false, TEO)
    site.owners.delete(TEO.id)
    await pause(site, false, iris)
    expect((await findOrganization(site.register, 'lichen'))?.pausedAt).toBe(NOW)
    expect(await waiting(site)).toMatchObject([{ setting: 'paused', by: iris }])
  })
})

async function hourAt(site: Site, now: Instant) {
  site.clock.now = now
  await applyDueRules(site.platform)
}

function pause(site: Site, paused: boolean, person: typeof OWNER) {
  return site.visit('/api/orgs/lichen/pause', person, {
    method: 'PUT',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify({ paused }),
  })
}
