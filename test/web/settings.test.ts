/** The rules of an organisation, by form and by API. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { repositories } from '../../src/register/schema.ts'
import { OWNER, openSite, type Site } from '../fixtures/register/site.ts'

const WEBHOOK = 'https://hooks.slack.com/services/T0/B0/verysecret'

const put = (site: Site, rules: unknown) => site.putRules(rules)
const putAsOperator = (site: Site, rules: unknown) =>
  site.api('/api/orgs/lichen/settings', undefined, { method: 'PUT', body: JSON.stringify(rules) })
const stored = async (site: Site) => (await findOrganization(site.register, 'lichen'))?.rules ?? null

describe('settings', () => {
  it('are the defaults until an owner changes one; the others stay', async () => {
    const site = await openSite()
    expect(await (await site.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 6,
      noticeDays: 14,
    })
    expect((await put(site, { windowMonths: 9 })).status).toBe(200)
    await put(site, { noticeDays: 10 })
    expect(await (await site.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 9,
      noticeDays: 10,
    })
  })

  it('all complaints are returned at once, and nothing is changed', async () => {
    const site = await openSite()
    const answer = await put(site, { windowMonths: 0, reviewDueDays: 15, noticeDays: 14, shoeSize: 42 })
    const { complaints } = (await answer.json()) as { complaints: string[] }
    expect([answer.status, complaints.length, await stored(site)]).toEqual([422, 3, null])
  })

  it('an emeritus team that no audit has seen is refused with those that one has', async () => {
    const site = await openSite()
    expect((await put(site, { emeritusTeam: 'cartographers' })).status).toBe(200)
    const answer = await put(site, { emeritusTeam: 'cartographer' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(/has seen no team cartographer; it has seen cartographers/)
  })

  it('a repository to leave out that no audit has seen is refused, and one that has gone since stays', async () => {
    const site = await openSite()
    const leave = (repository: string) => put(site, { leftOut: [{ repository, reason: 'a mirror' }] })
    const answer = await leave('atlass')
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining(
        'leftOut.0.repository: the newest audit has seen no repository atlass; it has seen atlas.',
      ),
    ])
    expect((await leave('Atlas')).status).toBe(200)
    await site.register.update(repositories).set({ name: 'almanac' })
    expect(
      (
        await put(site, {
          leftOut: [{ repository: 'Atlas', reason: 'a mirror' }],
          noticeDays: 15,
          reviewDueDays: 30,
        })
      ).status,
    ).toBe(200)
    expect((await leave('atlas')).status).toBe(422)
  })

  it('have a page on which no two places bear one name, so that each link leads to its own', async () => {
    const page = await (await (await openSite()).visit('/orgs/lichen/settings', OWNER)).text()
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([])
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to)
  })

  it('removal without notice or cooling time has to be confirmed, once', async () => {
    const site = await openSite()
    expect((await put(site, { noticeDays: 0, coolingHours: 0 })).status).toBe(422)
    expect((await put(site, { noticeDays: 0, coolingHours: 0, confirmNoNotice: true })).status).toBe(200)
    expect((await put(site, { windowMonths: 12 })).status).toBe(200)
  })

  it("a channel's address is stored encrypted, shown masked, and stays when the mask is sent back", async () => {
    const site = await openSite()
    await put(site, { channels: { slack: WEBHOOK, discord: null, names: false } })
    const encrypted = await stored(site)
    expect(encrypted).toContain('sealed:')
    expect(encrypted).not.toContain('verysecret')
    const shown = (await (await site.api('/api/orgs/lichen/settings')).json()) as { channels: object }
    expect(JSON.stringify(shown)).not.toMatch(/verysecret|sealed/)
    await put(site, { channels: shown.channels, windowMonths: 7 })
    expect(await stored(site)).toContain('sealed:')
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items).toHaveLength(2)
    expect(JSON.stringify(items)).not.toContain('verysecret')
  })

  it('only Slack’s and Discord’s own hosts are accepted as channels', async () => {
    const site = await openSite()
    expect((await put(site, { channels: { slack: 'https://hooks.slack.com.evil.example/x' } })).status).toBe(
      422,
    )
  })

  it('the form shows each complaint at its field and keeps what was typed', async () => {
    const site = await openSite()
    const page = await site.send('/orgs/lichen/settings', OWNER, {
      windowMonths: 'many',
      noticeDays: '14',
      coolingHours: '24',
      reviewDueDays: '15',
      version: '0',
      reviewEvery: 'weekly',
      'removalBudget.count': '10',
      'removalBudget.share': '10',
      ...{ 'exemptions.0.login': 'bela', 'exemptions.0.until': 'soon', 'exemptions.0.reason': 'ill' },
    })
    const text = await page.text()
    expect(page.status).toBe(422)
    for (const field of ['windowMonths', 'reviewDueDays', 'reviewEvery', 'exemptions.0.until'])
      expect(text).toContain(`id="${field}-complaint"`)
    expect(text).toContain('value="many"')
    expect(text).toMatch(/name="exemptions\.0\.until"[^>]*value="soon"/)
    expect(text).toContain('<a href="#exemptions.0.until">')
    expect(await stored(site)).toBe(null)
  })

  it('trial defect q: complaints in the form name fields as the screen does, and rows by their number', async () => {
    const site = await openSite()
    const shown = {
      ...(await fieldsShown(site)),
      'exemptions.0.login': 'bela',
      'exemptions.0.until': '2027-03-01',
      noticeDays: '0',
    }
    const zero = await (await site.send('/orgs/lichen/settings', OWNER, shown)).text()
    const days = { ...(await fieldsShown(site)), noticeDays: '30' }
    const contradicting = await (await site.send('/orgs/lichen/settings', OWNER, days)).text()
    expect(contradicting).toContain('Days of a review must be at least Days of notice + 7, that is 37')
    expect(zero).toContain('Exemptions, row 1, reason: An exemption needs a reason.')
    expect(zero).toContain('Days of notice: 0 removes people without warning; tick “Yes, zero days of notice')
    for (const text of [zero, contradicting])
      expect(text).not.toMatch(/>[^<]*(reviewDueDays|noticeDays|confirmNoNotice|exemptions\.0)[^<]*</)
  })

  it('the form saves what it shows', async () => {
    const site = await openSite()
    const answer = await site.send('/orgs/lichen/settings', OWNER, {
      windowMonths: '6',
      noticeDays: '14',
      coolingHours: '24',
      reviewDueDays: '21',
      version: '0',
      reviewEvery: 'half_year',
      'removalBudget.count': '5',
      'removalBudget.share': '12.5',
      ...{ 'exemptions.0.login': 'bela', 'exemptions.0.until': '2027-03-01' },
      'exemptions.0.reason': 'on leave | until spring',
      ...{ 'sponsors.0.login': 'bot[bot]', 'sponsors.0.sponsor': 'ada', 'sponsors.0.until': '' },
    })
    expect(answer.status).toBe(303)
    expect(await (await site.visit('/api/orgs/lichen/settings', OWNER)).json()).toMatchObject({
      removalBudget: { count: 5, share: 0.125 },
      reviewEvery: 'half_year',
      exemptions: [
        { login: 'bela', id: 2, until: '2027-03-01T23:59:59.000Z', reason: 'on leave | until spring' },
      ],
      sponsors: [{ login: 'bot[bot]', sponsor: 'ada' }],
    })
  })

  it('a form that was left open does not undo another owner’s change', async () => {
    const site = await openSite()
    const open = await fieldsShown(site)
    await put(site, { exemptions: [{ login: 'bela', until: '2027-03-01', reason: 'on leave' }] })
    const outdated = await site.send('/orgs/lichen/settings', OWNER, { ...open, windowMonths: '9' })
    expect(outdated.status).toBe(409)
    expect(await outdated.text()).toContain('Open the settings again')
    expect(await (await site.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 6,
      exemptions: [{ login: 'bela' }],
    })
    const again = { ...(await fieldsShown(site)), windowMonths: '9' }
    expect((await site.send('/orgs/lichen/settings', OWNER, again)).status).toBe(303)
    expect((await site.send('/orgs/lichen/settings', OWNER, again)).status).toBe(409)
    expect(await (await site.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 9,
      exemptions: [{ login: 'bela' }],
    })
  })

  it('a form shown again with complaints keeps the version of the rules it showed', async () => {
    const site = await openSite()
    const open = await fieldsShown(site)
    await put(site, { noticeDays: 10 })
    const wrong = await site.send('/orgs/lichen/settings', OWNER, { ...open, windowMonths: '0' })
    expect(wrong.status).toBe(409)
    const now = await fieldsShown(site)
    const complained = await site.send('/orgs/lichen/settings', OWNER, { ...now, windowMonths: '0' })
    expect([complained.status, fieldsIn(await complained.text()).version]).toEqual([422, now.version])
  })

  it('a reason of several lines stays one exemption when the form is saved', async () => {
    const site = await openSite()
    const reason = 'on leave\r\nmara | 2099-01-01 | and this is no second one'
    await put(site, { exemptions: [{ login: 'bela', until: '2027-03-01', reason }] })
    const shown = await fieldsShown(site)
    const answer = await site.send('/orgs/lichen/settings', OWNER, { ...shown, windowMonths: '9' })
    expect(answer.status).toBe(303)
    const rules = (await (await site.visit('/api/orgs/lichen/settings', OWNER)).json()) as {
      exemptions: object[]
    }
    expect(rules.exemptions).toEqual([
      {
        login: 'bela',
        id: 2,
        by: OWNER,
        until: '2027-03-01T23:59:59.000Z',
        reason: 'on leave mara | 2099-01-01 | and this is no second one',
      },
    ])
  })

  it('the operator changes rules, but not who is told and who has a say', async () => {
    const site = await openSite()
    await put(site, { channels: { slack: WEBHOOK } })
    const before = await stored(site)
    for (const rules of [
      { channels: { slack: null } },
      { channels: { names: true } },
      { channels: { names: true }, noticeDays: 7 },
    ]) {
      const answer = await putAsOperator(site, rules)
      const { detail } = (await answer.json()) as { detail: string }
      expect([answer.status, detail]).toEqual([403, expect.stringContaining('An owner has to sign in')])
    }
    expect(await stored(site)).toBe(before)
    const shown = (await (await site.api('/api/orgs/lichen/settings')).json()) as object
    const numbers = { ...shown, noticeDays: 0, coolingHours: 0, confirmNoNotice: true }
    expect((await putAsOperator(site, numbers)).status).toBe(200)
    expect(await stored(site)).toContain('sealed:')
  })

  it('every change is posted to the channels that were set before it, without an address', async () => {
    const posted: { message: Message; channels: string }[] = []
    const site: Site = await openSite({
      postToCurrentChannels: async () => {
        const channels = (await stored(site)) ?? 'none'
        return async (message) => void posted.push({ message, channels })
      },
    })
    await put(site, { channels: { slack: WEBHOOK }, noticeDays: 10 })
    await put(site, { noticeDays: 10 })
    expect((await put(site, { noticeDays: 999 })).status).toBe(422)
    await put(site, { channels: { slack: null } })
    expect(posted.map(({ message }) => [message.kind, message.lines[0]])).toEqual([
      ['rules_changed', 'Changed by an owner: “Days of notice” from 14 to 10 and “Slack” is set.'],
      ['rules_changed', 'Changed by an owner: “Slack” is removed.'],
    ])
    expect(posted[1]?.channels).toContain('sealed:')
    expect(JSON.stringify(posted.map(({ message }) => message))).not.toContain('verysecret')
  })

  it('any owner can pause and resume removals; the operator can only pause them', async () => {
    const site = await openSite()
    const pause = (paused: boolean) =>
      site.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body: JSON.stringify({ paused }) })
    expect(await (await pause(true)).json()).toEqual({ pausedAt: '2026-11-22T06:00:00.000Z' })
    expect((await pause(false)).status).toBe(403)
    expect((await site.send('/orgs/lichen/settings/resume', OWNER, {})).status).toBe(303)
    expect((await findOrganization(site.register, 'lichen'))?.pausedAt).toBe(null)
  })

  it('unreadable rules are reported, and can be set again', async () => {
    const site = await openSite()
    await site.register.run(`update organizations set rules = '{"windowMonths": "x"}' where id = 100`)
    expect((await site.api('/api/orgs/lichen/settings')).status).toBe(409)
    expect(await (await site.visit('/orgs/lichen/settings', OWNER)).text()).toContain('cannot be read')
    expect((await put(site, { windowMonths: 6 })).status).toBe(200)
  })
})

/** The fields of the settings page as its form would send them. */
async function fieldsShown(site: Site): Promise<Record<string, string>> {
  return fieldsIn(await (await site.visit('/orgs/lichen/settings', OWNER)).text())
}

function fieldsIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input [^>]*>/g)].flatMap(([tag]) => {
    const name = /name="([^"]+)"/.exec(tag)?.[1]
    const value = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
    const isSent = !tag.includes('type="checkbox"') || tag.includes(' checked')
    return name === undefined || name === 'token' || !isSent ? [] : [[name, value] as const]
  })
  const areas = [...page.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g)]
  const lists = [...page.matchAll(/<select [^>]*name="([^"]+)".*?<option value="([^"]*)" selected/g)]
  return Object.fromEntries([...inputs, ...[...areas, ...lists].map(([, name, text]) => [name, text])])
}
