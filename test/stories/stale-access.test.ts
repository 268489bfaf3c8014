/** Stories of stale access: counted by each audit, frozen as baseline and by quarter, and split by what became of it. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sampleWorld } from '../../sample/sample-world.ts'
import { instant, monthsBefore } from '../../src/policy/calendar.ts'
import { smallWorld } from '../fixtures/github/small-world.ts'
import { pairsCountedPlainly } from '../fixtures/whole/counted-plainly.ts'
import { sendAs } from '../fixtures/whole/days.ts'
import { sectionOf } from '../fixtures/whole/page-numbers.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Moment {
  readonly stale: number
  readonly unknown: number
  readonly total: number
  readonly people: number
  readonly change: Readonly<Record<string, number>> | null
}
interface Curve {
  readonly baseline: Moment | null
  readonly quarters: readonly (Moment & { readonly quarter: string })[]
  readonly now: Moment
  readonly goal: { readonly atMost: number; readonly met: boolean } | null
}

it('the stale access of the sample is what a plain count of grants and acts comes to', async () => {
  const world = sampleWorld()
  const chatelaine = await startChatelaine({ world })
  try {
    await chatelaine.auditedAt(world.now)
    const { now } = await curveOf(chatelaine, 'lichen-lab')
    const plain = await pairsCountedPlainly(chatelaine, 'lichen-lab', monthsBefore(instant(world.now), 6))
    expect(plain.total).toBeGreaterThan(0)
    expect({ total: now.total, used: now.total - now.stale - now.unknown }).toEqual(plain)
  } finally {
    await chatelaine.close()
  }
}, 120_000)

describe('over the quarters, the stale access of an organisation', () => {
  let chatelaine: Chatelaine
  const quarter = async (moment: string, count: number) => {
    await chatelaine.auditedAt(moment)
    // The numbers are kept in a step of their own, right after the audit's end.
    return vi.waitFor(
      async () => {
        const curve = await curveOf(chatelaine, 'guild')
        expect(curve.quarters).toHaveLength(count)
        return curve
      },
      { timeout: 20_000, interval: 100 },
    )
  }

  beforeAll(async () => {
    const small = smallWorld()
    const guild = small.organization('guild')
    for (const name of ['boreas', 'notus']) guild.repository(name)
    guild.member('ada')
    for (const name of ['atlas', 'boreas', 'notus']) guild.collaborator('ada', name, 'write')
    chatelaine = await startChatelaine({ world: small.world() })
    await chatelaine.audited('guild')
  }, 60_000)
  afterAll(() => chatelaine.close())

  it('begins with the baseline at the first complete audit, told to the history', async () => {
    await vi.waitFor(async () => expect((await curveOf(chatelaine, 'guild')).baseline).not.toBeNull())
    const { baseline, now, goal } = await curveOf(chatelaine, 'guild')
    expect(baseline).toMatchObject({ stale: 3, unknown: 0, total: 4, people: 2, change: null })
    expect(now).toMatchObject({ stale: 3, change: null })
    expect(goal).toEqual({ atMost: 0, reduction: 0, met: false })
    const history = await chatelaine.list<{ act: string }>('/api/orgs/guild/history')
    expect(history.filter(({ act }) => act === 'stale_access_frozen')).toHaveLength(1)
  }, 30_000)

  it('is frozen when the quarter has ended, once, and says what became of each pair', async () => {
    const { github } = chatelaine
    github.setNow('2027-01-04T06:00:00.000Z')
    github.act({ actor: 'ada', kind: 'push', owner: 'guild', repo: 'boreas' })
    github.act({ actor: 'guild-warden', kind: 'push', owner: 'guild', repo: 'atlas' })
    github.change('guild-warden', (world) =>
      Object.assign(world.repository('guild', 'notus') ?? {}, { archived: true }),
    )
    const { quarters, now } = await quarter('2027-01-05T06:00:00.000Z', 1)
    const change = {
      takenBack: 0,
      lowered: 0,
      usedAgain: 1,
      leftByThemselves: 0,
      archived: 1,
      notRead: 0,
      newlyStale: 0,
    }
    expect(quarters[0]).toMatchObject({ quarter: '2026-Q4', stale: 1, unknown: 0, change })
    expect(now.stale).toBe(1)
    const again = await quarter('2027-01-06T06:00:00.000Z', 1)
    expect(again.quarters).toEqual(quarters)
    expect(again.now.change).toEqual({ ...change, usedAgain: 0, archived: 0 })
  }, 60_000)

  it('stands on the overview with its table, its change and the goal', async () => {
    const headers = { cookie: await chatelaine.sessionOf('guild-warden') }
    const page = await (await chatelaine.worker.fetch('/orgs/guild', { headers })).text()
    const text = sectionOf(page, 'stale-access').replace(/<[^>]+>/g, ' ')
    for (const part of [
      'Baseline',
      '2026-Q4',
      'Now',
      '67 % less than the baseline',
      '1 used again',
      '1 archived',
    ])
      expect(text.replace(/\s+/g, ' ')).toContain(part)
  }, 30_000)
})

it('a quarter in which owners keep everything that they are asked about lowers it by nothing', async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.repository('boreas')
  for (const login of ['ada', 'bo']) {
    guild.member(login)
    for (const name of ['atlas', 'boreas']) guild.collaborator(login, name, 'write')
  }
  const chatelaine = await startChatelaine({ world: small.world() })
  try {
    await chatelaine.audited('guild')
    await vi.waitFor(async () => expect((await curveOf(chatelaine, 'guild')).baseline).not.toBeNull())
    const { baseline } = await curveOf(chatelaine, 'guild')
    const { body } = await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST')
    const path = `/api/orgs/guild/reviews/${body.id}/proposals`
    const cookie = await chatelaine.sessionOf('guild-warden')
    const keep = { decision: 'keep', reason: 'Needed next spring.', until: '2027-05-01T00:00:00.000Z' }
    const asked = await chatelaine.list<{ id: string }>(path)
    for (const { id } of asked)
      expect((await sendAs(chatelaine, cookie, 'POST', `/api/proposals/${id}/decisions`, keep)).status).toBe(
        201,
      )
    expect((await chatelaine.list<{ status: string }>(path)).map(({ status }) => status)).toEqual([
      'kept',
      'kept',
    ])
    chatelaine.github.setNow('2027-01-04T06:00:00.000Z')
    chatelaine.github.act({ actor: 'guild-warden', kind: 'push', owner: 'guild', repo: 'atlas' })
    await chatelaine.auditedAt('2027-01-05T06:00:00.000Z')
    await vi.waitFor(async () => expect((await curveOf(chatelaine, 'guild')).quarters).toHaveLength(1))
    const { quarters, now, goal } = await curveOf(chatelaine, 'guild')
    expect([baseline?.stale, quarters[0]?.stale, now.stale]).toEqual([4, 4, 4])
    expect(Object.values(quarters[0]?.change ?? {}).filter((n) => n !== 0)).toEqual([])
    expect(goal).toMatchObject({ reduction: 0, met: false })
  } finally {
    await chatelaine.close()
  }
}, 120_000)

async function curveOf(chatelaine: Chatelaine, login: string): Promise<Curve> {
  return (await chatelaine.api<Curve>(`/api/orgs/${login}/stale-access`)).body
}
