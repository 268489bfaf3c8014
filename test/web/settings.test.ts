/** The rules of an organisation, by form and by API. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/notify/message.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findOrganization } from '../../src/register/organizations.ts'
import { type Castle, OWNER, openCastle } from '../fixtures/web.ts'

const WEBHOOK = 'https://hooks.slack.com/services/T0/B0/verysecret'

const put = (castle: Castle, rules: unknown) => castle.putRules(rules)
const putAsOperator = (castle: Castle, rules: unknown) =>
  castle.api('/api/orgs/lichen/settings', undefined, { method: 'PUT', body: JSON.stringify(rules) })
const stored = async (castle: Castle) => (await findOrganization(castle.register, 'lichen'))?.rules ?? null

describe('settings', () => {
  it('are the defaults until an owner changes one; the others stay', async () => {
    const castle = await openCastle()
    expect(await (await castle.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 6,
      noticeDays: 14,
    })
    expect((await put(castle, { windowMonths: 9 })).status).toBe(200)
    await put(castle, { noticeDays: 10 })
    expect(await (await castle.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 9,
      noticeDays: 10,
    })
  })

  it('every complaint is told at once, and then nothing is changed', async () => {
    const castle = await openCastle()
    const answer = await put(castle, { windowMonths: 0, reviewDueDays: 15, noticeDays: 14, shoeSize: 42 })
    const { complaints } = (await answer.json()) as { complaints: string[] }
    expect([answer.status, complaints.length, await stored(castle)]).toEqual([422, 3, null])
  })

  it('removing people without warning has to be meant, once', async () => {
    const castle = await openCastle()
    expect((await put(castle, { noticeDays: 0, coolingHours: 0 })).status).toBe(422)
    expect((await put(castle, { noticeDays: 0, coolingHours: 0, confirmNoNotice: true })).status).toBe(200)
    expect((await put(castle, { windowMonths: 12 })).status).toBe(200)
  })

  it("a channel's address is kept sealed, shown masked, and stays when the mask comes back", async () => {
    const castle = await openCastle()
    await put(castle, { channels: { slack: WEBHOOK, discord: null, names: false } })
    const sealed = await stored(castle)
    expect(sealed).toContain('sealed:')
    expect(sealed).not.toContain('verysecret')
    const shown = (await (await castle.api('/api/orgs/lichen/settings')).json()) as { channels: object }
    expect(JSON.stringify(shown)).not.toMatch(/verysecret|sealed/)
    await put(castle, { channels: shown.channels, windowMonths: 7 })
    expect(await stored(castle)).toContain('sealed:')
    const { items } = await findHistoryPage(castle.register, 100, null, 10)
    expect(items).toHaveLength(2)
    expect(JSON.stringify(items)).not.toContain('verysecret')
  })

  it('only the services’ own hosts are taken as channels', async () => {
    const castle = await openCastle()
    expect(
      (await put(castle, { channels: { slack: 'https://hooks.slack.com.evil.example/x' } })).status,
    ).toBe(422)
  })

  it('the form tells each complaint at its field and keeps what was typed', async () => {
    const castle = await openCastle()
    const page = await castle.send('/orgs/lichen/settings', OWNER, {
      windowMonths: 'many',
      noticeDays: '14',
      coolingHours: '24',
      reviewDueDays: '15',
      version: '0',
      'removalBudget.count': '10',
      'removalBudget.share': '10',
      exemptions: 'bela | soon | ill',
    })
    const text = await page.text()
    expect(page.status).toBe(422)
    for (const field of ['windowMonths', 'reviewDueDays', 'exemptions'])
      expect(text).toContain(`id="${field}-complaint"`)
    expect(text).toContain('value="many"')
    expect(await stored(castle)).toBe(null)
  })

  it('the form saves what it shows', async () => {
    const castle = await openCastle()
    const answer = await castle.send('/orgs/lichen/settings', OWNER, {
      windowMonths: '6',
      noticeDays: '14',
      coolingHours: '24',
      reviewDueDays: '21',
      version: '0',
      'removalBudget.count': '5',
      'removalBudget.share': '12.5',
      exemptions: 'bela (2) | 2027-03-01 | on leave | until spring',
      sponsors: 'bot[bot] | ada',
    })
    expect(answer.status).toBe(303)
    expect(await (await castle.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      removalBudget: { count: 5, share: 0.125 },
      exemptions: [
        { login: 'bela', id: 2, until: '2027-03-01T23:59:59Z', reason: 'on leave | until spring' },
      ],
      sponsors: [{ login: 'bot[bot]', sponsor: 'ada' }],
    })
  })

  it('a form left open undoes nothing that another owner has changed meanwhile', async () => {
    const castle = await openCastle()
    const open = await fieldsShown(castle)
    await put(castle, { exemptions: [{ login: 'bela', until: '2027-03-01', reason: 'on leave' }] })
    const late = await castle.send('/orgs/lichen/settings', OWNER, { ...open, windowMonths: '9' })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('Open the settings again')
    expect(await (await castle.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 6,
      exemptions: [{ login: 'bela' }],
    })
    const again = { ...(await fieldsShown(castle)), windowMonths: '9' }
    expect((await castle.send('/orgs/lichen/settings', OWNER, again)).status).toBe(303)
    expect((await castle.send('/orgs/lichen/settings', OWNER, again)).status).toBe(409)
    expect(await (await castle.api('/api/orgs/lichen/settings')).json()).toMatchObject({
      windowMonths: 9,
      exemptions: [{ login: 'bela' }],
    })
  })

  it('a form with complaints is still about the rules that it showed', async () => {
    const castle = await openCastle()
    const open = await fieldsShown(castle)
    await put(castle, { noticeDays: 10 })
    const wrong = await castle.send('/orgs/lichen/settings', OWNER, { ...open, windowMonths: '0' })
    expect(wrong.status).toBe(409)
    const now = await fieldsShown(castle)
    const complained = await castle.send('/orgs/lichen/settings', OWNER, { ...now, windowMonths: '0' })
    expect([complained.status, fieldsIn(await complained.text()).version]).toEqual([422, now.version])
  })

  it('a reason of several lines stays one exemption when the form is saved', async () => {
    const castle = await openCastle()
    const reason = 'on leave\r\nmara | 2099-01-01 | and this is no second one'
    await put(castle, { exemptions: [{ login: 'bela', until: '2027-03-01', reason }] })
    const shown = await fieldsShown(castle)
    const answer = await castle.send('/orgs/lichen/settings', OWNER, { ...shown, windowMonths: '9' })
    expect(answer.status).toBe(303)
    const rules = (await (await castle.api('/api/orgs/lichen/settings')).json()) as { exemptions: object[] }
    expect(rules.exemptions).toEqual([
      {
        login: 'bela',
        until: '2027-03-01T23:59:59Z',
        reason: 'on leave mara | 2099-01-01 | and this is no second one',
      },
    ])
  })

  it('the operator changes rules, but not who is told and who has a say', async () => {
    const castle = await openCastle()
    await put(castle, { channels: { slack: WEBHOOK } })
    const before = await stored(castle)
    for (const rules of [
      { channels: { slack: null } },
      { channels: { names: true } },
      { guardians: ['zora'] },
      { guardians: ['zora'], noticeDays: 7 },
    ]) {
      const answer = await putAsOperator(castle, rules)
      const { detail } = (await answer.json()) as { detail: string }
      expect([answer.status, detail]).toEqual([403, expect.stringContaining('An owner has to sign in')])
    }
    expect(await stored(castle)).toBe(before)
    const shown = (await (await castle.api('/api/orgs/lichen/settings')).json()) as object
    const numbers = { ...shown, noticeDays: 0, coolingHours: 0, confirmNoNotice: true }
    expect((await putAsOperator(castle, numbers)).status).toBe(200)
    expect(await stored(castle)).toContain('sealed:')
  })

  it('every change is told where letters went before it, without an address', async () => {
    const told: { message: Message; channels: string }[] = []
    const castle: Castle = await openCastle({
      postToCurrentChannels: async () => {
        const channels = (await stored(castle)) ?? 'none'
        return async (message) => void told.push({ message, channels })
      },
    })
    await put(castle, { channels: { slack: WEBHOOK }, noticeDays: 10 })
    await put(castle, { noticeDays: 10 })
    expect((await put(castle, { noticeDays: 999 })).status).toBe(422)
    await put(castle, { channels: { slack: null } })
    expect(told.map(({ message }) => [message.kind, message.lines[0]])).toEqual([
      ['rules_changed', 'Changed by an owner: noticeDays is now 10 and channels.'],
      ['rules_changed', 'Changed by an owner: channels.'],
    ])
    expect(told[1]?.channels).toContain('sealed:')
    expect(JSON.stringify(told.map(({ message }) => message))).not.toContain('verysecret')
  })

  it('any owner pauses every removal at once; the operator can, but cannot let them go on', async () => {
    const castle = await openCastle()
    const pause = (paused: boolean) =>
      castle.api('/api/orgs/lichen/pause', undefined, { method: 'PUT', body: JSON.stringify({ paused }) })
    expect(await (await pause(true)).json()).toEqual({ pausedAt: '2026-11-22T06:00:00Z' })
    expect((await pause(false)).status).toBe(403)
    expect((await castle.send('/orgs/lichen/settings/resume', OWNER, {})).status).toBe(303)
    expect((await findOrganization(castle.register, 'lichen'))?.pausedAt).toBe(null)
  })

  it('unreadable rules are said to be so, and can be set anew', async () => {
    const castle = await openCastle()
    await castle.register.run(`update organizations set rules = '{"windowMonths": "x"}' where id = 100`)
    expect((await castle.api('/api/orgs/lichen/settings')).status).toBe(409)
    expect(await (await castle.visit('/orgs/lichen/settings', OWNER)).text()).toContain('cannot be read')
    expect((await put(castle, { windowMonths: 6 })).status).toBe(200)
  })
})

/** What the settings page shows, as its form would send it. */
async function fieldsShown(castle: Castle): Promise<Record<string, string>> {
  return fieldsIn(await (await castle.visit('/orgs/lichen/settings', OWNER)).text())
}

function fieldsIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input [^>]*>/g)].flatMap(([tag]) => {
    const name = /name="([^"]+)"/.exec(tag)?.[1]
    const value = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
    const isSent = !tag.includes('type="checkbox"') || tag.includes(' checked')
    return name === undefined || name === 'token' || !isSent ? [] : [[name, value] as const]
  })
  const areas = [...page.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g)]
  return Object.fromEntries([...inputs, ...areas.map(([, name, text]) => [name, text] as const)])
}
