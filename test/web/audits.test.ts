/** The list of audits and the page of one: how far, how long, what became of it and what to do. */

import { expect, it } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { wordsOf } from '../fixtures/register/person-page.ts'
import { IDLE, NOW, OWNER, openSite } from '../fixtures/register/site.ts'

const HALF_AN_HOUR_AGO: Instant = '2026-11-22T05:30:00.000Z'
const LATER: Instant = '2026-11-22T06:10:00.000Z'

type Row = typeof audits.$inferInsert

/** A site with these audits, and the words of its pages. */
async function withAudits(...rows: readonly Partial<Row>[]) {
  const site = await openSite()
  for (const [n, row] of rows.entries())
    await site.register.insert(audits).values({ ...anAudit(`audit-${n}`, NOW), orgId: 100, ...row })
  const page = async (path = '') => await (await site.visit(`/orgs/lichen/audits${path}`, OWNER)).text()
  const words = async (path = '') => (await page(path)).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  return { site, page, words }
}

const running: Partial<Row> = {
  ...{ status: 'running', startedAt: HALF_AN_HOUR_AGO, finishedAt: null, leaseUntil: LATER },
  ...{ step: 'reading the members', done: 40, total: 100 },
}

it('one under way says how far it is, what is left, and for how long at its pace; it reloads without a script', async () => {
  const { page, words } = await withAudits(running)
  expect(await words('/audit-0')).toContain('40 %: reading the members. 60 % are left: 45 minutes more')
  expect(await page('/audit-0')).toContain('<meta http-equiv="refresh" content="3"/>')
  expect(await page('/audit-0')).not.toContain('Audit now')
  expect(await words()).toMatch(/running 30 minutes so far 40 %: reading the members/)
})

it('one that has hardly begun foretells nothing', async () => {
  const { words } = await withAudits({ ...running, done: 3 })
  expect(await words('/audit-0')).toContain('Nearly all of it is left.')
})

it('one that stopped in the middle is told from one that runs, with what becomes of it', async () => {
  const { words } = await withAudits({ ...running, leaseUntil: '2026-11-22T05:50:00.000Z' })
  expect(await words('/audit-0')).toMatch(
    /Audit of 22 November 2026 stopped .*the next hourly run goes on where it stopped/,
  )
  expect(await words()).toContain('40 %; the next hourly run goes on from there')
})

it('one that failed says why, that nothing changed, and what to do', async () => {
  const { page, words } = await withAudits({
    status: 'failed',
    failure: 'GitHub refused the key.',
    done: 20,
    total: 100,
  })
  expect(await words('/audit-0')).toMatch(/GitHub refused the key\. .*nothing changed.*press Audit now/)
  expect(await page('/audit-0')).toContain('action="/orgs/Lichen/audits"')
  expect(await words()).toContain('20 %. GitHub refused the key.')
})

it('one with gaps says whom they leave in doubt, and names them', async () => {
  const { site, words } = await withAudits({ status: 'partial' })
  const state = { kind: 'unread', reason: 'GitHub answered 502' } as const
  await readingsStatement(site.register, 'audit-0', [
    { source: 'issue_comments', scope: { kind: 'organization' }, state },
  ])
  expect(await words('/audit-0')).toMatch(
    /is unknown, not inactive, and is not proposed.*GitHub answered 502/,
  )
})

it('one that ended says how long it took', async () => {
  const { words } = await withAudits({ startedAt: '2026-11-22T03:55:00.000Z' })
  expect(await words('/audit-0')).toContain('after 2 hours 5 minutes')
  expect(await words()).toMatch(/complete 2 hours 5 minutes read in full and judged/)
})

it('the list is newest first, and paged', async () => {
  const rows = Array.from({ length: 52 }, (_, n) => ({
    startedAt: `2026-11-${String(1 + (n % 20)).padStart(2, '0')}T06:00:00.000Z` as Instant,
  }))
  const { site, page } = await withAudits(...rows)
  const first = await page()
  expect(first.match(/<tr>/g)).toHaveLength(51)
  const next = /rel="next" href="([^"]+)"/.exec(first)?.[1] ?? ''
  expect((await (await site.visit(next, OWNER)).text()).match(/<tr>/g)).toHaveLength(3)
})

it('where none has begun, it says what to do', async () => {
  const { words } = await withAudits()
  expect(await words()).toContain(
    'No audit has begun yet. The next hourly run begins the first, or press Audit now.',
  )
})

it('who may not read the organisation sees none of it', async () => {
  const { site } = await withAudits({})
  expect((await site.visit('/orgs/lichen/audits', IDLE)).status).toBe(
    (await site.visit('/orgs/lichen/history', IDLE)).status,
  )
  expect(await (await site.visit('/orgs/lichen/audits', IDLE)).text()).not.toContain('read in full')
})

it.each([
  [[], 'No audit yet'],
  [[running], 'An audit is under way'],
  [[{ ...running, leaseUntil: HALF_AN_HOUR_AGO }], 'The newest audit has stopped in the middle'],
  [[{}], 'The newest audit read everything it needs'],
  [[{ status: 'partial' as const }], 'The newest audit could not read everything'],
  [[{ status: 'failed' as const }], 'The newest audit could not be finished'],
])('the list of %j is headed by how it stands', async (rows, heading) => {
  const { page } = await withAudits(...rows)
  expect(await page()).toContain(`<h1>${heading}</h1>`)
})

it('what is missing stands first, what no audit reads second, and the heading counts the sources', async () => {
  const { site, page } = await withAudits({ status: 'partial' })
  const scope = { kind: 'organization' as const }
  const read = { kind: 'complete' as const }
  const gap = { kind: 'not_shown' as const, reason: 'GitHub does not show it.' }
  await readingsStatement(site.register, 'audit-0', [
    { source: 'advisories', scope, state: read },
    { source: 'runners', scope, state: gap },
    { source: 'teams', scope, state: gap },
  ])
  const text = await page('/audit-0')
  expect(text).toContain('<h2>1 of 3 sources read in full; one is never read by this version</h2>')
  const overview = wordsOf(await (await site.visit('/orgs/lichen', OWNER)).text())
  expect(overview).toContain('1 of 3 sources to their end; one is never read by this version. The next')
  expect(overview).not.toContain('Every source that')
  await site.register.run("delete from readings where source = 'teams'")
  const whole = wordsOf(await (await site.visit('/orgs/lichen', OWNER)).text())
  expect(whole).toContain('Every source that this version reads was read in full.')
  expect([...text.matchAll(/<th scope="row">([^<]*)/g)].map(([, source]) => source)).toEqual([
    ...['teams', 'runners', 'advisories'],
  ])
})
