/** The window that a report and the public page name: of a review the one that held, never always six months. */

import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from '../../src/policy/rules/rules.ts'
import type { Principle } from '../../src/policy/rules/spec-6.ts'
import type { Instant } from '../../src/policy/words.ts'
import * as s from '../../src/register/schema.ts'
import { askingAbout, question } from '../fixtures/register/asked.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { LICHEN, setRules } from '../fixtures/register/publishing.ts'
import { OWNER, type Site } from '../fixtures/register/site.ts'

const OPENED: Instant = '2026-11-20T06:00:00.000Z'
const FROZEN: Instant = '2026-11-25T06:00:00.000Z'
const CLOSED: Instant = '2026-12-20T06:17:00.000Z'

let site: Site

beforeEach(async () => {
  site = await askingAbout([question('p1', { openedAt: OPENED })])
  await site.register.update(s.reviews).set({ openedAt: OPENED, closedAt: CLOSED })
})

/** Windows, each with the moment from which it held. */
async function held(windows: Readonly<Record<number, Instant>>) {
  for (const [months, at] of Object.entries(windows))
    await site.register.insert(s.ruleVersions).values({
      ...{ orgId: 100, version: Number(months), at },
      rules: JSON.stringify({ ...DEFAULT_RULES, windowMonths: Number(months) }),
    })
}

async function staleAccessFrozen() {
  await site.register.insert(s.audits).values({ ...anAudit('audit-1', FROZEN), orgId: 100 })
  await site.register.insert(s.staleAccess).values({
    ...{ orgId: 100, version: 1, name: '2026-Q3', at: FROZEN, auditId: 'audit-1' },
    ...{ stale: 10, unknown: 0, total: 60, people: 9, unobservable: 0, change: null },
  })
}

async function report() {
  const answer = await site.visit('/api/orgs/lichen/reviews/review-1/report', OWNER)
  const { digest, report } = (await answer.json()) as { digest: string; report: { spec6: Principle[] } }
  return { digest, checked: checkedOf(report.spec6) }
}

/** Of the principle that is about use. */
const checkedOf = (principles: readonly Principle[]) => principles[1]?.checked

describe('a report says', () => {
  it('the window that held when the review opened, where no stale access was frozen', async () => {
    await held({ 1: OPENED, 9: '2026-12-01T06:00:00.000Z' })
    expect((await report()).checked).toMatch(/done with it in the last one month\.$/)
  })

  it('the window by which the newest frozen stale access was judged, for good', async () => {
    await held({ 3: OPENED, 9: '2026-11-24T06:00:00.000Z', 12: '2026-11-26T06:00:00.000Z' })
    await staleAccessFrozen()
    const before = await report()
    expect(before.checked).toMatch(/in the last nine months\.$/)
    await held({ 18: '2027-01-01T06:00:00.000Z' })
    expect(await report()).toEqual(before)
  })

  it('six months where no rules were ever set', async () => {
    expect((await report()).checked).toMatch(/in the last six months\.$/)
  })
})

it('A public page says the window in force, and all organisations together none', async () => {
  await setRules(site, LICHEN, { public: true, windowMonths: 18 })
  const checked = async (path: string) =>
    checkedOf(((await (await site.visit(path)).json()) as { spec6: Principle[] }).spec6)
  expect(await checked('/api/public/orgs/lichen')).toMatch(/in the last 18 months\.$/)
  expect(await checked('/api/public')).toMatch(/in the months that count for each organisation\.$/)
})
