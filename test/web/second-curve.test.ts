/** A version that judges stale access otherwise begins a second curve: nothing that is shown joins it to the first. */

import { beforeEach, describe, expect, it } from 'vitest'
import { STALE_ACCESS_VERSION } from '../../src/policy/stale-access/pairs.ts'
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
} from '../fixtures/register/publishing.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const BEGUN = '2026-11-02T06:00:00.000Z'
let site: Site

/** Of the version before, Lichen has a baseline of 40 and a quarter of 10, which would be the goal. */
beforeEach(async () => {
  site = await fourOrganizations()
  await site.register.run('update stale_access set version = version - 1')
  for (const id of [LICHEN, FERN, SEDGE]) await counted(id, 'baseline', 200)
  await counted(LICHEN, 'now', 190)
  await site.register.insert(s.audits).values([
    { ...anAudit('audit-0', '2026-04-02T06:00:00.000Z'), orgId: LICHEN },
    { ...anAudit('audit-2', BEGUN), orgId: LICHEN },
  ])
  await publish(site, LICHEN, FERN, SEDGE)
})

async function counted(orgId: number, name: string, stale: number): Promise<void> {
  await site.register.insert(s.staleAccess).values({
    ...{
      orgId,
      version: STALE_ACCESS_VERSION,
      name,
      at: BEGUN,
      auditId: 'audit-2',
      stale,
      unknown: 0,
      total: 400,
      people: 30,
    },
    ...{ stalePeople: 9, unobservable: 0, change: null },
  })
}

describe('what was counted in another way', () => {
  it('is a series of its own for owners, and no part of the change', async () => {
    const curve = await (await site.visit('/api/orgs/lichen/stale-access', OWNER)).json()
    expect(curve).toMatchObject({
      ...{ baseline: { stale: 200 }, quarters: [], now: { stale: 190 }, goal: { atMost: 60, met: false } },
      earlier: [
        {
          version: STALE_ACCESS_VERSION - 1,
          moments: [{ name: 'baseline' }, { name: '2026-Q2' }, { name: '2026-Q3' }],
        },
      ],
    })
    const page = await (await site.visit('/orgs/lichen', OWNER)).text()
    expect(page).toContain('Stale access is down 5 %')
    expect(page).toContain(`2026-Q3, counted as version ${STALE_ACCESS_VERSION - 1}`)
    expect(page.split('<div class="series">')).toHaveLength(3)
  })

  it('is in no report of a review that ends with the new one', async () => {
    await site.register.insert(s.reviews).values({
      ...{ id: 'newest', orgId: LICHEN, quarter: '2026-Q4', openedAt: BEGUN, openedBy: { kind: 'calendar' } },
      ...{ dueAt: NOW, closedAt: NOW, auditId: 'audit-2' },
      scope: { contributors: null, countedTo: 11, because: 'calendar' },
    })
    const report = async (id: string) =>
      await (await site.visit(`/api/orgs/lichen/reviews/${id}/report`, OWNER)).json()
    expect(await report('newest')).toMatchObject({
      report: { staleAccess: { baseline: { stale: 200 }, newest: null }, change: null },
    })
    // One that ended before keeps what it said.
    expect(await report('100-2026-Q3')).toMatchObject({
      report: { staleAccess: { baseline: { stale: 40 } } },
    })
  })

  it('is not compared with for everybody, who read that quarters before were counted otherwise', async () => {
    expect(await publicJson(site, '/api/public/orgs/lichen')).toMatchObject({
      ...{ newest: null, quarters: [], countedOtherwiseUntil: '2026-Q3' },
    })
    expect(await publicJson(site, '/api/public')).toMatchObject({ quarters: [] })
    const all = await everythingPublic(site)
    expect(all['/lichen']).toContain('Quarters until 2026-Q3 were counted in an earlier way')
    for (const text of Object.values(all)) expect(text).not.toMatch(/-?\b(75|25|400)\b ?%|goal met|goal_met/)
    expect((await site.visit('/report/2026-Q3')).status).toBe(404)
    await counted(LICHEN, '2026-Q4', 100)
    expect(await publicJson(site, '/api/public/orgs/lichen')).toMatchObject({
      quarters: [{ quarter: '2026-Q4', percent: -50 }],
    })
  })
})
