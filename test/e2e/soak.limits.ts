/** The soak of `npm run soak` in short: one seed, two audits while GitHub fails, one after. It waits as the Worker waits. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type AuditOfSoak, faultFree, series, type Verdicts, worldOf } from '../../soak/series.ts'
import { SMALL } from '../../soak/soak-world.ts'

/** Of one world, so that its faultless verdicts are found once. */
const SEEDS = [58]
const AUDITS_UNDER_FAULTS = 2

describe('audits while GitHub fails at random, lists move and the process dies', () => {
  let expected: readonly Verdicts[]

  beforeAll(async () => {
    expected = await faultFree(worldOf(SEEDS[0] ?? 1), SMALL, AUDITS_UNDER_FAULTS + 1)
  })

  it('has people to wrong: some are active, some are not', () => {
    expect(new Set(expected[0]?.values())).toEqual(new Set(['active', 'inactive']))
  })

  it.concurrent.each(SEEDS.map((seed) => [seed]))(
    'with seed %i end complete or partial, wrong nobody, close nothing that exists, and are whole again after',
    { timeout: 120_000 },
    async (seed) => {
      const audits: AuditOfSoak[] = []
      await series(seed, SMALL, expected, (audit) => audits.push(audit))
      expect(audits.flatMap(({ wrong }) => wrong)).toEqual([])
      expect(audits).toHaveLength(AUDITS_UNDER_FAULTS + 1)
      expect(audits.at(-1)?.status).toBe('complete')
    },
  )
})
