/** What everybody may see: nothing until owners switch it on, then numbers by quarter, out of caches. */

import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Principle } from '../../src/policy/rules/spec-6.ts'
import * as s from '../../src/register/schema.ts'
import { question } from '../fixtures/register/asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import {
  ADDRESSES,
  everythingPublic,
  FERN,
  finishedReview,
  fourOrganizations,
  LICHEN,
  publicJson,
  publish,
  SEDGE,
} from '../fixtures/register/publishing.ts'
import { IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

let site: Site

beforeEach(async () => {
  site = await fourOrganizations()
})

const json = (path: string) => publicJson(site, path)

describe('an organisation that has not switched it on', () => {
  it('is as unknown to strangers as one that is not served', async () => {
    for (const path of ['/lichen', '/api/public/orgs/lichen', '/badge/lichen.json']) {
      const [off, unknown] = [await site.visit(path), await site.visit(path.replace('lichen', 'nobody-here'))]
      expect([path, off.status, off.headers.get('cache-control')]).toEqual([path, 404, 'no-store'])
      expect(await off.text()).toBe(await unknown.text())
    }
    expect(await json('/api/public')).toMatchObject({ organizations: [], quarters: [] })
    expect(await (await site.visit('/')).text()).not.toMatch(/lichen|moss|fern|sedge/i)
  })

  it('shows its owners, and nobody else, what everybody would see', async () => {
    const preview = await site.visit('/orgs/lichen/public-page', OWNER)
    expect([preview.status, preview.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await preview.text()).toMatch(/Only you, the owners, see this[\s\S]*−75 %/)
    expect((await site.visit('/orgs/lichen/public-page', IDLE)).status).toBe(404)
    expect((await site.visit('/orgs/lichen/public-page')).status).toBe(303)
    expect(await (await site.visit('/orgs/lichen/settings', OWNER)).text()).toContain('href="public-page"')
  })

  it('is switched on and off by its owner’s form', async () => {
    // Until the first review has opened, everything is at once.
    await site.register.delete(s.reviews)
    const fields = { windowMonths: '6', noticeDays: '14', coolingHours: '24', reviewDueDays: '21' }
    const rest = { 'removalBudget.count': '50', 'removalBudget.share': '25', reviewEvery: 'quarter' }
    const send = (version: string, on: object) =>
      site.send('/orgs/lichen/settings', OWNER, { ...fields, ...rest, version, ...on })
    expect((await send('0', { public: 'yes' })).status).toBe(303)
    expect((await site.visit('/lichen')).status).toBe(200)
    expect((await send('1', {})).status).toBe(303)
    expect((await site.visit('/lichen')).status).toBe(404)
  })
})

describe('an organisation that publishes', () => {
  it('has its change by quarter, its last finished review and the digest of that report', async () => {
    await publish(site, LICHEN)
    const report = await (
      await site.visit('/api/orgs/lichen/reviews/100-2026-Q3/report?edition=handed_on', OWNER)
    ).json()
    expect(await json('/api/public/orgs/LICHEN')).toMatchObject({
      login: 'Lichen',
      newest: { quarter: '2026-Q3', state: 'goal_met', percent: -75, unusedInTen: 1 },
      quarters: [{ quarter: '2026-Q2', percent: -25 }, { quarter: '2026-Q3' }],
      review: { quarter: '2026-Q3' },
      onTime: true,
      reportDigest: (report as { digest: string }).digest,
    })
    const page = await (await site.visit('/lichen')).text()
    expect(page).toContain((report as { digest: string }).digest)
    expect(page).toMatch(
      /75 % less[\s\S]*img\.shields\.io\/endpoint\?url=https%3A%2F%2Fkeys\.example%2Fbadge%2FLichen\.json/,
    )
  })

  it('says of its review what the report of that review says, and no number', async () => {
    await publish(site, LICHEN)
    const reviewed = async () => {
      const [page, report] = [
        (await json('/api/public/orgs/lichen')) as { spec6: Principle[] },
        (await (
          await site.visit('/api/orgs/lichen/reviews/100-2026-Q3/report?edition=handed_on', OWNER)
        ).json()) as { report: { spec6: Principle[] } },
      ]
      const about = ({ asks }: Principle) => asks.startsWith('Access is reviewed')
      expect(page.spec6.find(about)).toEqual(report.report.spec6.find(about))
      return page.spec6.find(about)
    }
    expect(await reviewed()).toMatchObject({ stands: 'met' })
    await site.register.insert(s.proposals).values({
      ...question('left', { status: 'carried_over', openedAt: '2026-07-14T06:00:00.000Z' }),
      reviewId: '100-2026-Q3',
    })
    const left = await reviewed()
    expect(left).toMatchObject({ stands: 'partly' })
    expect(left?.how).not.toMatch(/\b1\b|one question/)
  })

  it('says of a change the same in the API as on its page: unchanged, risen or on the way', async () => {
    await publish(site, FERN)
    const states = async () => (await json('/api/public/orgs/fern')).quarters
    const page = async () => await (await site.visit('/fern')).text()
    expect(await states()).toMatchObject([
      { state: 'unchanged', percent: 0 },
      { state: 'on_the_way', percent: -50 },
    ])
    expect(await page()).toMatch(/on the way<[\s\S]*>unchanged</)
    await site.register.update(s.staleAccess).set({ stale: 61 }).where(eq(s.staleAccess.name, '2026-Q3'))
    expect((await states())?.at(-1)).toMatchObject({ state: 'risen', percent: 2 })
    expect(await page()).toMatch(/>risen<[\s\S]*>unchanged</)
  })

  it('has a badge as shields.io takes it', async () => {
    await publish(site, LICHEN, 200, FERN)
    const label = { schemaVersion: 1, label: 'access reviewed' }
    expect(await json('/badge/lichen.json')).toEqual({ ...label, message: '2026-Q3', color: 'green' })
    expect(await json('/badge/fern.json')).toEqual({ ...label, message: '2026-Q2', color: 'yellow' })
    expect(await json('/badge/moss.json')).toEqual({ ...label, message: 'not yet', color: 'lightgrey' })
  })

  it('shows nothing of a review that finished early until its quarter is over', async () => {
    await publish(site, LICHEN)
    const before = await everythingPublic(site)
    await finishedReview(site, LICHEN, '2026-Q4', NOW)
    expect(await everythingPublic(site)).toEqual(before)
    site.clock.now = '2027-01-01T06:17:00.000Z'
    expect(await json('/badge/lichen.json')).toMatchObject({ message: '2026-Q4' })
  })

  it('is too small to show where a number would tell of single people', async () => {
    await publish(site, 200)
    expect(await json('/api/public/orgs/moss')).toMatchObject({
      newest: { state: 'too_small', percent: null, unusedInTen: null },
    })
    expect(await (await site.visit('/moss')).text()).toContain('Too small to show')
  })
})

describe('all together', () => {
  it('are summed up where three are large enough, by quarter', async () => {
    await publish(site, LICHEN, 200, FERN)
    expect(await json('/api/public')).toMatchObject({ quarters: [] })
    expect((await site.visit('/report/2026-Q3')).status).toBe(404)
    await publish(site, SEDGE)
    expect(await json('/api/public')).toMatchObject({
      quarters: [
        {
          quarter: '2026-Q3',
          organizations: 3,
          percent: -52,
          goalMet: false,
          people: 50,
          reviewsFinished: 1,
          of: 4,
        },
        { quarter: '2026-Q2', organizations: 3, percent: -12 },
      ],
      onTime: { organizations: 1, of: 4 },
    })
    expect(await (await site.visit('/report/2026-Q3')).text()).toContain('52 % less')
    const front = await (await site.visit('/')).text()
    for (const text of ['4 organisations, one question a quarter', '−52 %', 'goal met', 'too small to show'])
      expect(front).toContain(text)
  })
})

describe('a flood', () => {
  beforeEach(() => publish(site, LICHEN, 200, FERN, SEDGE))

  it('of made-up queries costs no look into the register, and is led to the address that caches know', async () => {
    const { register, calls } = listenedTo(site.register)
    Object.assign(site.platform, { register })
    for (const path of [
      ...ADDRESSES,
      '/nobody-here',
      '/badge/nobody-here.json',
      '/api/public/orgs/nobody-here',
    ])
      for (const query of ['?x=1', '?x=2&utm_source=news', '?format=csv']) {
        const answer = await site.visit(`${path}${query}`)
        expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 301, path])
        expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
      }
    expect(calls).toEqual([])
  })

  it('is answered by caches: the same for everybody, for five minutes, with an ETag', async () => {
    for (const path of ADDRESSES) {
      const answer = await site.visit(path)
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([
        path,
        200,
        'public, max-age=300',
      ])
      expect(answer.headers.get('set-cookie')).toBeNull()
      const tag = answer.headers.get('etag') ?? ''
      const again = await site.visit(path, undefined, { headers: { 'if-none-match': tag } })
      expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
      // The start page of whoever is signed in is their own.
      if (path === '/') continue
      expect([path, await (await site.visit(path, OWNER)).text()]).toEqual([path, await answer.text()])
    }
  })

  it('never gets somebody’s own start page out of a cache', async () => {
    const [strangers, owners] = [await site.visit('/'), await site.visit('/', OWNER)]
    expect(strangers.headers.get('vary')).toContain('Cookie')
    expect(owners.headers.get('cache-control')).toBe('no-store')
    expect(owners.headers.get('location')).toMatch(/^\/orgs\//)
    const stale = await site.visit('/', undefined, { headers: { cookie: '__Host-chatelaine-session=old' } })
    expect(stale.headers.get('cache-control')).toBe('no-store')
  })
})
