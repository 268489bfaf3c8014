/** The queue over the API and as a page: days, what it waits for, and stopping and starting it. */
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { decisions, organizations, proposals } from '../../src/register/schema.ts'
import { decidedAbout, QUEUE, queueOf } from '../fixtures/register/queue-site.ts'
import { TEO, waiting } from '../fixtures/register/rules-site.ts'
import { HOME, OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'

const IRIS = { id: 8, login: 'iris' }

interface Queue {
  readonly items: readonly { proposal: string; dueAt: string | null; waitsFor: { kind: string }[] }[]
  readonly nextCursor: string | null
  readonly total: number
  readonly days: readonly { day: string; removals: number }[]
}

const read = async (site: Site, query = '') =>
  (await (await site.visit(`/api/orgs/lichen/queue${query}`, OWNER)).json()) as Queue
const ask = (site: Site, act: 'stop' | 'start', person: typeof OWNER, body: object = {}) =>
  site.visit(`/api/orgs/lichen/queue/${act}`, person, {
    method: 'POST',
    headers: { origin: HOME, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const page = async (site: Site, person = OWNER) => (await site.visit(QUEUE, person)).text()
const budgetOf = (site: Site, count: number) =>
  site.register.update(organizations).set({ rules: JSON.stringify({ removalBudget: { count, share: 1 } }) })

describe('GET queue', () => {
  it('gives each decided proposal its day and what it waits for, page by page', async () => {
    const site = await queueOf(5)
    await budgetOf(site, 2)
    const queue = await read(site)
    expect(queue.days).toEqual([
      { day: '2026-12-06', removals: 2 },
      { day: '2026-12-07', removals: 2 },
      { day: '2026-12-08', removals: 1 },
    ])
    expect(queue.items[0]).toMatchObject({
      proposal: 'about-1000',
      review: 'review-1',
      decision: 'revoke',
      role: null,
      dueAt: '2026-12-06T06:00:00.000Z',
      waitsFor: [{ kind: 'notice' }, { kind: 'cooling' }],
      status: 'decided',
      power: 'can_push',
    })
    const first = await read(site, '?limit=3')
    const second = await read(site, `?limit=3&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items]).toEqual(queue.items)
    expect([first.total, second.nextCursor]).toEqual([5, null])
  })

  it('is for those who see the proposals', async () => {
    const site = await queueOf(1)
    expect((await site.visit('/api/orgs/lichen/queue', STRANGER)).status).toBe(404)
    expect((await site.visit('/api/orgs/lichen/queue')).status).toBe(401)
  })
})

describe('stopping', () => {
  const stopped = async (site: Site) =>
    (await site.register.select().from(proposals).where(eq(proposals.id, 'about-1000')))[0]?.stoppedBy ?? null
  const one = { proposal: 'about-1000' }

  it('one removal: any owner does, and whoever stopped it starts it again, signed in lately and by no token', async () => {
    const site = await queueOf(2)
    expect(await (await ask(site, 'stop', TEO, one)).json()).toMatchObject({
      pausedAt: null,
      stoppedAt: site.clock.now,
    })
    expect((await read(site)).items.map(({ waitsFor }) => waitsFor[0]?.kind)).toEqual(['notice', 'stopped'])
    const body = JSON.stringify(one)
    const byToken = await site.api('/api/orgs/lichen/queue/start', await site.token(TEO), {
      method: 'POST',
      body,
    })
    expect([byToken.status, await stopped(site)]).toEqual([403, { kind: 'person', ...TEO }])
    const cookie = `__Host-chatelaine-session=${await site.session(TEO, 11)}`
    const headers = { origin: HOME, 'content-type': 'application/json', cookie }
    const old = await site.visit('/api/orgs/lichen/queue/start', undefined, { method: 'POST', headers, body })
    expect([old.status, await stopped(site)]).toEqual([403, { kind: 'person', ...TEO }])
    expect((await ask(site, 'start', TEO, one)).status).toBe(200)
    expect(await stopped(site)).toBeNull()
  })

  it('one removal: two others start it again, one asks and another agrees; time alone never does', async () => {
    const site = await queueOf(1)
    site.owners.add(IRIS.id)
    await ask(site, 'stop', OWNER, one)
    await ask(site, 'start', TEO, one)
    expect(await waiting(site)).toMatchObject([
      { setting: 'stopped:about-1000', by: { login: 'teo' }, effectiveFrom: null, waitsFor: 'another_owner' },
    ])
    expect((await ask(site, 'start', TEO, one)).status).toBe(409)
    expect(await stopped(site)).toMatchObject({ login: 'ada' })
    await ask(site, 'start', IRIS, one)
    expect([await stopped(site), await waiting(site)]).toEqual([null, []])
  })

  it('nobody stops their own removal: that would spare themselves', async () => {
    const site = await queueOf(0)
    await decidedAbout(site, TEO)
    expect((await ask(site, 'stop', TEO, { proposal: 'about-7' })).status).toBe(403)
    expect((await ask(site, 'stop', OWNER, { proposal: 'about-7' })).status).toBe(200)
  })

  it('the whole queue is the pause; a start refused for it says why', async () => {
    const site = await queueOf(1)
    await ask(site, 'stop', OWNER)
    expect((await read(site)).items[0]?.waitsFor.map(({ kind }) => kind)).toContain('paused')
    site.clock.now = '2026-12-07T06:00:00.000Z'
    const refused = await site.visit('/api/proposals/about-1000/revocation', OWNER, {
      method: 'POST',
      headers: { origin: HOME },
    })
    expect([refused.status, await refused.json()]).toMatchObject([409, { why: 'paused' }])
    await ask(site, 'start', OWNER)
    expect((await read(site)).items[0]?.waitsFor).toEqual([])
  })
})

describe('the page', () => {
  it('shows days, not statuses: how many of the budget, what goes, and those with the membership alone folded', async () => {
    const site = await queueOf(5, 3)
    await budgetOf(site, 2)
    const html = await page(site)
    expect(html).toContain('5 removals, from 6 to 8 December')
    expect(html.match(/(Sunday 6|Monday 7|Tuesday 8) December/g)).toHaveLength(3)
    expect(html).toContain('2 of 2 accounts')
    expect(html).toContain('1 of 2 accounts')
    expect(html).toContain('Person 0')
    expect(html).toContain('membership and team core')
    expect(html).toContain('1 member who holds only the membership')
    expect(html).toContain('href="/orgs/Lichen/reviews/review-1?proposal=about-1000#proposal-about-1000"')
  })

  it('while paused says so, offers to start again, and no button to carry anything out', async () => {
    const site = await queueOf(1)
    expect(
      (await site.send('/orgs/lichen/queue/stop', OWNER, { review: 'review-1' })).headers.get('location'),
    ).toBe(QUEUE)
    const html = await page(site)
    expect(html).toContain('Every removal is paused')
    expect(html).toContain('Start again')
    expect(html).not.toMatch(/class="danger"|Pause all removals|Carry out/)
    await site.send('/orgs/lichen/queue/start', OWNER, { review: 'review-1' })
    expect(await page(site)).toContain('Pause all removals')
  })

  it('says once that every removal is paused, or only rehearsed for want of a setting', async () => {
    const site = await queueOf(1)
    await site.send('/orgs/lichen/queue/stop', OWNER, { review: 'review-1' })
    await site.putRules({ removals: 'off' })
    for (const view of ['queue', 'decided']) {
      const html = await (await site.visit(QUEUE.replace('queue', view), OWNER)).text()
      expect([view, html.match(/Every removal is paused/g)?.length]).toEqual([view, 1])
      expect([view, html.match(/Everything here is a rehearsal\. Removals are off/g)?.length]).toEqual([
        view,
        1,
      ])
    }
  })

  it('is the one place where what is due is carried out at once', async () => {
    const site = await queueOf(1)
    const decided = QUEUE.replace('queue', 'decided')
    expect(await page(site)).not.toContain('Carry out now')
    site.clock.now = '2026-12-06T06:00:00.000Z'
    expect(await page(site)).toContain('action="/orgs/Lichen/proposals/about-1000/revocation"')
    expect(await page(site)).toMatch(/class="quiet tiny">Carry out now</)
    const html = await (await site.visit(decided, OWNER)).text()
    expect(html).not.toContain('/revocation"')
    expect(html).toContain('href="/orgs/Lichen/reviews/review-1?view=queue#queued-about-1000"')
    expect(html).toContain('?view=decided&amp;change=about-1000')
  })

  it('says of nobody with a day that they are still to be told', async () => {
    const site = await queueOf(1)
    await site.register.run('delete from notices')
    await site.register.update(organizations).set({ rules: '{"noticeDays": 0}' })
    const html = await page(site)
    expect(html).toContain('1 removal on')
    expect([html.includes('none owed'), html.includes('>to be told<')]).toEqual([true, false])
  })

  it('shows one that was stopped apart, with who may start it again', async () => {
    const site = await queueOf(2)
    await site.send('/orgs/lichen/queue/stop', OWNER, { proposal: 'about-1000', review: 'review-1' })
    const html = await page(site)
    expect(html).toContain('1 removal on 6 December')
    expect(html).toContain('Waits for an owner')
    expect(html).toContain('An owner stopped it.')
  })

  it('says today of what goes today', async () => {
    const site = await queueOf(2)
    await budgetOf(site, 1)
    expect(await page(site)).toContain('2 removals, from 6 to 7 December')
    site.clock.now = '2026-12-06T06:00:00.000Z'
    const html = await page(site)
    expect(html).toContain('2 removals, from today to 7 December')
    expect(html).toMatch(/>Today, Sunday 6 December .*>Monday 7 December /s)
    await site.register.delete(proposals).where(eq(proposals.id, 'about-1001'))
    expect(await page(site)).toContain('1 removal today')
  })

  it('says first what goes, then what is lowered or given for it', async () => {
    const site = await queueOf(1)
    const account = 1000
    const team = (name: string) =>
      ({ action: 'remove_team_membership', target: `team ${name}`, account, team: 20 }) as const
    const joins = { action: 'add_to_emeritus_team', target: 'emeritus', account, team: 'emeritus' } as const
    const goes = async (plan: (typeof decisions.$inferInsert)['plan']) => {
      await site.register.update(decisions).set({ decision: 'emeritus', plan })
      return /<td class="full">(.*?)<\/td>/.exec(await page(site))?.[1]
    }
    expect(await goes([joins, team('docs')])).toBe('team docs; joins emeritus')
    expect(await goes(['a', 'b', 'c', 'd'].map(team))).toBe('team a, team b, team c and team d')
    expect(await goes([joins, ...['a', 'b', 'c', 'd', 'e'].map(team)])).toBe(
      'team a, team b, team c, team d and 2 more',
    )
  })

  it('offers nobody a button for their own removal', async () => {
    const site = await queueOf(0)
    await decidedAbout(site, TEO)
    const buttons = (html: string) => html.match(/name="proposal" value="about-7"/g)?.length ?? 0
    expect([buttons(await page(site)), buttons(await page(site, TEO))]).toEqual([1, 0])
  })

  it('folds two hundred into pages', async () => {
    expect(await page(await queueOf(200, 0))).toContain('rel="next"')
  })
})
