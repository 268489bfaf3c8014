/** Home: an owner of one organisation lands on it, of several sees one line each with what waits and one next link. */

import { describe, expect, it } from 'vitest'
import { audits, notices, organizations, pendingRules, proposals } from '../../src/register/schema.ts'
import { question } from '../fixtures/register/asked.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { IDLE, NOW, OPERATOR_TOKEN, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

/** teo, who owns Lichen and moss; GitHub is asked of both. */
async function ownerOfTwo(): Promise<Site> {
  const site = await begun({ organizationRoleOf: async (_org, { id }) => (id === TEO.id ? 'owner' : 'none') })
  await site.register.update(organizations).set({ firstCompleteAt: NOW })
  return site
}

/** The cells of a line, as text. */
async function line(site: Site, login: string, person = TEO): Promise<string[]> {
  const page = await (await site.visit('/', person)).text()
  const row = page.split('<tr>').find((each) => each.includes(`>${login}</a>`)) ?? ''
  const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>|<th scope="row"[^>]*>(.*?)<\/th>/gs)]
  return cells.map(([, td = '', th = '']) => `${td}${th}`.replace(/<[^>]+>/g, '').trim())
}

const heading = async (site: Site) => /<h1>(.*?)<\/h1>/.exec(await (await site.visit('/', TEO)).text())?.[1]

const linkOf = async (site: Site, label: string) => {
  const page = await (await site.visit('/', TEO)).text()
  return new RegExp(`href="([^"]+)">${label}<`).exec(page)?.[1]
}

describe('home', () => {
  it('of an owner of one organisation is that organisation', async () => {
    const site = await openSite()
    const answer = await site.visit('/', OWNER)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orgs/Lichen'])
  })

  it('of somebody who owns none and contributes to none is their own page, the same for whoever holds nothing', async () => {
    const site = await openSite()
    for (const person of [IDLE, STRANGER]) {
      const answer = await site.visit('/', person)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/me'])
      expect((await site.visit('/me', person)).status).toBe(200)
    }
  })

  it('of whom GitHub was not asked says that they own none, with the way to their own page, and of the operator is the list', async () => {
    const site = await openSite({
      organizationRoleOf: async () => {
        throw new Error('GitHub is away')
      },
    })
    const page = await (await site.visit('/', IDLE)).text()
    expect(page).toMatch(/You own no organisation that is served here\. <a href="\/me">Your own page<\/a>/)
    const list = await (await site.api('/', OPERATOR_TOKEN)).text()
    expect([list.includes('Lichen'), list.includes('moss')]).toEqual([true, true])
  })

  it('is no single organisation while GitHub does not say whether another one is owned as well', async () => {
    const site = await openSite({
      organizationRoleOf: async ({ id }) => {
        if (id === 200) throw new Error('GitHub is away')
        return 'owner'
      },
    })
    const answer = await site.visit('/', { id: 7, login: 'moira' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('could not be asked whether you own')
  })

  it('says of each what waits for me, and leads to the first of it', async () => {
    const site = await ownerOfTwo()
    const rows = [
      ...[question('p1'), question('p2'), question('p3', { status: 'needs_second' })],
      ...[question('m1', { status: 'decided' }), question('m2', { status: 'kept' })],
    ]
    for (const row of rows) await site.register.insert(proposals).values(row)
    const asked = { orgId: 100, value: 7, by: { kind: 'person', ...OWNER } as const, at: NOW }
    await site.register.insert(pendingRules).values({ id: 'a.0', setting: 'noticeDays', ...asked })
    expect((await line(site, 'Lichen'))[1]).toBe(
      '1 second answer, 2 questions to decide, 1 change of the rules, 4 people to tell and 1 removal in the queue',
    )
    expect((await line(site, 'moss')).slice(1, 3)).toEqual(['nothing', ''])
    expect(await heading(site)).toBe('1 of 2 organisations waits for you')
    expect(await linkOf(site, 'Give the second answer')).toBe('/orgs/Lichen/reviews/review-1?view=second')
    await site.register.run("delete from proposals where status <> 'decided'")
    expect(await linkOf(site, 'Agree or cancel')).toBe('/orgs/Lichen/settings#pending')
    await site.register.run('delete from pending_rules')
    expect(await linkOf(site, 'Tell them')).toBe('/orgs/Lichen/reviews/review-1/notices')
    const told = { kind: 'notice', result: 'sent', way: 'mail', at: NOW, recordedAt: NOW } as const
    await site.register.insert(notices).values({
      ...{ id: 'n', orgId: 100, proposalId: 'm1', accountId: 1, recordedBy: { kind: 'operator' } },
      ...told,
    })
    expect(await linkOf(site, 'See the queue')).toBe('/orgs/Lichen/reviews/review-1?view=queue')
  })

  it('puts first where something waits, or removals are paused, and says so', async () => {
    const site = await ownerOfTwo()
    const order = async () =>
      [
        ...(await (await site.visit('/', TEO)).text()).matchAll(/<th scope="row"><a href="\/orgs\/(\w+)"/g),
      ].map(([, login]) => login)
    expect(await order()).toEqual(['Lichen', 'moss'])
    await site.register.run(`update organizations set paused_at = '${NOW}' where id = 200`)
    expect(await order()).toEqual(['moss', 'Lichen'])
    expect(await line(site, 'moss')).toEqual(['moss', 'nothing removals are paused', 'Look at it of moss'])
    await site.register.insert(proposals).values(question('p1'))
    expect(await order()).toEqual(['Lichen', 'moss'])
  })

  it('does not ask me about myself, for a second answer that I have given, or about a change that I asked for', async () => {
    const site = await ownerOfTwo()
    const mine = { subjectKey: `account:${TEO.id}`, subject: { kind: 'account', ...TEO } } as const
    await site.register.insert(proposals).values(question('p1', mine))
    await site.register.insert(proposals).values(question('p2', { status: 'needs_second' }))
    await site.register.run(`insert into decisions (id, proposal_id, voter, "by", decision, reason, plan, at)
      values ('d', 'p2', 'person:7', '{"kind":"person","id":7,"login":"teo"}', 'revoke', 'x', '[]', '${NOW}')`)
    const asked = { orgId: 100, value: 7, by: { kind: 'person', ...TEO } as const, at: NOW }
    await site.register.insert(pendingRules).values({ id: 'a.0', setting: 'noticeDays', ...asked })
    await site.register.run('update organizations set rules = \'{"noticeDays": 0, "coolingHours": 24}\'')
    expect((await line(site, 'Lichen'))[1]).toBe('nothing')
    expect(await heading(site)).toBe('Nothing waits for you')
  })

  it('says since when audits fail, and of an organisation that was never read that it was not', async () => {
    const site = await ownerOfTwo()
    const failed = (id: string, at: typeof NOW) => ({
      ...anAudit(id, at),
      orgId: 100,
      status: 'failed' as const,
    })
    await site.register
      .insert(audits)
      .values([
        { ...anAudit('fine', '2026-11-18T06:00:00.000Z'), orgId: 100 },
        failed('f1', '2026-11-19T06:00:00.000Z'),
        failed('f2', NOW),
      ])
    await site.register.run('update organizations set first_complete_at = null where id = 200')
    expect((await line(site, 'Lichen')).slice(1, 3)).toEqual([
      'no audit could be finished since 19 November 2026',
      'See the audit of Lichen',
    ])
    expect((await line(site, 'moss'))[1]).toBe('no complete audit yet')
  })

  it('of nobody signed in is one button to GitHub, where signing in is set up', async () => {
    const oauth = { authorizeUrl: () => 'https://github.example/login', personFor: async () => OWNER }
    const page = async (site: Site) => await (await site.visit('/')).text()
    expect(await page(await openSite({ oauth }))).toMatch(
      /href="\/sign-in\/start"[^<]*>\s*Sign in with GitHub/,
    )
    expect(await page(await openSite())).toContain('not set up here')
  })
})
