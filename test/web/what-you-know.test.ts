/** Before the first review owners say what they know of inactive people who can push or more. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { HOME, IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const PATH = '/orgs/lichen/what-you-know'
const silent = { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: null } as const

/** bela pushes by a team; with `more`, so many others directly, by the ids 1001 on; the owner is silent too, and a reader. */
async function siteWith(more = 0): Promise<Site> {
  const site = await openSite()
  const { register } = site
  const ids = [...Array.from({ length: more }, (_, n) => 1001 + n), 90]
  const plain = { type: 'User' as const, nodeId: null, name: null, createdAt: null }
  await accountsStatement(
    register,
    ids.map((id) => ({ ...plain, id, login: `person-${id}` })),
  )
  for (const statement of grantsStatements(
    register,
    100,
    ids.map((account) => ({
      ...{ kind: 'repository_role', account, repository: 10 },
      role: account === 90 ? 'read' : 'write',
    })),
    NOW,
  ))
    await statement
  await verdictsStatement(
    register,
    100,
    'audit-0',
    [...ids, OWNER.id, IDLE.id].map((account) => ({ account, verdict: silent })),
  )
  await register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100 })
  return site
}

const text = async (site: Site, path = PATH) => await (await site.visit(path, OWNER)).text()
const rules = async (site: Site) =>
  (await (await site.visit('/api/orgs/lichen/settings', OWNER)).json()) as {
    exemptions: Record<string, unknown>[]
    sponsors: Record<string, unknown>[]
  }

/** Whom of those who can push or more the review asks about, opened from the page. */
async function askedAbout(site: Site): Promise<string[]> {
  const opened = await site.send('/orgs/lichen/reviews', OWNER, {})
  expect(opened.status).toBe(303)
  const rows = await site.register.query.proposals.findMany()
  return rows
    .flatMap(({ subject }) => (subject.kind === 'account' ? [subject.login] : []))
    .filter((login) => login !== 'person-90')
    .sort()
}

describe('What do you know?', () => {
  it('asks of everybody inactive who can push or more, and of nobody else', async () => {
    const page = await text(await siteWith(1))
    for (const login of ['ada', 'bela', 'person-1001']) expect(page).toContain(`>${login}</`)
    expect(page).not.toContain('person-90')
  })

  it('stands before the first review: overview and reviews lead there, and from it the review opens', async () => {
    const site = await siteWith()
    for (const path of ['/orgs/lichen', '/orgs/lichen/reviews']) {
      const page = await text(site, path)
      expect(page, path).toContain('href="/orgs/Lichen/what-you-know"')
      expect(page, path).not.toContain('Open a review now')
    }
    expect(await askedAbout(site)).toEqual(['ada', 'bela'])
    expect(await text(site)).toContain('The first review has opened')
    const late = await site.send(PATH, OWNER, { [`joined.${IDLE.id}`]: 'yes' })
    expect([late.status, (await rules(site)).exemptions]).toEqual([409, []])
  })

  it.each([
    ['joined lately: exempt for six months', { 'joined.2': 'yes' }],
    ['a bot: who answers for it', { 'sponsor.2': 'yes', 'sponsorLogin.2': 'ada' }],
    ['unseen work: exempt until', { 'unseen.2': 'yes', 'unseenUntil.2': '2027-02-01' }],
    ['away until', { 'away.2': 'yes', 'awayUntil.2': '2027-02-01' }],
  ] as const)('%s, and the review does not ask', async (_what, fields) => {
    const site = await siteWith()
    const answer = await site.send(PATH, OWNER, { page: '1', ...fields })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/orgs/Lichen/what-you-know?page=1&kept=1',
    ])
    expect(await askedAbout(site)).toEqual(['ada'])
  })

  it('keeps it as what exists: exemption, sponsored bot, leave of this organisation', async () => {
    const site = await siteWith(2)
    await site.send(PATH, OWNER, {
      ...{ 'joined.2': 'yes', 'sponsorLogin.1001': 'ada', 'unseenUntil.1002': '2027-02-01' },
      'awayUntil.1001': '2027-03-01',
    })
    const by = { id: OWNER.id, login: OWNER.login }
    expect(await rules(site)).toMatchObject({
      exemptions: [
        { id: 2, login: 'bela', reason: 'Joined lately.', until: '2027-05-22T06:00:00.000Z', by },
        { id: 1002, reason: 'Works where GitHub does not see it.', until: '2027-02-01T23:59:59.000Z', by },
      ],
      sponsors: [{ id: 1001, sponsor: 'ada', until: '2027-11-22T06:00:00.000Z', by }],
    })
    expect(await site.register.query.leaves.findMany()).toMatchObject([
      { accountId: 1001, orgId: 100, since: NOW, until: '2027-03-01T23:59:59.000Z', by, endedAt: null },
    ])
    const page = await text(site)
    expect(page).toContain('exempt until 22 May 2027: Joined lately')
    expect(page).toContain('a bot, ada answers for it; away until 1 March 2027')
    expect(page).not.toContain('name="joined.2"')
  })

  it('tells nobody who is inactive anything, and keeps a leave once however often it is sent', async () => {
    const site = await siteWith()
    const posted: string[] = []
    Object.assign(site.platform, { post: async (_org: number, { kind }: Message) => void posted.push(kind) })
    for (let time = 0; time < 2; time += 1) await site.send(PATH, OWNER, { 'awayUntil.2': '2027-03-01' })
    expect(await site.register.query.leaves.findMany()).toHaveLength(1)
    expect([await site.register.query.notices.findMany(), posted]).toEqual([[], []])
  })

  it('an owner who is away is asked about all the same', async () => {
    const site = await siteWith()
    site.owners.add(7)
    await site.register.run("update accounts set login = 'teo' where id = 7")
    const teo = { id: 7, login: 'teo' }
    expect((await site.send(PATH, teo, { 'awayUntil.1': '2027-03-01' })).status).toBe(303)
    expect(await askedAbout(site)).toEqual(['ada', 'bela'])
  })

  it.each([
    ['no day', { 'away.2': 'yes' }, 'Until which day?'],
    ['a day that is over', { 'awayUntil.2': '2026-01-01' }, 'still to come'],
    ['more than twelve months away', { 'awayUntil.2': '2027-12-24' }, '12 months at most'],
    ['an exemption that is too long', { 'unseenUntil.2': '2028-01-01' }, '12 months from now'],
    ['two exemptions', { 'joined.2': 'yes', 'unseenUntil.2': '2027-01-01' }, 'one exemption each'],
    ['a bot that nobody answers for', { 'sponsor.2': 'yes' }, 'who answers for it'],
    ['themselves', { 'joined.1': 'yes' }, 'Nobody spares themselves'],
  ] as const)(
    '%s is complained about in place, what was entered stays, and nothing is saved',
    async (_what, wrong, why) => {
      const site = await siteWith(1)
      const answer = await site.send(PATH, OWNER, { 'sponsorLogin.1001': 'ada', ...wrong })
      const page = await answer.text()
      expect(answer.status).toBe(422)
      expect(page).toContain(why)
      expect(page).toContain('value="ada"')
      expect([(await rules(site)).sponsors, await site.register.query.leaves.findMany()]).toEqual([[], []])
    },
  )

  it('is for owners', async () => {
    const site = await siteWith()
    expect((await site.visit(PATH, IDLE)).status).toBe(404)
    expect((await site.send(PATH, IDLE, { 'joined.1': 'yes' })).status).toBe(403)
  })

  it('takes as many statements for three people as for 120, and shows fifty on a page', async () => {
    const costs = []
    for (const people of [3, 120]) {
      const site = await siteWith(people)
      await site.visit(PATH, OWNER)
      const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
      const counted = countStatements(site)
      const page = await (await site.visit(PATH, undefined, { headers: { cookie } })).text()
      costs.push(counted())
      expect(page.match(/name="joined\./g)?.length).toBe(Math.min(50, people + 2) - 1)
      expect(page.includes('Next page')).toBe(people === 120)
      const body = new URLSearchParams({
        token: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '',
        ...Object.fromEntries(
          [...Array(Math.min(40, people)).keys()].map((n) => [`joined.${1001 + n}`, 'yes']),
        ),
      })
      const saving = countStatements(site)
      const init = { method: 'POST', body, headers: { cookie, origin: HOME } }
      expect((await site.visit(PATH, undefined, init)).status).toBe(303)
      costs.push(saving())
    }
    expect(costs.slice(0, 2)).toEqual(costs.slice(2))
    expect(costs[0]).toBeLessThanOrEqual(10)
  })
})

/** How many statements run from now on. */
function countStatements({ register }: Site): () => number {
  const d1 = register.$client
  const { prepare } = d1
  let n = 0
  d1.prepare = (query) => {
    n += 1
    return prepare.call(d1, query)
  }
  return () => {
    d1.prepare = prepare
    return n
  }
}
