/** An owner subscribes to a private address and sees in their own calendar what waits, and nobody else's name. */

import { describe, expect, it } from 'vitest'
import { hoursAfter, instant } from '../../src/policy/calendar.ts'
import { organizations, pendingRules, proposals } from '../../src/register/schema.ts'
import { readCalendar } from '../fixtures/calendar-reader.ts'
import { question } from '../fixtures/register/asked.ts'
import { queueOf } from '../fixtures/register/queue-site.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

/** The path of a new address of the person's, as the page shows it once. */
async function addressOf(site: Site, person = OWNER): Promise<string> {
  const made = await site.send('/me/calendar', person, {})
  expect(made.status).toBe(201)
  const url = /https:\/\/keys\.example\/calendar\/[A-Za-z0-9_-]+\.ics/.exec(await made.text())?.[0] ?? ''
  return url.slice(HOME.length)
}

/** What a calendar program reads there, without any session. */
async function eventsAt(site: Site, path: string) {
  const answer = await site.visit(path)
  expect(answer.status).toBe(200)
  return readCalendar(await answer.text())
}

const summaries = async (site: Site, path: string) =>
  (await eventsAt(site, path)).map(({ DTSTART, SUMMARY }) => `${DTSTART} ${SUMMARY}`)

describe('a calendar address', () => {
  it('shows the review, second answers that are wanted, removals by day and changes of rules, as counts with links', async () => {
    const site = await queueOf(3)
    for (const row of [question('p1'), question('p2'), question('m1', { status: 'needs_second' })])
      await site.register.insert(proposals).values(row)
    const waits = { orgId: 100, value: 7, by: { kind: 'person', ...TEO } as const, at: NOW }
    await site.register.insert(pendingRules).values([
      { id: 'a.0', setting: 'noticeDays', toldAt: NOW, ...waits },
      { id: 'a.1', setting: 'coolingHours', ...waits },
    ])
    const path = await addressOf(site)
    expect(await summaries(site, path)).toEqual([
      '20261211 Lichen: the review of 2026-Q4 is due',
      '20261122 Lichen: 1 second answer is wanted',
      '20261206 Lichen: 2 removals are due',
      '20261207 Lichen: 1 removal is due',
      '20261129 Lichen: 1 change of the rules takes effect',
      '20261122 Lichen: 1 change of the rules waits for another owner',
    ])
    const [due] = await eventsAt(site, path)
    expect(due?.DESCRIPTION).toContain('2 questions wait')
    expect(due?.URL).toBe(`${HOME}/orgs/Lichen/reviews/review-1`)
  })

  it('names nobody: no login, no name, not even whose it is', async () => {
    const site = await queueOf(3)
    await site.register.insert(proposals).values(question('p1', { status: 'needs_second' }))
    const text = await (await site.visit(await addressOf(site))).text()
    const people = await site.register.query.accounts.findMany()
    for (const name of [...people.flatMap(({ login, name }) => [login, name ?? login]), OWNER.login, 'p1'])
      expect(text.toLowerCase(), name).not.toContain(name.toLowerCase())
    expect(text).not.toContain('Thank you.')
  })

  it('says when the next review opens where none is open', async () => {
    const site = await openSite()
    await site.register.update(organizations).set({ firstCompleteAt: NOW })
    expect(await summaries(site, await addressOf(site))).toEqual(['20261206 Lichen: the next review opens'])
  })

  it('is for programs alone: read by nobody else, kept by no cache, found by no search engine', async () => {
    const site = await begun()
    const answer = await site.visit(await addressOf(site))
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    expect(await (await site.visit('/robots.txt')).text()).toContain('Disallow: /calendar/')
  })

  it('of somebody who is no owner any more shows nothing of that organisation', async () => {
    const site = await begun()
    const path = await addressOf(site)
    expect(await eventsAt(site, path)).not.toEqual([])
    await site.register.run("update grants set closed_at = '2026-11-23T06:00:00.000Z' where account_id = 1")
    await site.register.run("delete from rights where key = '100:1'")
    const answer = await site.visit(path)
    expect([answer.status, readCalendar(await answer.text())]).toEqual([200, []])
  })

  it('never shows an organisation of other people', async () => {
    const site = await begun()
    await site.register.update(organizations).set({ firstCompleteAt: NOW })
    const text = async (person: typeof OWNER) => (await site.visit(await addressOf(site, person))).text()
    expect(await text(OWNER)).not.toContain('moss')
    expect(await text(TEO)).toContain('moss')
    expect(readCalendar(await text(STRANGER))).toEqual([])
    expect(readCalendar(await text(IDLE))).toEqual([])
  })

  it('is shown once: the register keeps its digest alone, and the page does not show it again', async () => {
    const site = await begun()
    const secret = (await addressOf(site)).slice('/calendar/'.length, -'.ics'.length)
    expect(JSON.stringify(await site.register.query.calendarAddresses.findMany())).not.toContain(secret)
    const page = await (await site.visit('/me/calendar', OWNER)).text()
    expect(page).not.toContain(secret)
    expect(page).toContain('never')
  })

  it('ends at once, and is then as one that never was', async () => {
    const site = await begun()
    const path = await addressOf(site)
    const [kept] = await site.register.query.calendarAddresses.findMany()
    expect((await site.send(`/me/calendar/${kept?.hash}/end`, OWNER, {})).status).toBe(303)
    const body = async (at: string) => {
      const answer = await site.visit(at)
      return [answer.status, await answer.text()]
    }
    const ended = await body(path)
    expect(ended[0]).toBe(404)
    expect(ended).toEqual(await body('/calendar/never-was.ics'))
    expect(ended).toEqual(await body('/calendar/never-was'))
  })

  it('is ended by nobody else, and not by a form of another session', async () => {
    const site = await begun()
    const path = await addressOf(site)
    const [kept] = await site.register.query.calendarAddresses.findMany()
    const end = `/me/calendar/${kept?.hash}/end`
    expect((await site.send(end, TEO, {})).status).toBe(404)
    expect((await site.send(end, OWNER, { token: 'made-up' })).status).toBe(403)
    expect((await site.send('/me/calendar', OWNER, { token: 'made-up' })).status).toBe(403)
    expect((await site.visit(path)).status).toBe(200)
  })

  it('is one of three at most', async () => {
    const site = await begun()
    for (let n = 0; n < 3; n += 1) await addressOf(site)
    expect((await site.send('/me/calendar', OWNER, {})).status).toBe(409)
    expect(await (await site.visit('/me/calendar', OWNER)).text()).not.toContain('Make an address')
    await addressOf(site, TEO)
    const [one] = await site.register.query.calendarAddresses.findMany()
    await site.send(`/me/calendar/${one?.hash}/end`, OWNER, {})
    await addressOf(site)
  })

  it('is made by no bearer token, and its page asks whoever is not signed in to sign in', async () => {
    const site = await begun()
    const token = await site.token(OWNER)
    expect((await site.api('/me/calendar', token)).status).toBe(403)
    expect((await site.api('/me/calendar', token, { method: 'POST' })).status).toBe(403)
    expect((await site.visit('/me/calendar')).headers.get('location')).toContain('/sign-in')
  })

  it('is not made by a session older than ten minutes, which it would outlive', async () => {
    const site = await begun()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER, 11)}`
    const page = await (await site.visit('/me', undefined, { headers: { cookie } })).text()
    const body = new URLSearchParams({ token: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '' })
    const headers = { cookie, origin: HOME, referer: `${HOME}/me/calendar` }
    const refused = await site.visit('/me/calendar', undefined, { method: 'POST', headers, body })
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('/sign-in?again=1&amp;to=%2Fme%2Fcalendar'),
    ])
    expect(await site.register.query.calendarAddresses.findMany()).toEqual([])
  })

  it('notes when it was read, once an hour at most', async () => {
    const site = await begun()
    const path = await addressOf(site)
    const lastRead = async () => (await site.register.query.calendarAddresses.findMany())[0]?.lastReadAt
    const readBefore = (hours: number) =>
      site.register.run(
        `update calendar_addresses set last_read_at = '${hoursAfter(instant(Date.now()), -hours)}'`,
      )
    expect(await lastRead()).toBeNull()
    await site.visit(path)
    expect(await lastRead()).not.toBeNull()
    await readBefore(0.9)
    const before = await lastRead()
    await site.visit(path)
    expect(await lastRead()).toBe(before)
    await readBefore(1.1)
    const older = await lastRead()
    await site.visit(path)
    expect(await lastRead()).not.toBe(older)
  })

  it('is counted by address as every public page, before anything is looked up', async () => {
    const site = await begun({ withinLimit: async (kind) => kind !== 'anonymous' })
    const answer = await site.visit('/calendar/x.ics', undefined, {
      headers: { 'cf-connecting-ip': '192.0.2.1' },
    })
    expect(answer.status).toBe(429)
  })

  it('still says how many removals there are where the rules cannot be read', async () => {
    const site = await queueOf(2)
    const path = await addressOf(site)
    await site.register.run('update organizations set rules = \'{"no": 1}\' where id = 100')
    expect(await summaries(site, path)).toContain('20261122 Lichen: 2 removals are in the queue')
  })
})
