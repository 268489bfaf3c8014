/** A deployment that keeps what a giving back needs for six months promises six months: on every page, in every text and refusal. */

import { describe, expect, it } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import { KEEPING } from '../../src/policy/people/keeping.ts'
import type { Instant } from '../../src/policy/words.ts'
import { answers, notices } from '../../src/register/schema.ts'
import { areMembers, askingAbout, question, REVIEW } from '../fixtures/register/asked.ts'
import { belaAsked, takenFromBela } from '../fixtures/register/bela-asked.ts'
import { fourOrganizations, LICHEN, publish } from '../fixtures/register/publishing.ts'
import { begun } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'
import { leaveTraces, SOMEBODY } from '../fixtures/register/somebody.ts'

const OPENED: Instant = '2026-11-20T06:00:00.000Z'
const API = '/api/proposals/about-bela/revocation'

/** The site as if KEEP_TEXTS_MONTHS were set to so many. */
function keeping(site: Site, textsMonths: number): Site {
  Object.assign(site.platform.deployment, { keeping: { ...KEEPING, textsMonths } })
  return site
}

const page = async (site: Site, path: string, person: typeof OWNER | undefined = OWNER) =>
  (await (await site.visit(path, person)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const everybody = async (site: Site, path: string) =>
  (await (await site.visit(path)).text()).replace(/\s+/g, ' ')

describe('six months are promised', () => {
  it('to whoever is asked, beside stepping down', async () => {
    for (const privileged of [false, true]) {
      const site = keeping(await belaAsked({ risk: { score: 1, opens: [], privileged } }), 6)
      const mine = await page(site, '/me', IDLE)
      expect(mine).toMatch(/For 6 months (one click of an owner brings|two owners together can bring)/)
      expect(mine).not.toContain('24 months')
    }
  })

  it.each(['still_needed', 'step_down', 'wrong'] as const)('after the answer %s', async (answer) => {
    const site = keeping(await belaAsked({ status: 'decided' }), 6)
    const by = { kind: 'person', ...IDLE } as const
    const about = { orgId: 100, proposalId: 'about-bela', accountId: IDLE.id }
    await site.register.insert(answers).values({ id: 'a', ...about, answer, by, at: NOW })
    const mine = await page(site, '/me/answers/about-bela', IDLE)
    expect(mine).toContain('you can ask to come back for 6 months.')
    expect(mine).not.toContain('24 months')
  })

  it('in every notice and in the announcement, as owners send them', async () => {
    const member = { power: 'membership_only' as const, openedAt: OPENED }
    const grantsThen = { 'organization_role:1': 'member' }
    const asked = [question('p1', { openedAt: OPENED }), question('m1', { ...member, grantsThen })]
    const site = keeping(await askingAbout(asked), 6)
    await areMembers(site, ['m1'])
    const list = await page(site, `${REVIEW}/notices`)
    expect(list).toContain('for 6 months any of us gives it back with one click')
    expect(list).toContain('for 6 months any of us gives the membership back')
    expect(list).not.toContain('24 months')
    expect(await page(site, `/api${REVIEW}/announcement`)).toContain('for 6 months any of us')
    expect(await site.register.select().from(notices)).toEqual([])
  })

  it('to everybody, on the start page and on the page of an organisation', async () => {
    const site = keeping(await fourOrganizations(), 6)
    await publish(site, LICHEN)
    for (const path of ['/', '/lichen']) {
      expect(await everybody(site, path)).toContain('a way back for 6 months')
      expect(await everybody(site, path)).not.toContain('24 months')
    }
    expect(await page(site, '/orgs/lichen/public-page')).not.toContain('24 months')
  })

  it('of what is stored about somebody, who reads as well that leave is counted for longer', async () => {
    const mine = await page(keeping(await belaAsked(), 6), '/me', IDLE)
    expect(mine).toContain('texts for 6 months; when you were away, for 24')
    expect(mine).toMatch(/exactly enough to give it back: 6 months/)
    expect(mine).toMatch(/texts and kinds are not among it; 6 months/)
    expect(await page(await belaAsked(), '/me', IDLE)).toMatch(
      /when you were away: texts for 24 months what was taken/,
    )
  })
})

describe('what was taken on 22 November 2026', () => {
  it('can be asked for until 22 May 2027, as the person reads and programs are told', async () => {
    const site = keeping(await takenFromBela(), 6)
    expect(await page(site, '/me', IDLE)).toMatch(/one click of an owner does it, until 22 May 2027/)
    const me = await (await site.visit('/api/me', IDLE)).json()
    expect(me).toMatchObject({ organizations: [{ taken: [{ giveBackUntil: '2027-05-22T06:00:00.000Z' }] }] })
  })

  it('is not asked for later, and the refusal says the day', async () => {
    const site = keeping(await takenFromBela(), 6)
    site.clock.now = daysAfter(NOW, 182)
    const sent = await site.send('/me/requests', IDLE, { revocation: 'about-bela', text: '' })
    expect([sent.status, await sent.text()]).toEqual([
      409,
      expect.stringContaining('What was taken could be given back until 22 May 2027.'),
    ])
    expect(await page(site, '/me', IDLE)).toContain('could be given back until 22 May 2027')
  })

  it('is given back by an owner as long, and then no more', async () => {
    const site = keeping(await takenFromBela({ startRevocationInstance: async () => undefined }), 6)
    const giveBack = async () => site.api(API, await site.token(OWNER), { method: 'DELETE' })
    site.clock.now = daysAfter(NOW, 182)
    const late = await giveBack()
    expect([late.status, await late.text()]).toEqual([
      409,
      expect.stringMatching(/taken more than 6 months ago: the way back ended on 22 May 2027/),
    ])
    expect(await page(site, '/orgs/lichen/reviews/review-1?view=done')).toContain('ended on 22 May 2027')
    site.clock.now = daysAfter(NOW, 181)
    expect((await giveBack()).status).toBe(202)
  })
})

describe('erasing somebody from whom something was taken on 1 March 2026', () => {
  const shown = (site: Site) => page(site, `/orgs/lichen/accounts/${SOMEBODY.login}`)
  const erase = (site: Site) =>
    site.visit(`/api/orgs/lichen/accounts/${SOMEBODY.login}/erasure`, OWNER, {
      method: 'POST',
      headers: { origin: HOME, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'organization', waivesWayBack: false }),
    })

  it('waits for the end of the way back, or for their word', async () => {
    const site = keeping(await begun(), 12)
    await leaveTraces(site)
    expect(await shown(site)).toContain('which is possible until 1 March 2027')
    const refused = await erase(site)
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('with one click until 1 March 2027'),
    ])
  })

  it('needs no word of theirs once it is over', async () => {
    const site = keeping(await begun(), 6)
    await leaveTraces(site)
    expect(await shown(site)).not.toContain('can be given back with one click then')
    expect((await erase(site)).status).toBe(200)
  })
})
