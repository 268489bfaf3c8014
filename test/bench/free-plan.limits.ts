/** What Cloudflare's and GitHub's Free plans allow, counted on a lifelike organisation; nothing on this machine enforces it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Measured, threeAudits } from '../../bin/bench/three-audits.ts'

/** The promise of the Free plan: an organisation of 200 members and 100 repositories, audited daily. */
const SIZE = { members: 200, repositories: 100, acts: 1_000 }
let first: Measured
let unchanged: Measured
let changed: Measured

beforeAll(async () => {
  const quiet = { ended: () => undefined, underWay: () => undefined }
  const budget = { perInstance: 40, perStep: 4 }
  const all = await threeAudits(SIZE, 20261122, 0, budget, quiet)
  ;[first, unchanged, changed] = all as [Measured, Measured, Measured]
}, 120_000)

describe('an organisation of 200 members and 100 repositories on the Free plans', () => {
  it('keeps to 45 requests an instance: https://developers.cloudflare.com/workers/platform/limits/#subrequests', () => {
    for (const { requests, instances } of [first, unchanged, changed]) {
      expect((requests.rest + requests.graphql) / instances).toBeLessThanOrEqual(45)
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
