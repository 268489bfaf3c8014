/** Answers and leave over the web: who may give them, who enters them for others, and who sees them. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { leaves, proposals, reviews } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'

const LONG_AGO: Instant = '2026-11-01T06:00:00.000Z'
const json = { origin: HOME, 'content-type': 'application/json' }

let site: Site
beforeEach(async () => {
  site = await begun()
  await site.register.insert(proposals).values({ ...ABOUT_BELA, openedAt: LONG_AGO })
})

const ask = (path: string, person: typeof OWNER | undefined, body: object, method = 'POST', headers = json) =>
  site.visit(path, person, { method, headers, body: JSON.stringify(body) })
const says = (body: object, person: typeof OWNER | null = IDLE) =>
  ask('/api/me/answers', person ?? undefined, { proposal: 'about-bela', ...body })
const enters = (body: object, person: typeof OWNER | undefined = OWNER) =>
  ask('/api/proposals/about-bela/answers', person, { toldBy: 'by phone', ...body })
const statusOf = async () => (await site.register.query.proposals.findFirst())?.status

describe('an answer about oneself', () => {
  it('is taken from whoever is signed in, and says what becomes of it', async () => {
    const answer = await says({ answer: 'still_needed', text: 'The herbarium.' })
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { status: 'open', sentence: expect.stringContaining('decide afresh') },
    ])
  })

  it('is taken back', async () => {
    await says({ answer: 'step_down' })
    expect(await statusOf()).toBe('decided')
    const back = await ask('/api/me/answers/about-bela', IDLE, {}, 'DELETE')
    expect([back.status, await statusOf()]).toEqual([200, 'open'])
    expect((await ask('/api/me/answers/about-bela', IDLE, {}, 'DELETE')).status).toBe(409)
  })

  it.each([
    ['an owner', OWNER],
    ['a stranger', STRANGER],
  ])('%s is told that there is no such question about them', async (_, person) => {
    const unknown = await ask('/api/me/answers', person, { proposal: 'none', answer: 'wrong' })
    const theirs = await says({ answer: 'wrong' }, person)
    expect([theirs.status, await theirs.text()]).toEqual([404, await unknown.text()])
    expect(await site.register.query.answers.findMany()).toEqual([])
  })

  it('is refused to nobody, to tokens, to the operator, and to a form of another site', async () => {
    const body = JSON.stringify({ proposal: 'about-bela', answer: 'step_down' })
    expect((await says({ answer: 'step_down' }, null)).status).toBe(401)
    const byToken = await site.api('/api/me/answers', await site.token(IDLE), { method: 'POST', body })
    const byOperator = await site.api('/api/me/answers', undefined, { method: 'POST', body })
    const elsewhere = { ...json, origin: 'https://elsewhere.example' }
    const forged = await ask('/api/me/answers', IDLE, JSON.parse(body), 'POST', elsewhere)
    expect([byToken.status, byOperator.status, forged.status]).toEqual([403, 403, 403])
    expect(await statusOf()).toBe('open')
  })

  it('that is done or closed says what there is instead', async () => {
    await site.register.update(proposals).set({ status: 'done' })
    const answer = await says({ answer: 'still_needed' })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('ask to come back')])
  })

  it('away needs a day within twelve months', async () => {
    expect((await says({ answer: 'away' })).status).toBe(422)
    expect((await says({ answer: 'away', until: '2029-01-01' })).status).toBe(422)
    expect((await says({ answer: 'away', until: '2027-05-01' })).status).toBe(201)
    expect(await statusOf()).toBe('stale')
  })
})

describe('leave', () => {
  it('is set for everywhere, replaced and ended by the person', async () => {
    const set = (until: string) => ask('/api/me/leave', IDLE, { until }, 'PUT')
    expect(await (await set('2027-05-01')).json()).toEqual({ until: '2027-05-01T23:59:59.000Z' })
    expect((await set('2027-03-01')).status).toBe(200)
    expect((await ask('/api/me/leave', IDLE, {}, 'DELETE')).status).toBe(204)
    expect((await ask('/api/me/leave', IDLE, {}, 'DELETE')).status).toBe(409)
    const rows = await site.register.select().from(leaves)
    expect(rows.map(({ orgId, endedAt }) => [orgId, endedAt])).toEqual([
      [null, NOW],
      [null, NOW],
    ])
  })
})

describe('what an owner was told', () => {
  it('is entered by API and by form, and shown to owners with who entered it', async () => {
    expect((await enters({ answer: 'still_needed' })).status).toBe(201)
    const form = await site.send('/orgs/lichen/proposals/about-bela/answers', TEO, {
      answer: 'wrong',
      toldBy: 'in person',
      until: '',
    })
    expect(form.status).toBe(303)
    const page = await (await site.visit('/orgs/lichen/reviews/review-1', OWNER)).text()
    expect(page).toContain('said: something here is wrong')
    expect(page.replaceAll(/\s+/g, ' ')).toMatch(/teo was told \((<\w+[^>]*>)*in person/)
  })

  it('is refused to the person, to members, to other organisations’ owners and to tokens', async () => {
    expect((await enters({ answer: 'still_needed' }, IDLE)).status).toBe(403)
    site.owners.add(IDLE.id)
    expect((await enters({ answer: 'still_needed' }, IDLE)).status).toBe(403)
    expect((await enters({ answer: 'still_needed' }, STRANGER)).status).toBe(404)
    const body = JSON.stringify({ answer: 'wrong', toldBy: 'x' })
    const byToken = await site.api('/api/proposals/about-bela/answers', await site.token(OWNER), {
      method: 'POST',
      body,
    })
    expect(byToken.status).toBe(403)
    expect(await site.register.query.answers.findMany()).toEqual([])
  })

  it.each([{ answer: 'still_needed' }, { answer: 'step_down' }, { answer: 'away', until: '2026-11-24' }])(
    'ends and shortens no leave that the person set themselves, and nobody is told anything meanwhile: %j',
    async (told) => {
      const risk = { ...ABOUT_BELA.risk, privileged: true }
      await site.register.update(proposals).set({ risk })
      await says({ answer: 'away', until: '2027-05-01' })
      expect((await enters(told)).status).toBe(201)
      await says({ answer: 'away', until: '2027-05-01' })
      await enters(told, TEO)
      site.clock.now = '2026-11-26T06:00:00.000Z'
      const notice = await ask('/api/proposals/about-bela/notice', OWNER, { way: 'mail' })
      expect([notice.status, await notice.text()]).toEqual([409, expect.stringContaining('away until 1 May')])
      expect((await says({ answer: 'still_needed' })).status).toBe(201)
      expect((await ask('/api/proposals/about-bela/notice', OWNER, { way: 'mail' })).status).toBe(201)
    },
  )

  it('may end a leave that an owner entered before', async () => {
    await site.register.update(proposals).set({ risk: { ...ABOUT_BELA.risk, privileged: true } })
    await enters({ answer: 'away', until: '2027-05-01' })
    await enters({ answer: 'still_needed' }, TEO)
    expect(await site.register.select().from(leaves)).toMatchObject([{ endedAt: NOW }])
  })

  it('has its form behind the link on the opened row, and not in one’s own case', async () => {
    const page = async (person = OWNER) =>
      await (await site.visit('/orgs/lichen/reviews/review-1?told=about-bela', person)).text()
    expect(await (await site.visit('/orgs/lichen/reviews/review-1', OWNER)).text()).toContain(
      'told=about-bela#told',
    )
    expect(await page()).toContain('action="/orgs/Lichen/proposals/about-bela/answers"')
    site.owners.add(IDLE.id)
    expect(await page(IDLE)).not.toContain('action="/orgs/Lichen/proposals/about-bela/answers"')
  })
})

describe('SECURITY.md, row 7: what somebody answered', () => {
  const everywhere = async (token?: string) => {
    const texts: string[] = []
    for (const path of [
      '/api/proposals/about-bela',
      '/api/orgs/lichen/reviews/review-1/proposals',
      '/api/orgs/lichen/accounts',
      '/api/orgs/lichen/accounts?verdict=exempt',
      '/api/orgs/lichen/accounts/bela',
      '/api/orgs/lichen/history',
      '/api/orgs/lichen/queue',
      '/orgs/lichen/reviews/review-1',
      '/orgs/lichen/reviews/review-1?view=queue',
      '/orgs/lichen/reviews/review-1?format=json',
      '/orgs/lichen/accounts',
      '/orgs/lichen/accounts/bela',
      '/orgs/lichen/history',
      '/orgs/lichen/history?format=json',
    ]) {
      const answer = await site.api(path, token)
      expect([path, answer.status]).toEqual([path, 200])
      texts.push(await answer.text())
    }
    return texts.join('\n')
  }

  it('and that they are away, is seen by owners and not by the operator', async () => {
    await says({ answer: 'still_needed', text: 'My private words.' })
    await ask('/api/me/leave', IDLE, { until: '2027-05-01' }, 'PUT')
    const said = /My private words|still needed|They answered|2027-05-01|1 May 2027/
    expect(await everywhere(await site.token(OWNER))).toMatch(said)
    expect(await everywhere()).not.toMatch(said)
  })

  it('is shown on the next review, as the last time’s', async () => {
    await says({ answer: 'still_needed', text: 'The same as every year.' })
    await site.register.update(reviews).set({ closedAt: NOW })
    await site.register.insert(reviews).values({
      ...{ id: 'review-2', orgId: 100, quarter: '2027-Q1', openedAt: NOW, openedBy: { kind: 'calendar' } },
      ...{ dueAt: '2027-02-01T06:00:00.000Z', auditId: 'audit-0' },
      scope: { contributors: 3, countedTo: 11, because: 'calendar' },
    })
    await site.register.insert(proposals).values({ ...ABOUT_BELA, id: 'again', reviewId: 'review-2' })
    const page = await (await site.visit('/orgs/lichen/reviews/review-2', OWNER)).text()
    expect(page).toContain('last time: said: still needed')
    expect(page).toContain('The same as every year.')
  })
})
