/** Who may move which gate: what tightens holds at once, what loosens waits, by form, API and bearer token alike. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { reviews } from '../../src/register/schema.ts'
import { HOME, IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

const TEO = { id: 7, login: 'teo' }
const SLACK = 'https://hooks.slack.com/services/T0/B0/'

describe('from the first review on', () => {
  it.each(['form', 'API', 'token'] as const)(
    'what tightens holds at once, and any owner may do it by %s',
    async (way) => {
      const site = await begun()
      const answer = await change(site, way, {
        noticeDays: 20,
        reviewDueDays: 30,
        removalBudget: { count: 5 },
      })
      expect(answer.ok).toBe(true)
      expect(await rules(site)).toMatchObject({ noticeDays: 20, removalBudget: { count: 5 }, pending: [] })
    },
  )

  it.each(['form', 'API'] as const)('what loosens waits, by %s: the rules stay as they are', async (way) => {
    const site = await begun()
    const answer = await change(site, way, { noticeDays: 7, coolingHours: 48, windowMonths: 3 })
    expect(answer.ok).toBe(true)
    expect(await rules(site)).toMatchObject({
      noticeDays: 14,
      coolingHours: 48,
      windowMonths: 6,
      pending: [
        { setting: 'windowMonths', value: 3 },
        { setting: 'noticeDays', value: 7, by: { login: 'ada' }, seen: null, effectiveFrom: null },
      ],
    })
  })

  it('no token loosens anything: the operator is told what it may not, and nothing is changed', async () => {
    const site = await begun()
    const sent = { noticeDays: 7, coolingHours: 48 }
    const operator = await put(site, sent, { authorization: 'Bearer the-operator' })
    expect([operator.status, await operator.text()]).toEqual([
      403,
      expect.stringContaining('noticeDays from 14 to 7'),
    ])
    const token = await change(site, 'token', sent)
    expect([token.status, await token.text()]).toEqual([403, expect.stringContaining('No token does it')])
    expect(await rules(site)).toMatchObject({ noticeDays: 14, coolingHours: 24, pending: [] })
  })

  it('a sign-in older than ten minutes loosens nothing, and is asked to sign in again', async () => {
    const site = await begun()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER, 11)}`
    const answer = await put(site, { noticeDays: 7, coolingHours: 48 }, { cookie })
    expect([answer.status, await answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'sign_in_again' }),
    ])
    expect((await put(site, { coolingHours: 48 }, { cookie })).status).toBe(200)
    expect(await rules(site)).toMatchObject({ noticeDays: 14, coolingHours: 48, pending: [] })
  })

  it('another owner agrees, and only then it holds; whoever asked does not agree with themselves', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    const [{ id }] = await waiting(site)
    const agreement = `/api/orgs/lichen/settings/pending/${id}/agreement`
    expect((await post(site, agreement, OWNER)).status).toBe(403)
    const asToken = await site.api(agreement, await site.token(TEO), { method: 'POST' })
    expect(asToken.status).toBe(403)
    expect(await rules(site)).toMatchObject({ noticeDays: 14 })
    expect((await post(site, agreement, TEO)).status).toBe(200)
    expect(await rules(site)).toMatchObject({ noticeDays: 7, pending: [] })
    expect((await post(site, agreement, TEO)).status).toBe(404)
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items.map(({ act, sentence }) => [act, sentence])).toEqual([
      [
        'rules_changed',
        expect.stringContaining('teo agreed to a change that waited: noticeDays from 14 to 7'),
      ],
      ['rule_change_pending', 'ada asked for changes that wait: noticeDays from 14 to 7.'],
    ])
  })

  it('any owner cancels it, by form or by token', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    const [first] = await waiting(site)
    await site.send(`/orgs/lichen/settings/pending/${first.id}/cancel`, OWNER, {})
    expect(await waiting(site)).toEqual([])
    await put(site, { noticeDays: 8 })
    const [second] = await waiting(site)
    const path = `/api/orgs/lichen/settings/pending/${second.id}`
    expect((await site.api(path, undefined, { method: 'DELETE' })).status).toBe(403)
    expect((await site.api(path, await site.token(TEO), { method: 'DELETE' })).status).toBe(204)
    expect(await rules(site)).toMatchObject({ noticeDays: 14, pending: [] })
  })

  it('a later change of the same setting replaces it, and sending the value of now cancels nothing', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    await put(site, { noticeDays: 14, windowMonths: 6 })
    expect(await waiting(site)).toMatchObject([{ value: 7 }])
    await put(site, { noticeDays: 5 })
    expect(await waiting(site)).toMatchObject([{ value: 5 }])
    await put(site, { noticeDays: 14, reviewDueDays: 40 })
    await put(site, { noticeDays: 21 })
    expect(await rules(site)).toMatchObject({ noticeDays: 21, pending: [] })
  })

  it('another owner who opens the settings has seen it; a program of theirs has not', async () => {
    const site = await begun()
    await put(site, { noticeDays: 7 })
    await site.api('/api/orgs/lichen/settings/pending', await site.token(TEO))
    expect((await waiting(site))[0]).toMatchObject({ seen: null, waitsFor: 'another_owner' })
    const page = await (await site.visit('/orgs/lichen/settings', TEO)).text()
    expect(page).toContain('noticeDays from 14 to 7')
    expect(page).toContain('>Agree<')
    const [seen] = await waiting(site)
    expect(seen).toMatchObject({ seen: NOW, waitsFor: 'time', effectiveFrom: '2026-11-29T06:00:00.000Z' })
    expect(await (await site.visit('/orgs/lichen/settings', OWNER)).text()).not.toContain('>Agree<')
  })

  it('what would contradict the rules together with what waits is complained about', async () => {
    const site = await begun()
    await put(site, { reviewDueDays: 40 })
    await put(site, { reviewDueDays: 21 })
    const answer = await put(site, { noticeDays: 20 })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('Together with the changes that wait'),
    ])
  })

  it("a channel's address that waits is shown by nobody", async () => {
    const posted: Message[] = []
    const site = await begun({ post: async (_org, message) => void posted.push(message) })
    await put(site, { channels: { slack: `${SLACK}first` } })
    await put(site, { channels: { slack: `${SLACK}verysecret` } })
    const [change] = await waiting(site)
    expect(change).toMatchObject({ setting: 'channels.slack', value: expect.stringContaining('hidden') })
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(JSON.stringify([change, items, posted])).not.toMatch(/verysecret|sealed/)
    expect(posted.map(({ kind, lines }) => [kind, lines[0]])).toEqual([
      ['rule_change_pending', 'Asked for by an owner: channels.slack is replaced.'],
    ])
  })
})

describe('nobody spares themselves', () => {
  const own = [
    ['their login', { login: 'ada' }],
    ['their login in capitals', { login: 'ADA' }],
    ['their id with another login', { login: 'bela', id: OWNER.id }],
    ['the login that they took since', { login: 'Ada-Renamed' }],
  ] as const

  it.each(own)(
    'by an exemption or as a sponsored bot under %s, before the first review or after',
    async (_, who) => {
      for (const site of [await openSite(), await begun()]) {
        const exemption = { ...who, reason: 'busy', until: '2027-03-01' }
        for (const sent of [{ exemptions: [exemption] }, { sponsors: [{ ...who, sponsor: 'bela' }] }]) {
          expect((await put(site, sent)).status).toBe(403)
          expect((await change(site, 'token', sent)).status).toBe(403)
        }
        const line = `${who.login}${'id' in who ? ` (${who.id})` : ''}`
        const form = await change(site, 'form', { exemptions: `${line} | 2027-03-01 | busy` })
        expect(form.status).toBe(403)
        expect((await findOrganization(site.register, 'lichen'))?.rules).toBe(null)
      }
    },
  )

  it('nor makes an entry longer that another owner made; that one stays when the rules are saved', async () => {
    const site = await begun()
    await put(site, { exemptions: [{ login: 'teo', reason: 'leave', until: '2027-01-01' }] }, {}, OWNER)
    const entry = (until: string) => ({ exemptions: [{ login: 'teo', reason: 'leave', until }] })
    expect((await put(site, { ...entry('2027-01-01'), coolingHours: 48 }, {}, TEO)).status).toBe(200)
    expect((await put(site, entry('2027-02-01'), {}, TEO)).status).toBe(403)
    expect((await put(site, { exemptions: [] }, {}, TEO)).status).toBe(200)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [] })
  })

  it('nor agrees to an entry about themselves', async () => {
    const site = await begun()
    await site.register.run(
      "update grants set account_id = 7 where account_id = 3 and kind = 'repository_role'",
    )
    await site.register.run(
      "update grants set role = 'admin' where account_id = 7 and kind = 'repository_role'",
    )
    await put(site, { exemptions: [{ login: 'teo', reason: 'leave', until: '2027-01-01' }] })
    const [{ id }] = await waiting(site)
    expect((await post(site, `/api/orgs/lichen/settings/pending/${id}/agreement`, TEO)).status).toBe(403)
    expect(await rules(site)).toMatchObject({ exemptions: [] })
  })
})

describe('an exemption', () => {
  it('of somebody else holds at once, and any other owner than who set it lifts it at once', async () => {
    const site = await begun()
    const sent = { exemptions: [{ login: 'BELA', reason: 'ill', until: '2027-03-01' }] }
    await put(site, sent)
    expect(await rules(site)).toMatchObject({ exemptions: [{ id: IDLE.id, login: 'bela', by: OWNER }] })
    await put(site, { exemptions: [] })
    expect(await rules(site)).toMatchObject({
      exemptions: [{ id: IDLE.id }],
      pending: [{ setting: 'exemptions', entry: '2', value: null }],
    })
    await put(site, { exemptions: [] }, {}, TEO)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [] })
  })

  it('of an owner or admin waits, and ends within six months; of anybody else within twelve', async () => {
    const site = await begun()
    const until = (day: string) => ({ exemptions: [{ login: 'ada', reason: 'leave', until: day }] })
    expect((await put(site, until('2027-05-22'), {}, TEO)).status).toBe(200)
    expect(await rules(site)).toMatchObject({ exemptions: [], pending: [{ entry: '1' }] })
    expect((await put(site, until('2027-06-01'), {}, TEO)).status).toBe(422)
    const bela = (day: string) => ({ exemptions: [{ login: 'bela', reason: 'leave', until: day }] })
    expect((await put(site, bela('2027-11-22'))).status).toBe(200)
    expect((await put(site, bela('2027-12-01'))).status).toBe(422)
  })

  it('of a login that nobody has is complained about, beside its field', async () => {
    const site = await begun()
    const answer = await put(site, {
      exemptions: [{ login: 'nobody-here', reason: 'x', until: '2027-01-01' }],
    })
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('GitHub knows no account nobody-here'),
    ])
  })

  it('keeps the account though it is called otherwise by now: what was stored has its id', async () => {
    const site = await begun()
    await put(site, { exemptions: [{ login: 'zora', reason: 'guest', until: '2027-01-01' }] })
    expect(await rules(site)).toMatchObject({ exemptions: [{ login: 'zora', id: STRANGER.id }] })
  })
})

describe('a pause', () => {
  const ask = (site: Site, paused: boolean, person: typeof OWNER) =>
    site.visit('/api/orgs/lichen/pause', person, {
      method: 'PUT',
      headers: { origin: HOME, 'content-type': 'application/json' },
      body: JSON.stringify({ paused }),
    })
  const paused = async (site: Site) => (await findOrganization(site.register, 'lichen'))?.pausedAt !== null

  it('of an owner is ended by that owner, signed in lately, and by no token', async () => {
    const site = await begun()
    await ask(site, true, OWNER)
    const body = JSON.stringify({ paused: false })
    const path = '/api/orgs/lichen/pause'
    expect((await site.api(path, await site.token(OWNER), { method: 'PUT', body })).status).toBe(403)
    expect((await site.api(path, undefined, { method: 'PUT', body })).status).toBe(403)
    expect(await paused(site)).toBe(true)
    await ask(site, false, OWNER)
    expect(await paused(site)).toBe(false)
  })

  it('or by two others: one asks, another agrees, and time alone never ends it', async () => {
    const site = await begun()
    const iris = { id: 8, login: 'iris' }
    site.owners.add(iris.id)
    await ask(site, true, OWNER)
    await ask(site, false, TEO)
    expect(await waiting(site)).toMatchObject([{ setting: 'paused', value: false, by: { login: 'teo' } }])
    expect((await ask(site, false, TEO)).status).toBe(409)
    await site.visit('/orgs/lichen/settings', iris)
    expect((await waiting(site))[0]).toMatchObject({ effectiveFrom: null, waitsFor: 'another_owner' })
    expect(await paused(site)).toBe(true)
    await ask(site, false, iris)
    expect([await paused(site), await waiting(site)]).toEqual([false, []])
  })

  it('of the operator any owner ends, unless an owner has paused too', async () => {
    const site = await begun()
    const body = JSON.stringify({ paused: true })
    await site.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body })
    await ask(site, false, TEO)
    expect(await paused(site)).toBe(false)
    await site.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body })
    await ask(site, true, OWNER)
    await ask(site, false, TEO)
    expect(await paused(site)).toBe(true)
  })
})

/** A site whose first review has opened, with a second owner, teo. */
async function begun(changes: Parameters<typeof openSite>[0] = {}): Promise<Site> {
  const site = await openSite(changes)
  site.owners.add(TEO.id)
  await site.register.run("update accounts set login = 'teo' where id = 7")
  await site.register.insert(reviews).values({
    id: 'review-1',
    orgId: 100,
    quarter: '2026-Q4',
    openedAt: '2026-11-20T06:00:00.000Z',
    openedBy: { kind: 'calendar' },
    dueAt: '2026-12-11T06:00:00.000Z',
    auditId: 'audit-0',
    scope: { contributors: 3, countedTo: 11, because: 'calendar' },
  })
  return site
}

type Shown = Record<string, unknown> & { pending: [Pending, ...Pending[]] }
type Pending = Record<string, unknown> & { id: string }

/** As a program of nobody's sees them, so that nothing counts as seen. */
async function rules(site: Site): Promise<Shown> {
  return (await (await site.api('/api/orgs/lichen/settings')).json()) as Shown
}

async function waiting(site: Site) {
  return (await rules(site)).pending
}

function put(site: Site, sent: unknown, headers: Record<string, string> = {}, person = OWNER) {
  const others = Object.keys(headers).length > 0
  return site.visit('/api/orgs/lichen/settings', others ? undefined : person, {
    method: 'PUT',
    headers: { origin: HOME, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(sent),
  })
}

function post(site: Site, path: string, person: typeof OWNER) {
  return site.visit(path, person, { method: 'POST', headers: { origin: HOME } })
}

/** A change by the owner, in one of three ways; the form's answer counts as fine where it leads back to the page. */
async function change(
  site: Site,
  way: 'form' | 'API' | 'token',
  sent: Record<string, unknown>,
): Promise<{ ok: boolean; status: number; text: () => Promise<string> }> {
  if (way === 'API') return put(site, sent)
  if (way === 'token') return put(site, sent, { authorization: `Bearer ${await site.token(OWNER)}` })
  const { removalBudget = {}, ...plain } = sent
  const fields = Object.entries({ ...plain, ...prefixed('removalBudget', removalBudget) })
  const answer = await site.send('/orgs/lichen/settings', OWNER, {
    windowMonths: '6',
    noticeDays: '14',
    coolingHours: '24',
    reviewDueDays: '21',
    reviewEvery: 'quarter',
    'removalBudget.count': '50',
    'removalBudget.share': '25',
    version: '0',
    ...Object.fromEntries(fields.map(([name, value]) => [name, String(value)])),
  })
  return { ok: answer.status === 303, status: answer.status, text: () => answer.text() }
}

function prefixed(front: string, of: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of ?? {}).map(([name, value]) => [`${front}.${name}`, value]))
}
