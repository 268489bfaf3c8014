/** Who may move which gate: what tightens holds at once, what loosens waits, by form, API and bearer token alike. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { SETTINGS } from '../../src/policy/rules/leaves.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { begun, change, post, put, rules, TEO, waiting } from '../fixtures/register/rules-site.ts'
import { NOW, OWNER } from '../fixtures/register/site.ts'

const SLACK = 'https://hooks.slack.com/services/T0/B0/'
const DISCORD = 'https://discord.com/api/webhooks/1/x'

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
      expect.stringContaining('“Days of notice” from 14 to 7'),
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
        expect.stringContaining('teo agreed to a change that waited: “Days of notice” from 14 to 7'),
      ],
      ['rule_change_pending', 'ada asked for changes that wait: “Days of notice” from 14 to 7.'],
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
    expect(page).toContain('“Days of notice” from 14 to 7')
    expect(page).toContain('>Agree<')
    const [seen] = await waiting(site)
    expect(seen).toMatchObject({ seen: NOW, waitsFor: 'time', effectiveFrom: '2026-11-29T06:00:00.000Z' })
    const own = await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    expect(own).not.toContain('>Agree<')
    expect(own).toMatch(
      /another owner agrees\. If none does, it takes effect by itself on <time [^>]*>29 Nov/,
    )
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
      ['rule_change_pending', 'Asked for by an owner: “Slack” is replaced.'],
    ])
  })
})

describe('every row of the table of directions', () => {
  const LOOSER: readonly (readonly [setting: string, looser: object, form: Record<string, string>])[] = [
    ['windowMonths', { windowMonths: 9 }, { windowMonths: '9' }],
    ['noticeDays', { noticeDays: 7 }, { noticeDays: '7' }],
    ['coolingHours', { coolingHours: 12 }, { coolingHours: '12' }],
    ['reviewDueDays', { noticeDays: 7, reviewDueDays: 14 }, { noticeDays: '7', reviewDueDays: '14' }],
    ['reviewEvery', { reviewEvery: 'never' }, { reviewEvery: 'never' }],
    ['removalBudget.count', { removalBudget: { count: 60 } }, { 'removalBudget.count': '60' }],
    ['removalBudget.share', { removalBudget: { share: 0.5 } }, { 'removalBudget.share': '50' }],
    [
      'exemptions',
      { exemptions: [{ login: 'iris', reason: 'ill', until: '2027-02-01' }] },
      { 'exemptions.0.login': 'iris', 'exemptions.0.until': '2027-02-01', 'exemptions.0.reason': 'ill' },
    ],
    [
      'sponsors',
      { sponsors: [{ login: 'iris', sponsor: 'teo' }] },
      { 'sponsors.0.login': 'iris', 'sponsors.0.sponsor': 'teo' },
    ],
    [
      'leftOut',
      { leftOut: [{ repository: 'atlas', reason: 'x' }] },
      { 'leftOut.0.repository': 'atlas', 'leftOut.0.reason': 'x' },
    ],
    ['emeritusTeam', { emeritusTeam: 'cartographers' }, { emeritusTeam: 'cartographers' }],
    [
      'contributors.team',
      { contributors: { team: 'cartographers' } },
      { 'contributors.team': 'cartographers' },
    ],
    [
      'contributors.people',
      { contributors: { people: [{ login: 'iris', until: '2027-02-01' }] } },
      { 'contributors.people.0.login': 'iris', 'contributors.people.0.until': '2027-02-01' },
    ],
    ['channels.slack', { channels: { slack: `${SLACK}another` } }, { 'channels.slack': `${SLACK}another` }],
    ['channels.discord', { channels: { discord: DISCORD } }, { 'channels.discord': DISCORD }],
    ['channels.names', { channels: { names: true } }, { 'channels.names': 'yes' }],
    ['public', { public: true }, {}],
    ['removals', { removals: 'on' }, { removals: 'on' }],
    ['shareActivity', { shareActivity: true }, { shareActivity: 'yes' }],
  ]

  /** What loosens nothing, whichever way it changes. */
  const AT_ONCE = ['offboarding']

  it('is walked', () => {
    expect([...LOOSER.map(([setting]) => setting), ...AT_ONCE].sort()).toEqual([...SETTINGS].sort())
  })

  it.each(LOOSER)('%s waits by form and API, and no token loosens it', async (setting, looser, form) => {
    const site = await withChannelsAndAnAdmin()
    const before = { ...(await rules(site)), pending: null }
    for (const authorization of ['Bearer the-operator', `Bearer ${await site.token(OWNER)}`])
      expect((await put(site, looser, { authorization })).status).toBe(403)
    expect(await rules(site)).toEqual({ ...before, pending: [] })
    if (Object.keys(form).length > 0) {
      const shown = { 'channels.slack': 'https://hooks.slack.com/services/hidden', version: '1' }
      expect((await change(site, 'form', { ...shown, ...form })).status).toBe(303)
      const [first] = (await waiting(site)).filter((each) => each.setting === setting)
      expect(first).toBeDefined()
    }
    expect((await put(site, looser)).status).toBe(200)
    expect((await waiting(site)).map((each) => each.setting)).toContain(setting)
    expect({ ...(await rules(site)), pending: null }).toEqual(before)
  })
})

/** On github.com, with a channel of its own in Slack, the deployment's in Discord, and iris, who administers a repository. */
async function withChannelsAndAnAdmin() {
  const site = await begun()
  const channels = { slack: null, discord: DISCORD }
  Object.assign(site.platform.deployment, { apiUrl: 'https://api.github.com', channels })
  await put(site, { channels: { slack: `${SLACK}a` } })
  await site.register.run("update accounts set login = 'iris' where id = 3")
  await site.register.run(
    "update grants set role = 'admin' where account_id = 3 and kind = 'repository_role'",
  )
  return site
}
