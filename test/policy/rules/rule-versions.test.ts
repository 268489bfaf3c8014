/** Nobody shortens notice or cooling time, or raises the budget, for a proposal that is under way. */

import { describe, expect, it } from 'vitest'
import { bindingRules, type RuleVersion } from '../../../src/policy/rules/rule-versions.ts'
import { DEFAULT_RULES, type Rules } from '../../../src/policy/rules/rules.ts'
import type { Instant } from '../../../src/policy/words.ts'

const rules = (change: Partial<Rules>): Rules => ({ ...DEFAULT_RULES, ...change })
const OPENED = '2026-11-01T06:00:00.000Z'
const DECIDED = '2026-11-10T06:00:00.000Z'
const version = (at: Instant, change: Partial<Rules>): RuleVersion => ({ at, rules: rules(change) })
const binding = (versions: readonly RuleVersion[], present: Partial<Rules> = {}) =>
  bindingRules(versions, rules(present), { openedAt: OPENED }, { at: DECIDED })

describe('of the rules when a proposal was opened, when it was decided, and now', () => {
  it('the longest notice and cooling time and the smallest budget bind, each for itself', () => {
    const versions = [
      version('2026-10-01T00:00:00.000Z', { noticeDays: 30, coolingHours: 1 }),
      version('2026-11-05T00:00:00.000Z', { noticeDays: 1, coolingHours: 72 }),
      version('2026-11-12T00:00:00.000Z', { removalBudget: { count: 5, share: 1 } }),
    ]
    expect(binding(versions, { removalBudget: { count: 5, share: 1 } })).toMatchObject({
      noticeDays: 30,
      coolingHours: 72,
      removalBudget: { count: 5, share: 0.25 },
    })
  })

  it('a version binds from its own moment on', () => {
    expect(binding([version(DECIDED, { noticeDays: 40 })]).noticeDays).toBe(40)
    expect(binding([version('2026-11-10T06:00:01.000Z', { noticeDays: 40 })]).noticeDays).toBe(14)
  })

  it('one that held only between binds nobody', () => {
    const versions = [
      version('2026-11-02T00:00:00.000Z', { noticeDays: 90 }),
      version('2026-11-03T00:00:00.000Z', { noticeDays: 14 }),
    ]
    expect(binding(versions).noticeDays).toBe(14)
  })

  it('before the first version the defaults held', () => {
    const versions = [version('2026-11-20T00:00:00.000Z', { noticeDays: 1, coolingHours: 1 })]
    expect(binding(versions, { noticeDays: 1, coolingHours: 1 })).toMatchObject({
      noticeDays: 14,
      coolingHours: 24,
    })
  })

  it('where no version is known, those of now', () => {
    expect(binding([], { noticeDays: 3 })).toEqual(rules({ noticeDays: 3 }))
  })

  it('everything else is as it is now', () => {
    const versions = [version('2026-10-01T00:00:00.000Z', { windowMonths: 12, emeritusTeam: 'alumni' })]
    expect(binding(versions)).toMatchObject({ windowMonths: 6, emeritusTeam: null })
  })
})
