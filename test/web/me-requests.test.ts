/** Somebody asks to come back: only for their own, within 24 months, once; owners read it, give it back or decline. */

import { beforeEach, describe, expect, test } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import { history, historyTexts, returnRequests, revocations } from '../../src/register/schema.ts'
import { takenFromBela } from '../fixtures/register/bela-asked.ts'
import { HOME, IDLE, NOW, OWNER, type Site, STRANGER } from '../fixtures/register/site.ts'

const DONE = '/orgs/lichen/reviews/review-1?view=done'
const DECLINE = '/orgs/lichen/proposals/about-bela/decline-return'
const ASK = { revocation: 'about-bela', text: 'I would like to help with the atlas again.' }

let site: Site
let posted: { kind: string; title: string }[]

beforeEach(async () => {
  posted = []
  site = await takenFromBela({
    post: async (_org, message) => {
      posted.push(message)
    },
  })
})

const ask = (person = IDLE, fields: Record<string, string> = ASK) => site.send('/me/requests', person, fields)
const asked = () => site.register.select().from(returnRequests)
const page = async (path: string, person = OWNER) => (await site.visit(path, person)).text()
const acts = async () =>
  (await site.register.select({ act: history.act }).from(history)).map(({ act }) => act)
const overApi = (path: string, person: typeof OWNER, method: string, body?: object) =>
  site.visit(path, person, {
    method,
    headers: { origin: HOME, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

describe('asking to come back', () => {
  test('is recorded, told to the owners, and shown on the own page with what one wrote', async () => {
    expect(await page('/me', IDLE)).toContain('Ask to come back')
    expect((await ask()).status).toBe(303)
    const mine = await page('/me', IDLE)
    expect(mine).toContain('You asked for it on')
    expect(mine).toContain(ASK.text)
    expect(mine).not.toContain('Ask to come back')
    expect(await acts()).toEqual(['return_asked'])
    expect(posted.map(({ kind, title }) => [kind, title])).toEqual([
      ['asked_back', 'Lichen: somebody asks to come back'],
    ])
  })
  test('gives nothing back by itself', async () => {
    await ask()
    expect((await site.register.select().from(revocations))[0]?.status).toBe('done')
  })
  test('twice is asking once', async () => {
    await ask()
    expect((await ask()).status).toBe(409)
    expect(await asked()).toHaveLength(1)
    expect(await acts()).toEqual(['return_asked'])
  })
  test('is for one’s own only: to everybody else it is as unknown as what never was', async () => {
    const foreign = await ask(STRANGER)
    const never = await ask(STRANGER, { ...ASK, revocation: 'never' })
    expect([foreign.status, never.status]).toEqual([404, 404])
    expect((await ask(OWNER)).status).toBe(404)
    expect(await asked()).toEqual([])
  })
  test('ends with the way back, after 24 months', async () => {
    site.clock.now = daysAfter(NOW, 740)
    expect(await page('/me', IDLE)).toContain('could be given back until 22 November 2028')
    expect((await ask()).status).toBe(409)
    expect(await asked()).toEqual([])
  })
  test('is not for what was only rehearsed', async () => {
    await site.register.update(revocations).set({ rehearsal: true })
    expect(await page('/me', IDLE)).not.toContain('What you no longer hold')
    expect((await ask()).status).toBe(404)
  })
  test('keeps what was entered where it is too long', async () => {
    const long = 'x'.repeat(2001)
    const answer = await ask(IDLE, { ...ASK, text: long })
    const shown = await answer.text()
    expect(answer.status).toBe(422)
    expect(shown).toContain(`value="${long}"`)
    expect(shown).toContain('2000 characters at most')
  })
  test('can be taken back, by whoever asked alone', async () => {
    await ask()
    const id = (await asked())[0]?.id ?? ''
    expect((await site.send(`/me/requests/${id}/withdraw`, STRANGER, {})).status).toBe(404)
    expect((await site.send(`/me/requests/${id}/withdraw`, IDLE, {})).status).toBe(303)
    expect((await asked())[0]?.endedBecause).toBe('withdrawn')
    expect((await ask()).status).toBe(303)
    expect(posted).toHaveLength(2)
  })
  test('over the API: 201, 409, 404, and no token asks', async () => {
    expect((await overApi('/api/me/requests', IDLE, 'POST', ASK)).status).toBe(201)
    expect((await overApi('/api/me/requests', IDLE, 'POST', ASK)).status).toBe(409)
    expect((await overApi('/api/me/requests', STRANGER, 'POST', ASK)).status).toBe(404)
    const token = await site.token(IDLE)
    const body = JSON.stringify(ASK)
    expect((await site.api('/api/me/requests', token, { method: 'POST', body })).status).toBe(403)
    const id = (await asked())[0]?.id ?? ''
    expect((await overApi(`/api/me/requests/${id}`, IDLE, 'DELETE')).status).toBe(204)
  })
})

describe('owners', () => {
  test('read on the overview and in the row who asks, since when and with which words', async () => {
    expect(await page('/orgs/lichen')).not.toContain('asks to come back')
    await ask()
    expect(await page('/orgs/lichen')).toContain('asks to come back')
    const row = await page(DONE)
    expect(row).toContain('bela asks to come back')
    expect(row).toContain(ASK.text)
    expect(row).toContain('give-back')
  })
  test('decline: the reason stands in the history, the person sees the day and whom to talk to, and not why', async () => {
    await ask()
    expect((await site.send(DECLINE, OWNER, { reason: 'Rotated keys first.' })).status).toBe(303)
    const mine = await page('/me', IDLE)
    expect(mine).toMatch(/an owner declined on <time[^>]*>22 November 2026/)
    expect(mine).toContain('https://github.example/ada')
    expect(mine).not.toContain('Rotated keys')
    expect(mine).not.toContain('Ask to come back')
    const texts = await site.register.select({ text: historyTexts.text }).from(historyTexts)
    expect(JSON.stringify(texts)).toContain('Rotated keys first.')
    expect(JSON.stringify(texts)).not.toContain('first..')
    expect((await ask()).status).toBe(409)
    expect(await page('/orgs/lichen')).not.toContain('asks to come back')
  })
  test('can still give it back after they declined', async () => {
    await ask()
    await site.send(DECLINE, OWNER, {})
    expect(await page(DONE)).toContain('give-back')
  })
  test('alone decline: neither the person nor a stranger nor a deployment token does', async () => {
    await ask()
    expect((await site.send(DECLINE, IDLE, {})).status).toBe(403)
    expect((await site.send(DECLINE, STRANGER, {})).status).toBe(404)
    const path = '/api/proposals/about-bela/request'
    expect((await site.api(path, undefined, { method: 'DELETE' })).status).toBe(403)
    expect((await asked())[0]?.endedAt).toBe(null)
    expect((await overApi(path, OWNER, 'DELETE')).status).toBe(204)
  })
  test('nobody declines what they ask for themselves', async () => {
    site.owners.add(IDLE.id)
    await ask()
    expect((await site.send(DECLINE, IDLE, {})).status).toBe(403)
    expect((await asked())[0]?.endedAt).toBe(null)
  })
})
