/** The deeds of `npm run soak -- --deeds` in short: what is decided is carried out by itself, on its days, whatever happens meanwhile. */
import { describe, expect, it } from 'vitest'
import { deeds, deedsPlan } from '../../soak/deeds/driven.ts'

describe('decided proposals over simulated weeks, while GitHub fails, people act and the process dies', () => {
  it('GitHub, the register, the queue and the history say the same in the end, and nothing waits', {
    timeout: 600_000,
  }, async () => {
    const result = await deeds(deedsPlan(7, 30))
    expect(result.wrong).toEqual([])
    expect(result.decided).toBe(30)
    expect(result.announced + result.singleNotices).toBe(30)
    expect(result.removed).toBeGreaterThan(15)
    expect(result.faults).toBeGreaterThan(0)
  })
})
