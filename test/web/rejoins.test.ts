/** The overview says of how many removed people the access came back, quarter by quarter; what a sync did stands apart. */

import { beforeEach, expect, test } from 'vitest'
import { STALE_ACCESS_VERSION } from '../../src/policy/stale-access/pairs.ts'
import type { Rejoined } from '../../src/policy/words.ts'
import { proposals, reviews, revocations, staleAccess } from '../../src/register/schema.ts'
import { question } from '../fixtures/register/asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { begun } from '../fixtures/register/rules-site.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'

let site: Site

beforeEach(async () => {
  site = await begun()
  await site.register.insert(staleAccess).values({
    ...{ orgId: 100, version: STALE_ACCESS_VERSION, name: 'now', at: NOW, auditId: 'audit-0', change: null },
    ...{ stale: 3, unknown: 0, total: 9, people: 4, unobservable: 0 },
  })
  await site.register.insert(reviews).values({
    ...{ id: 'review-0', orgId: 100, quarter: '2026-Q3', openedAt: NOW, openedBy: { kind: 'calendar' } },
    ...{ dueAt: NOW, closedAt: NOW, auditId: 'audit-0' },
    scope: { contributors: 3, countedTo: 11, because: 'calendar' },
  })
})

/** Somebody's access was removed, and came back by one way or not at all. */
async function removed(id: string, how: Rejoined | null, reviewId = 'review-1', more: object = {}) {
  await site.register.insert(proposals).values(question(id, { status: 'done', reviewId }))
  await site.register.insert(revocations).values({
    ...{ id, orgId: 100, status: 'done', startedBy: { kind: 'calendar' }, startedAt: NOW, finishedAt: NOW },
    ...{ attempt: 1, rehearsal: false, verified: true, rejoinedHow: how, rejoinedAt: how && NOW, ...more },
  })
}

const page = async () => (await site.visit('/orgs/lichen', OWNER)).text()
/** The cells of the table's rows. */
const rows = async () => {
  const [, table = ''] = (await page()).split('Access that came back')
  return [...(table.split('</table>')[0] ?? '').matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(
    ([, row = '']) =>
      row
        .replaceAll(/<[^>]+>/g, ' ')
        .trim()
        .split(/\s{2,}/),
  )
}

test('nothing is said where nobody lost access', async () => {
  expect(await page()).not.toContain('came back')
})

test('each quarter has its rate, the newest first; what a sync put back is told and not in it', async () => {
  for (const id of ['m1', 'm2', 'm3', 'm4', 'm5']) await removed(id, null)
  await removed('m6', 'way_back')
  await removed('m7', 'elsewhere')
  await removed('m8', 'sync')
  await removed('p1', null, 'review-0')
  expect(await rows()).toEqual([
    ['2026-Q4', '8', '2 (25 %)', '1', '1', '1'],
    ['2026-Q3', '1', '0 (0 %)', '0', '0', '0'],
  ])
})

test('the rate says over how many quarters it goes, where there are more', async () => {
  const quarters = ['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']
  await site.register.insert(reviews).values(
    quarters.map((quarter) => ({
      ...{ id: quarter, orgId: 100, quarter, openedAt: NOW, openedBy: { kind: 'calendar' as const } },
      ...{ dueAt: NOW, closedAt: NOW, auditId: 'audit-0' },
      scope: { contributors: 3, countedTo: 11, because: 'calendar' as const },
    })),
  )
  await removed('m1', 'elsewhere', '2025-Q3')
  for (const id of ['review-1', 'review-0', '2026-Q2']) await removed(id, null, id)
  expect(await page()).toContain('<summary>1 of 4 people came back (25 %)</summary>')
  await removed('m2', null, '2026-Q1')
  expect(await page()).toContain('<summary>0 of 4 people came back (0 %) in the last 4 quarters</summary>')
})

test('a rehearsal and what was never proven gone count for nothing', async () => {
  await removed('m1', null, 'review-1', { rehearsal: true })
  await removed('m2', null, 'review-1', { verified: null, status: 'by_hand' })
  expect(await page()).not.toContain('came back')
})

test('the overview asks the register no more often, however many came back', async () => {
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const asked = async () => {
    calls.length = 0
    await page()
    return calls.flat().length
  }
  // The first visit asks about rights, too.
  await asked()
  const few = await asked()
  for (let n = 1; n <= 40; n += 1) await removed(`m${n}`, n % 2 === 0 ? 'elsewhere' : null)
  expect(await asked()).toBe(few)
  expect(few).toBeLessThanOrEqual(MOST_STATEMENTS)
})

/** Of the 50 that the Free plan gives a request: the page's own and those of the visit. */
const MOST_STATEMENTS = 17
