/** What people who hold nothing here cost, and what they learn: nothing, also while GitHub fails. */

import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { instant } from '../../src/policy/calendar.ts'
import { recordOrganizations } from '../../src/register/organizations.ts'
import { proposals, reviews, rights } from '../../src/register/schema.ts'
import { tokenStatement } from '../../src/register/sign-in/bearer-tokens.ts'
import { hashOf } from '../../src/web/access/secrets.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { HOME, IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

const FERN = {
  id: 300,
  login: 'fern',
  nodeId: 'O_300',
  installationId: null,
  repositorySelection: null,
  missingPermissions: null,
}

/** A page, a change by form, the API and a proposal: every way by which somebody may ask about an organisation. */
const WAYS: readonly (readonly [string, RequestInit?])[] = [
  ['/orgs/ORG'],
  ['/orgs/ORG/accounts/bela'],
  ['/orgs/ORG/settings'],
  ['/api/orgs/ORG'],
  ['/api/orgs/ORG/accounts'],
  ['/api/orgs/ORG/audits', { method: 'POST', headers: { origin: HOME } }],
  ['/api/proposals/about-ORG/revocation'],
  ['/api/proposals/about-ORG/revocation', { method: 'POST', headers: { origin: HOME } }],
]

const minutesAgo = (minutes: number) => instant(Date.now() - minutes * 60_000)

/** A site with three organisations whose GitHub takes its time, or fails where a test lets it. */
async function slowSite() {
  const github = { fails: false, asked: [] as string[], owners: new Set([OWNER.id]) }
  const site = await openSite({
    organizationRoleOf: async (org, account) => {
      github.asked.push(`${org.login} ${account.login}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      if (github.fails) throw Object.assign(new Error('GitHub answered 502'), { name: 'GitHubTrouble' })
      return org.id === 100 && github.owners.has(account.id) ? 'owner' : 'none'
    },
  })
  await recordOrganizations(site.register, [FERN], NOW)
  await proposeBela(site)
  return { site, github }
}

/** The proposal `about-lichen`. */
async function proposeBela({ register }: Site): Promise<void> {
  await register.insert(reviews).values({
    id: 'review-1',
    orgId: 100,
    quarter: '2026-Q4',
    openedAt: NOW,
    openedBy: { kind: 'calendar' },
    dueAt: '2026-12-13T06:00:00.000Z',
    auditId: 'audit-0',
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
  await register.insert(proposals).values({
    ...ABOUT_BELA,
    id: 'about-lichen',
    grantsThen: {},
  })
}

/** One request with a session's cookie; many of them are of one browser. */
async function browserOf(site: Site, person: typeof OWNER) {
  const cookie = `__Host-chatelaine-session=${await site.session(person)}`
  return (path: string, init: RequestInit = {}) =>
    site.visit(path, undefined, { ...init, headers: { ...init.headers, cookie } })
}

async function bearerOf(site: Site, maker: typeof OWNER): Promise<string> {
  const token = `a token of ${maker.login}`.replaceAll(' ', '-')
  await tokenStatement(site.register, {
    id: `token-${maker.id}`,
    tokenHash: await hashOf(token),
    name: 'nightly',
    scope: 'decide',
    maker,
    createdAt: minutesAgo(1),
    expiresAt: minutesAgo(-60),
  })
  return token
}

/** Compares every way of asking, by session and by token, and looks at the lists. */
async function sameForServedAndUnknown(fails: boolean): Promise<void> {
  const { site, github } = await slowSite()
  github.fails = fails
  const stranger = await browserOf(site, STRANGER)
  const bearer = await bearerOf(site, STRANGER)
  const byToken = (path: string, init?: RequestInit) => site.api(path, bearer, init)
  for (const ask of [stranger, byToken]) {
    for (const [path, init] of WAYS) {
      await site.register.delete(rights)
      const served = await whole(await ask(path.replace('ORG', 'lichen'), init))
      expect(served, path).toBe(await whole(await ask(path.replace('ORG', 'nobody'), init)))
    }
  }
  expect(github.asked.length).toBe(2 * WAYS.length)
  await site.register.delete(rights)
  expect(await (await stranger('/api/orgs')).json()).toEqual({ items: [], nextCursor: null, unasked: [] })
  await site.register.delete(rights)
  expect(await (await stranger('/')).text()).not.toMatch(/lichen|moss|fern|could not be asked/i)
}

async function whole(answer: Response): Promise<string> {
  return JSON.stringify([answer.status, [...answer.headers].sort(), await answer.text()])
}

let logged: MockInstance
beforeEach(() => {
  logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => logged.mockRestore())

describe('a stranger’s flood', () => {
  it('costs one look-up an organisation, learns nothing, and leaves everybody else alone', {
    timeout: 90_000,
  }, async () => {
    const { site, github } = await slowSite()
    const [stranger, owner] = [await browserOf(site, STRANGER), await browserOf(site, OWNER)]
    const bearer = await bearerOf(site, STRANGER)
    const orgs = ['lichen', 'moss', 'fern']
    const flood = Array.from({ length: 300 }, async (_, index) => {
      const org = orgs[index % 3] ?? ''
      const answer = index % 2 ? stranger(`/orgs/${org}`) : site.api(`/api/orgs/${org}/reviews`, bearer)
      return (await answer).status
    })
    const beside = Array.from({ length: 10 }, async () => (await owner('/orgs/lichen')).status)
    expect(new Set(await Promise.all(flood))).toEqual(new Set([404]))
    expect(new Set(await Promise.all(beside))).toEqual(new Set([200]))
    const ofStranger = github.asked.filter((asked) => asked.endsWith('zora'))
    expect(ofStranger.sort()).toEqual(['Lichen zora', 'fern zora', 'moss zora'])
    expect((await site.register.select().from(rights)).map(({ key }) => key).sort()).toEqual([
      '100:1',
      '100:9',
      '200:9',
      '300:9',
    ])
  })

  it('within the hour costs no request and writes nothing; after it, one more look-up', async () => {
    const { site, github } = await slowSite()
    const stranger = await browserOf(site, STRANGER)
    await stranger('/orgs/lichen')
    await site.register.update(rights).set({ askedAt: minutesAgo(59), checkedAt: minutesAgo(59) })
    const before = await site.register.select().from(rights)
    for (const [path, init] of WAYS) {
      expect((await stranger(path.replace('ORG', 'lichen'), init)).status, path).toBe(404)
    }
    expect([github.asked.length, await site.register.select().from(rights)]).toEqual([1, before])
    await site.register.update(rights).set({ askedAt: minutesAgo(61), checkedAt: minutesAgo(61) })
    await stranger('/orgs/lichen')
    await stranger('/orgs/lichen')
    expect(github.asked).toHaveLength(2)
  })

  it('costs one look-up an hour also while GitHub fails', async () => {
    const { site, github } = await slowSite()
    github.fails = true
    const stranger = await browserOf(site, STRANGER)
    await Promise.all(Array.from({ length: 50 }, () => stranger('/orgs/lichen')))
    expect(github.asked).toHaveLength(1)
    await site.register.update(rights).set({ askedAt: minutesAgo(59) })
    await stranger('/orgs/lichen')
    expect(github.asked).toHaveLength(1)
  })

  it('asks GitHub once a minute at most which organisations are served, where none is known yet', async () => {
    const asked = { times: 0 }
    const site = await openSite({
      discoverOrganizations: async () => {
        asked.times += 1
        return []
      },
    })
    await site.register.run('update organizations set closed_at = first_seen')
    const stranger = await browserOf(site, STRANGER)
    for (const path of ['/', '/orgs/lichen', '/api/orgs', '/orgs/nobody-knows']) await stranger(path)
    for (let time = 0; time < 3; time += 1) {
      expect((await site.api('/api/orgs/nobody-knows')).status).toBe(404)
    }
    expect(asked.times).toBe(1)
    await site.register.update(rights).set({ askedAt: minutesAgo(1.1), checkedAt: minutesAgo(1.1) })
    await stranger('/')
    expect(asked.times).toBe(2)
  })

  it('asks for them again only after ten seconds where GitHub did not answer, and says so until then', async () => {
    const asked = { times: 0 }
    const site = await openSite({
      discoverOrganizations: async () => {
        asked.times += 1
        throw Object.assign(new Error('GitHub answered 502'), { name: 'GitHubTrouble' })
      },
    })
    const statusOf = async () => (await site.api('/api/orgs/nobody-knows')).status
    expect([await statusOf(), await statusOf()]).toEqual([503, 503])
    const later = await site.api('/api/orgs/nobody-knows')
    expect([later.headers.get('retry-after'), asked.times]).toEqual(['10', 1])
    await site.register.update(rights).set({ askedAt: minutesAgo(0.2) })
    expect([await statusOf(), asked.times]).toEqual([503, 2])
  })
})

describe('whether an organisation is served here', () => {
  it('is told to no stranger: the same answer, byte for byte', () => sameForServedAndUnknown(false))

  it('is told to no stranger, also while GitHub fails: the same answer, byte for byte', () =>
    sameForServedAndUnknown(true))

  it('is told to whoever holds something there: 503 while GitHub fails, and when to try again', async () => {
    const { site, github } = await slowSite()
    github.fails = true
    for (const person of [OWNER, IDLE]) {
      const answer = await site.visit('/orgs/lichen', person)
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60'])
    }
    github.fails = false
    expect((await site.visit('/orgs/lichen', OWNER)).status, 'the next request asks again').toBe(200)
  })
})

describe('a new owner whom the register does not know', () => {
  it('gets in, and decides by a look-up of their own', async () => {
    const { site, github } = await slowSite()
    github.owners.add(STRANGER.id)
    const owner = await browserOf(site, STRANGER)
    expect((await owner('/orgs/lichen')).status).toBe(200)
    expect((await owner('/orgs/lichen/accounts')).status).toBe(200)
    expect(github.asked).toHaveLength(1)
    const post = { method: 'POST', headers: { origin: HOME } }
    expect((await owner('/api/orgs/lichen/audits', post)).status).toBe(202)
    github.owners.delete(STRANGER.id)
    expect((await owner('/api/orgs/lichen/audits', post)).status).toBe(404)
    expect([github.asked.length, site.audits.length]).toEqual([3, 1])
  })
})
