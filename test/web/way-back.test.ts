/** The view of what was done shows the way back, one form gives back, and a refusal stands in its row. */

import { beforeEach, describe, expect, test } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import type { Actor } from '../../src/policy/words.ts'
import { findNewestRestoration } from '../../src/register/revocations/restorations/restorations.ts'
import {
  decisions,
  organizations,
  outcomes,
  proposals,
  reviews,
  revocations,
} from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

const ADA: Actor = { kind: 'person', ...OWNER }
const PAGE = '/orgs/lichen/reviews/review-1?view=done'
const FORM = '/orgs/lichen/proposals/about-bela/give-back'
const API = '/api/proposals/about-bela/revocation'

let site: Site
let started: object[]

beforeEach(async () => {
  started = []
  site = await openSite({
    startRevocationInstance: async (revocation) => {
      started.push(revocation)
    },
  })
  const { register } = site
  await register.insert(reviews).values({
    ...{ id: 'review-1', orgId: 100, quarter: '2026-Q4', openedAt: NOW, openedBy: { kind: 'calendar' } },
    ...{ dueAt: '2026-12-13T06:00:00.000Z', auditId: 'audit-1' },
    scope: { contributors: null, countedTo: 11, because: 'calendar' },
  })
  await register.insert(proposals).values({ ...ABOUT_BELA, status: 'done' })
  await register.insert(decisions).values({
    ...{ id: 'd', proposalId: 'about-bela', voter: 'person:1', by: ADA, decision: 'revoke', reason: 'x' },
    ...{ plan: ABOUT_BELA.plan, at: NOW },
  })
  await register.insert(revocations).values({
    ...{ id: 'about-bela', orgId: 100, status: 'done', startedBy: ADA, startedAt: NOW, finishedAt: NOW },
    ...{ attempt: 1, rehearsal: false, verified: true, countedAt: NOW },
    snapshot: { kind: 'account', ...IDLE, at: NOW, grants: [], repositories: {}, teams: {} },
  })
  await register.insert(outcomes).values({
    ...{ revocationId: 'about-bela', step: 0, action: 'remove_membership', target: 'lichen', at: NOW },
    status: 'done',
  })
})

const shown = async (person = OWNER) => (await site.visit(PAGE, person)).text()
const standing = async () => (await findNewestRestoration(site.register, 'about-bela'))?.status

describe('the view of what was done', () => {
  test('says what came back, by whom it was decided, and until when it can be given back', async () => {
    const page = await shown()
    expect(page).toContain('Done: 1 key taken back')
    expect(page).toContain('Nobody had to be let back in.')
    expect(page).toContain('verified')
    expect(page).toContain('<span class="big">1</span>carried out')
    // What never happened is left out, and the report is one click away.
    expect(page).not.toContain('<span class="big">0</span>')
    expect(page).toContain('href="/orgs/Lichen/reviews/review-1/report"')
    expect(page).toContain('Give back')
    expect(page).toMatch(/until <time datetime="2028-11-22/)
  })
  test('calls all of it verified only where nothing was left of any', async () => {
    expect(await shown()).toContain('GitHub was read again, and nothing was left')
    await site.register.update(revocations).set({ status: 'failed', verified: false })
    const page = await shown()
    expect(page).toContain('something is left')
    expect(page).not.toContain('nothing was left')
    await site.register.update(revocations).set({ status: 'done', rehearsal: true, verified: true })
    expect(await shown()).not.toContain('nothing was left')
  })
  test('has nothing of which no part is gone: what waits for a hand is not done, and nothing is to be given back', async () => {
    await site.register.update(proposals).set({ status: 'by_hand' })
    await site.register.update(revocations).set({ status: 'by_hand', verified: null })
    expect(await shown()).toContain('Give back')
    await site.register.update(outcomes).set({ status: 'by_hand' })
    const page = await shown()
    expect(page).not.toContain('Give back')
    expect(page).toContain('<h1>Nothing was carried out yet</h1>')
    // The heading says it once; no panel repeats it.
    expect(page).not.toMatch(/Carried out <|carried out<\/li>/)
  })
  test('offers nothing once the way back has ended', async () => {
    site.clock.now = daysAfter(NOW, 740)
    const page = await shown()
    expect(page).not.toContain('give-back')
    expect(page).toMatch(/ended on <time datetime="2028-11-22/)
  })
})

describe('the form', () => {
  test('starts the giving back and leads to the row, which says so', async () => {
    const answer = await site.send(FORM, OWNER, {})
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')?.toLowerCase()).toBe(`${PAGE}#proposal-about-bela`)
    expect(started).toHaveLength(1)
    expect(await shown()).toContain('Being given back')
  })
  test('a refusal stands on the same page, in its row, and nothing is started', async () => {
    await site.register.update(organizations).set({ pausedAt: NOW })
    const answer = await site.send(FORM, OWNER, {})
    const page = await answer.text()
    expect(answer.status).toBe(409)
    expect(page).toContain('Done: 1 key taken back')
    expect(page).toMatch(/class="complaint">[^<]*paused/)
    expect(started).toEqual([])
  })
  test("an owner's or admin's role waits for a second owner, who finds the button", async () => {
    await site.register.update(proposals).set({ risk: { ...ABOUT_BELA.risk, privileged: true } })
    await site.send(FORM, OWNER, {})
    expect(started).toEqual([])
    expect(await standing()).toBe('waiting')
    const cleo = { id: 3, login: 'cleo' }
    site.owners.add(3)
    expect(await shown(cleo)).toContain('Agree, and give back')
  })
  test('is for owners alone', async () => {
    expect((await site.send(FORM, STRANGER, {})).status).toBe(404)
    expect(await standing()).toBeUndefined()
  })
})

describe('DELETE …/revocation', () => {
  test('is the way back: 202, and GET says restoring', async () => {
    const token = await site.token(OWNER)
    const answer = await site.api(API, token, { method: 'DELETE' })
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { id: 'about-bela', status: 'restoring', waitsFor: null },
    ])
    expect((await site.api(API, token, { method: 'DELETE' })).status).toBe(202)
    expect(await (await site.api(API, token)).json()).toMatchObject({ status: 'restoring' })
  })
  test('is 409 where nothing was removed', async () => {
    await site.register.update(revocations).set({ rehearsal: true })
    const answer = await site.api(API, await site.token(OWNER), { method: 'DELETE' })
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'conflict' }])
  })
})
