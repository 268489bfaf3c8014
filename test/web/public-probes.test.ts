/** Whoever asks again and again, in every way that is open to strangers, learns nothing by how or when the answers differ. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { recordChange } from '../../src/register/history/history.ts'
import * as s from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import {
  ADDRESSES,
  FERN,
  fourOrganizations,
  LICHEN,
  publicJson,
  publish,
  SEDGE,
  setRules,
} from '../fixtures/register/publishing.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'
import { leaveTraces } from '../fixtures/register/somebody.ts'

let site: Site
beforeEach(async () => {
  site = await fourOrganizations()
})

/** Status, every header and the text of an answer, with the name that was asked for left out. */
async function answerTo(path: string, init: RequestInit = {}): Promise<readonly unknown[]> {
  const answer = await site.visit(path, undefined, init)
  const text = (await answer.text()).replaceAll(/lichen|nobody-here/gi, 'NAME')
  const headers = [...answer.headers].map(([name, value]) => [
    name,
    value.replaceAll(/lichen|nobody-here/gi, 'NAME'),
  ])
  return [answer.status, headers, text]
}

const OF_AN_ORGANIZATION = [
  ...[
    '/lichen',
    '/LICHEN',
    '/badge/lichen.json',
    '/badge/lichen',
    '/badge/lichen.svg',
    '/api/public/orgs/lichen',
  ],
  ...['/orgs/lichen', '/orgs/lichen/accounts', '/orgs/lichen/accounts/bela', '/orgs/lichen/public-page'],
  ...[
    '/orgs/lichen/reviews/100-2026-Q3',
    '/orgs/lichen/reviews/100-2026-Q3/report',
    '/orgs/lichen/repositories/atlas',
  ],
  ...[
    '/api/orgs/lichen',
    '/api/orgs/lichen/accounts/bela',
    '/api/orgs/lichen/stale-access',
    '/api/orgs/lichen/queue',
  ],
  ...['/api/orgs/lichen/reviews/100-2026-Q3/report', '/report/lichen', '/calendar/lichen.ics'],
]

describe('an organisation that is off', () => {
  it.each(OF_AN_ORGANIZATION)('answers %s as one that nobody knows, in every header', async (path) => {
    const unknown = path.replace(/lichen/i, 'nobody-here')
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'])
      expect([method, await answerTo(path, { method })]).toEqual([
        method,
        await answerTo(unknown, { method }),
      ])
  })

  it('answers nothing as unchanged to whoever knows what it said while it was on', async () => {
    await publish(site, LICHEN)
    const etag = (await site.visit('/lichen')).headers.get('etag') ?? ''
    await setRules(site, LICHEN, { public: false })
    const again = await site.visit('/lichen', undefined, { headers: { 'if-none-match': etag } })
    expect([again.status, again.headers.get('etag') === etag]).toEqual([404, false])
  })
})

describe('one that is on', () => {
  it('changes no header with what somebody did, holds or answered', async () => {
    await publish(site, LICHEN, 200, FERN, SEDGE)
    const all = async () => await Promise.all(ADDRESSES.map((path) => answerTo(path)))
    const before = await all()
    site = await fourOrganizations()
    await leaveTraces(site)
    await publish(site, LICHEN, 200, FERN, SEDGE)
    await site.register.delete(s.grants)
    await site.register.insert(s.audits).values({ ...anAudit('audit-9', NOW), orgId: LICHEN })
    expect(await all()).toEqual(before)
  })

  it('changes at no moment but a quarter\u2019s end', async () => {
    await publish(site, LICHEN, 200, FERN, SEDGE)
    const all = async () => await Promise.all(ADDRESSES.map((path) => answerTo(path)))
    const before = await all()
    for (const now of ['2026-10-02T06:00:00.000Z', '2026-12-31T23:59:59.000Z'] satisfies Instant[]) {
      site.clock.now = now
      expect([now, await all()]).toEqual([now, before])
    }
  })

  it('stands in the list by its name, whatever its numbers and whenever it was switched on', async () => {
    const order = async () =>
      ((await publicJson(site, '/api/public')).organizations as { login: string }[]).map(({ login }) => login)
    await publish(site, SEDGE, FERN, 200, LICHEN)
    expect(await order()).toEqual(['Lichen', 'fern', 'moss', 'sedge'])
    await site.register.run('update stale_access set stale = total - stale')
    expect(await order()).toEqual(['Lichen', 'fern', 'moss', 'sedge'])
  })

  it('has a digest that nobody finds by trying numbers: the head of its history, which is salted, is in it', async () => {
    const digest = async () => {
      site = await fourOrganizations()
      await recordChange(site.register, LICHEN, null, {
        ...{ at: '2026-10-02T06:00:00.000Z', act: 'review_closed', sentence: 'Closed.' },
        actor: { kind: 'person', ...OWNER },
      })
      await publish(site, LICHEN)
      return (await publicJson(site, '/api/public/orgs/lichen')).reportDigest
    }
    const first = await digest()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await digest()).not.toBe(first)
  })
})

describe('all together', () => {
  it('are nowhere with two, and say the same of three whoever of no size is switched on or off', async () => {
    await publish(site, LICHEN, FERN)
    const two = await answerTo('/report/2026-Q3')
    expect(two).toEqual(await answerTo('/report/2019-Q1'))
    await publish(site, SEDGE)
    const three = await publicJson(site, '/api/public')
    await publish(site, 200)
    const four = await publicJson(site, '/api/public')
    const of3 = (quarters: readonly object[] = []) => quarters.map((each) => ({ ...each, of: 3 }))
    expect(of3(four.quarters)).toEqual(of3(three.quarters))
    await setRules(site, FERN, { public: false })
    expect(await answerTo('/report/2026-Q3')).toEqual(two)
  })
})
