/** Whoever tries to learn about one person from everything public, over two quarters and all organisations, learns nothing. */

import { beforeEach, describe, expect, it } from 'vitest'
import * as s from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import {
  everythingPublic,
  FERN,
  fourOrganizations,
  LICHEN,
  publicJson,
  publish,
  SEDGE,
  setRules,
} from '../fixtures/register/publishing.ts'
import { NOW, type Site } from '../fixtures/register/site.ts'
import { leaveTraces } from '../fixtures/register/somebody.ts'

let site: Site

beforeEach(async () => {
  site = await fourOrganizations()
})

const json = (path: string) => publicJson(site, path)

describe('whoever tries to learn about one person', () => {
  beforeEach(() => publish(site, LICHEN, 200, FERN, SEDGE))

  it('sees the same, byte for byte, whatever somebody did, holds, answered or was asked this quarter', async () => {
    const before = await everythingPublic(site)
    site = await fourOrganizations()
    await leaveTraces(site)
    await publish(site, LICHEN, 200, FERN, SEDGE)
    await site.register.update(s.twoFactor).set({ state: 'enabled' })
    await site.register.delete(s.grants)
    await site.register.delete(s.activity)
    await site.register.run(`update stale_access set stale = 1, people = 1 where name = 'now'`)
    await site.register.insert(s.audits).values({ ...anAudit('audit-9', NOW), orgId: LICHEN })
    // The old review of the traces is one of an ended quarter, with a report of its own; it is older than the last.
    expect(await everythingPublic(site)).toEqual(before)
  })

  it('learns nothing of a small organisation by subtracting it from all, over two quarters', async () => {
    const before = await everythingPublic(site)
    for (const [name, stale, people] of [
      ['baseline', 1, 2],
      ['2026-Q2', 0, 3],
      ['2026-Q3', 4, 400],
    ])
      await site.register.run(
        `update stale_access set stale = ${stale}, people = ${people} where org_id = 200 and name = '${name}'`,
      )
    expect(await everythingPublic(site)).toEqual(before)
    await setRules(site, 200, { public: false })
    const { quarters } = await json('/api/public')
    const { quarters: with4 } = JSON.parse((before['/api/public'] ?? '').slice(4)) as { quarters: object[] }
    expect((quarters ?? []).map((each) => ({ ...each, of: 4 }))).toEqual(with4)
  })

  it('finds no count of people but all of them in steps of 50, and no other number than these', async () => {
    const numbers = new Set<string>()
    const walk = (value: unknown, path: string): void => {
      if (typeof value === 'number') numbers.add(path)
      if (typeof value !== 'object' || value === null) return
      for (const [key, each] of Object.entries(value))
        walk(each, Array.isArray(value) ? `${path}[]` : `${path}.${key}`)
    }
    walk(await json('/api/public'), '')
    for (const org of ['lichen', 'moss', 'fern', 'sedge']) walk(await json(`/api/public/orgs/${org}`), '')
    expect([...numbers].sort()).toEqual([
      '.newest.percent',
      '.newest.unusedInTen',
      '.onTime.of',
      '.onTime.organizations',
      '.organizations[].newest.percent',
      '.organizations[].newest.unusedInTen',
      '.organizations[].quarters[].percent',
      '.organizations[].quarters[].unusedInTen',
      '.policy.noticeDays',
      '.policy.reviewDueDays',
      '.policy.windowMonths',
      '.quarters[].of',
      '.quarters[].organizations',
      '.quarters[].people',
      '.quarters[].percent',
      '.quarters[].reviewsFinished',
      '.quarters[].unusedInTen',
    ])
    for (const each of Object.values(await everythingPublic(site)))
      expect(each).not.toMatch(/\b(ada|bela|moira|7777)\b/)
  })

  it('finds nothing on two-factor authentication but that it is never shown', async () => {
    for (const [path, text] of Object.entries(await everythingPublic(site))) {
      const said = text.match(/[^.>"]*(two-factor|2fa|mfa)[^.<"]*/gi) ?? []
      expect([
        path,
        said.filter((each) => !/nothing is shown|say nothing on|Everybody uses/.test(each)),
      ]).toEqual([path, []])
    }
  })
})
