/** What Cloudflare's and GitHub's Free plans allow, counted on a lifelike organisation; nothing on this machine enforces it. */
import type { D1Database } from '@cloudflare/workers-types'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Measured } from '../../bench/measured-audit.ts'
import { threeAudits } from '../../bench/three-audits.ts'
import { instant, monthsBefore } from '../../src/policy/calendar.ts'

/** The promise of the Free plan: an organisation of 200 members and 100 repositories, audited daily. */
const SIZE = { members: 200, repositories: 100, acts: 1_000 }
const BUDGET = { perInstance: 40, perStep: 4, profiled: false }
let first: Measured
let unchanged: Measured
let changed: Measured

/** What the register remembers of access and acts, as each audit left it. */
interface Remembered {
  readonly asOf: string
  readonly grants: readonly unknown[]
  readonly credentials: readonly unknown[]
  readonly activity: readonly { readonly at: string; readonly source: string }[]
}
const remembered: Remembered[] = []

beforeAll(async () => {
  const all = await threeAudits(SIZE, 20261122, 0, BUDGET, {
    ended: async (_, register) => {
      remembered.push(await rememberedIn(register))
    },
    underWay: () => undefined,
  })
  ;[first, unchanged, changed] = all as [Measured, Measured, Measured]
}, 120_000)

describe('an organisation of 200 members and 100 repositories on the Free plans', () => {
  it('keeps every instance to 45 requests, letters and tokens included: https://developers.cloudflare.com/workers/platform/limits/#subrequests', () => {
    for (const { audit, perInstance, cron } of [first, unchanged, changed]) {
      expect(Math.max(...perInstance.map(({ external }) => external)), audit).toBeLessThanOrEqual(45)
      expect(cron.external, `the cron of ${audit}`).toBeLessThanOrEqual(45)
    }
  })

  it('keeps every instance to 1,000 requests to the database, of the same table', () => {
    for (const { audit, perInstance } of [first, unchanged, changed])
      expect(Math.max(...perInstance.map(({ database }) => database)), audit).toBeLessThanOrEqual(1000)
  })

  it('counts every request that reached GitHub in an instance or the cron', () => {
    for (const { audit, perInstance, cron, requests } of [first, unchanged, changed]) {
      const counted = [...perInstance, cron].reduce((sum, { external }) => sum + external, 0)
      expect(counted, audit).toBeGreaterThanOrEqual(requests.rest + requests.graphql)
    }
  })

  it('keeps to 1,500 steps a day, the first day too', () => {
    for (const { steps } of [first, unchanged, changed]) expect(steps).toBeLessThanOrEqual(1500)
  })

  it('writes at most 20,000 rows a day after the first', () => {
    for (const { database } of [unchanged, changed]) expect(database.rowsWritten).toBeLessThanOrEqual(20_000)
  })

  it('asks about 4 requests a step', () => {
    expect((first.requests.rest + first.requests.graphql) / first.steps).toBeLessThanOrEqual(5)
  })

  it("spends on an unchanged day the inventory's pages, the probe and the allowance for dates", () => {
    expect(unchanged.requests.main).toBeLessThanOrEqual(30)
    expect(unchanged.requests.beside).toBeLessThanOrEqual(SIZE.repositories)
  })

  it('calls nobody active inactive, and nobody inactive active', () => {
    for (const { fairness } of [first, unchanged, changed]) {
      expect(fairness).toMatchObject({ wronglyFlagged: [], wronglyCleared: [] })
    }
  })
})

describe('a day on which nothing changed', () => {
  it('writes no grant and no credential', () => {
    const [before, after] = daysOf(remembered)
    expect(after.grants).toEqual(before.grants)
    expect(after.credentials).toEqual(before.credentials)
  })

  it('writes no activity but the old dates that its allowance still found', () => {
    const [before, after] = daysOf(remembered)
    const cutoff = monthsBefore(instant(after.asOf), 6)
    const inside = ({ activity }: Remembered) => activity.filter(({ at }) => at >= cutoff)
    expect(inside(after)).toEqual(inside(before))
    const known = new Set(before.activity.map((row) => JSON.stringify(row)))
    const found = after.activity.filter((row) => !known.has(JSON.stringify(row)))
    expect(found.map(({ source }) => source).filter((source) => source !== 'newest_act')).toEqual([])
  })

  it('writes a few hundred rows', () => {
    expect(unchanged.database.rowsWritten).toBeLessThanOrEqual(600)
  })
})

async function rememberedIn(register: D1Database): Promise<Remembered> {
  const rows = async <Row>(sql: string) => (await register.prepare(sql).all<Row>()).results
  const [audit] = await rows<{ asOf: string }>('SELECT as_of AS asOf FROM audits ORDER BY as_of DESC LIMIT 1')
  return {
    asOf: audit?.asOf ?? '',
    grants: await rows('SELECT * FROM grants ORDER BY id'),
    credentials: await rows('SELECT * FROM credentials ORDER BY id'),
    activity: await rows('SELECT * FROM activity ORDER BY org_id, account_id, repository_id, kind'),
  }
}

/** The register before and after the unchanged day. */
function daysOf([before, after]: readonly Remembered[]): [Remembered, Remembered] {
  if (before === undefined || after === undefined) throw new Error('Two audits were to be remembered.')
  return [before, after]
}
