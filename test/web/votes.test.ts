/** Answers through the form, the API and a bearer token: a second vote, a changed answer, a long *keep*, somebody's own case. */

import { describe, expect, it } from 'vitest'
import type { Grant, Instant } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { organizations, proposals } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { begun, TEO } from '../fixtures/register/rules-site.ts'
import { HOME, IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const LONG_AGO: Instant = '2026-10-01T06:00:00.000Z'
const API = '/api/proposals/about-bela/decisions'
/** By the form of the review's page. */
const byForm = (
  site: Site,
  { decision, ...fields }: { decision: string; reason: string; until?: string },
  person = OWNER,
) =>
  site.send('/orgs/lichen/reviews/review-1/decisions', person, {
    'answer.about-bela': decision,
    reason: fields.reason,
    'until.about-bela': fields.until ?? '',
  })
const revoke = { decision: 'revoke', reason: 'Thank you.' }

/** A review that asks about bela; `privileged`: as an administrator. Both owners have been ones for long. */
async function asking(privileged: boolean): Promise<Site> {
  const site = await begun()
  const teo: Grant = { kind: 'organization_role', account: TEO.id, role: 'admin' }
  for (const statement of grantsStatements(site.register, 100, [teo], LONG_AGO)) await statement
  await site.register.update(organizations).set({ firstCompleteAt: NOW })
  await site.register.insert(proposals).values({
    ...ABOUT_BELA,
    risk: { score: 1, opens: [], privileged },
    openedAt: LONG_AGO,
  })
  return site
}

/** By the API with a session that is so many minutes old. */
const answer = async (site: Site, body: object, person = OWNER, minutesAgo = 0) =>
  site.visit(API, undefined, {
    method: 'POST',
    headers: {
      cookie: `__Host-chatelaine-session=${await site.session(person, minutesAgo)}`,
      origin: HOME,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
const byToken = async (site: Site, body: object, person = OWNER) =>
  site.api(API, await site.token(person), { method: 'POST', body: JSON.stringify(body) })
const told = async (response: Response) => [
  response.status,
  ((await response.json()) as { status: unknown }).status,
]

describe('an answer to a list in which a proposal stands twice', () => {
  it('is recorded once, and refused once where either was not shown so', async () => {
    const site = await asking(false)
    const { seen } = (await (
      await site.api('/api/proposals/about-bela', await site.token(OWNER))
    ).json()) as {
      seen: string
    }
    const answerAll = async (...seenEach: readonly string[]) => {
      const proposals = seenEach.map((each) => ({ id: 'about-bela', seen: each }))
      const body = JSON.stringify({ proposals, decision: 'revoke', reason: 'Has moved on.' })
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const given = await site.api(
        '/api/orgs/lichen/reviews/review-1/decisions',
        await site.token(OWNER),
        init,
      )
      const { decided, refused } = (await given.json()) as { decided: object[]; refused: object[] }
      return [given.status, decided.length, refused.length]
    }
    expect(await answerAll(seen, 'made-up')).toEqual([200, 0, 1])
    expect(await answerAll('made-up', 'made-up')).toEqual([200, 0, 1])
    expect(await answerAll(seen, seen)).toEqual([200, 1, 0])
  })
})

describe("the second vote on an administrator's right", () => {
  it('is taken from another owner who has just signed in, by form and by API', async () => {
    const byApi = await asking(true)
    expect(await told(await answer(byApi, revoke))).toEqual([201, 'needs_second'])
    expect(await told(await answer(byApi, revoke, TEO))).toEqual([201, 'decided'])
    const other = await asking(true)
    await byForm(other, revoke)
    expect((await byForm(other, revoke, TEO)).status).toBe(303)
    expect((await other.register.query.proposals.findFirst())?.status).toBe('decided')
  })

  it('is taken from no session older than ten minutes, which is sent to sign in again', async () => {
    const site = await asking(true)
    await answer(site, revoke)
    const old = await answer(site, revoke, TEO, 11)
    expect([old.status, await old.json()]).toMatchObject([403, { code: 'sign_in_again' }])
  })

  it('is taken from no bearer token, though the first may come from one', async () => {
    const site = await asking(true)
    expect(await told(await byToken(site, revoke))).toEqual([201, 'needs_second'])
    expect((await byToken(site, revoke, TEO)).status).toBe(403)
    expect((await site.api(API, undefined, { method: 'POST', body: JSON.stringify(revoke) })).status).toBe(
      403,
    )
    expect((await site.register.query.proposals.findFirst())?.status).toBe('needs_second')
  })
})

describe('an answer', () => {
  it('is 201 at first, 409 again, and 200 where it takes the place of another', async () => {
    const site = await asking(false)
    expect(await told(await answer(site, revoke))).toEqual([201, 'decided'])
    expect((await answer(site, revoke)).status).toBe(409)
    expect((await answer(site, { ...revoke, decision: 'keep', until: '2027-03-01' })).status).toBe(200)
  })

  it('that differs from another owner’s opens the proposal again, and the page says why', async () => {
    const site = await asking(false)
    await answer(site, revoke)
    const other = await answer(site, { decision: 'keep', reason: '', until: '2027-03-01' }, TEO)
    expect(await told(other)).toEqual([201, 'open'])
    const page = await (await site.visit('/orgs/lichen/reviews/review-1?view=second', OWNER)).text()
    expect(page).toContain('Owners answered differently: ada revoke and teo keep.')
  })

  it.each([
    [false, '2027-11-23'],
    [true, '2027-05-23'],
  ])('keeps nobody too long (an administrator: %s), by form, API or token', async (privileged, until) => {
    const site = await asking(privileged)
    const keep = { decision: 'keep', reason: 'mentors', until }
    expect((await answer(site, keep)).status).toBe(422)
    expect((await byToken(site, keep)).status).toBe(422)
    expect((await byForm(site, keep)).status).toBe(422)
    expect((await site.register.query.proposals.findFirst())?.status).toBe('open')
  })

  it('to one’s own case is refused, by form, API and token', async () => {
    const site = await asking(false)
    site.owners.add(IDLE.id)
    expect((await answer(site, revoke, IDLE)).status).toBe(403)
    expect((await byToken(site, revoke, IDLE)).status).toBe(403)
    expect((await byForm(site, revoke, IDLE)).status).toBe(403)
  })
})
