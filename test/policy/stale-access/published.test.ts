/** What everybody may see of stale access says nothing about one person, by itself or by subtracting. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allTogether,
  type FrozenMoment,
  publishedChange,
  publishedQuarters,
} from '../../../src/policy/stale-access/published.ts'

const moment = (name: string, stale: number, changes: Partial<FrozenMoment> = {}): FrozenMoment => ({
  ...{ name, stale, unknown: 0, total: 100, people: 12, stalePeople: 8 },
  ...changes,
})
const LARGE = [moment('baseline', 40), moment('2026-Q3', 30), moment('2026-Q4', 10)]
const OTHER = [moment('baseline', 60), moment('2026-Q3', 60), moment('2026-Q4', 20)]
const THIRD = [moment('baseline', 20, { stalePeople: 5 }), moment('2026-Q3', 25), moment('2026-Q4', 20)]

describe('the change of one organisation', () => {
  const change = (baseline: Partial<FrozenMoment>, stale: number, now: Partial<FrozenMoment> = {}) =>
    publishedChange(moment('baseline', 40, baseline), moment('2026-Q4', stale, now))

  it('is exact from 20 stale pairs of 5 people at the baseline on', () => {
    expect(change({ stale: 20, stalePeople: 5 }, 15)).toEqual({ state: 'on_the_way', percent: -25 })
    expect(change({ stale: 20, stalePeople: 5 }, 6)).toEqual({ state: 'goal_met', percent: -70 })
    expect(change({ stale: 20, stalePeople: 5 }, 7)).toEqual({ state: 'on_the_way', percent: -65 })
    expect(change({ stale: 20, stalePeople: 5 }, 20)).toEqual({ state: 'unchanged', percent: 0 })
    expect(change({ stale: 20, stalePeople: 5 }, 30)).toEqual({ state: 'risen', percent: 50 })
  })

  it('is a word below 20 stale pairs, and too small to show below 5 pairs or 5 people', () => {
    for (const stale of [15, 19, 30])
      expect(change({ stale: 19 }, stale)).toEqual({ state: 'on_the_way', percent: null })
    expect(change({ stale: 19 }, 5)).toEqual({ state: 'goal_met', percent: null })
    expect(change({ stale: 5 }, 1)).toEqual({ state: 'goal_met', percent: null })
    expect(change({ stale: 4 }, 1)).toEqual({ state: 'too_small', percent: null })
    expect(change({ stale: 40, stalePeople: 4 }, 1)).toEqual({ state: 'too_small', percent: null })
    expect(change({}, 10, { people: 4, stalePeople: 4 })).toEqual({ state: 'too_small', percent: null })
  })

  it('is as exact however few people hold what is left: the baseline decides', () => {
    expect(change({}, 10, { stalePeople: 1 })).toEqual({ state: 'goal_met', percent: -75 })
    expect(change({}, 0, { stalePeople: 0 })).toEqual({ state: 'goal_met', percent: -100 })
  })

  it('is at most a word where it is not known how many people hold what is stale', () => {
    expect(change({ stalePeople: null }, 10)).toEqual({ state: 'goal_met', percent: null })
    expect(change({ people: 4, stalePeople: null }, 10)).toEqual({ state: 'too_small', percent: null })
  })

  it('is no word of praise where much was not read', () => {
    expect(change({}, 1, { unknown: 6 })).toEqual({ state: 'not_read', percent: null })
    expect(change({}, 1, { unknown: 5 })).toEqual({ state: 'goal_met', percent: -97 })
  })

  it('is not there before a baseline', () => {
    expect(publishedChange(null, moment('2026-Q4', 3))).toEqual({ state: 'no_baseline', percent: null })
    expect(publishedQuarters([moment('now', 3)])).toEqual([])
  })

  it('stands by quarter, oldest first, with the age in tenths, and never as of now', () => {
    expect(publishedQuarters([moment('now', 1), ...LARGE].reverse())).toEqual([
      { quarter: '2026-Q3', state: 'on_the_way', percent: -25, unusedInTen: 3 },
      { quarter: '2026-Q4', state: 'goal_met', percent: -75, unusedInTen: 1 },
    ])
  })
})

describe('all together', () => {
  it('sum up at least three whose own change is exact', () => {
    expect(allTogether([LARGE, OTHER, THIRD], '2026-Q4')).toEqual({
      ...{ quarter: '2026-Q4', organizations: 3, percent: -58, goalMet: false, people: null },
    })
    expect(allTogether([LARGE, OTHER], '2026-Q4')).toBeNull()
    expect(allTogether([LARGE, OTHER, [moment('baseline', 19), moment('2026-Q4', 1)]], '2026-Q4')).toBeNull()
    expect(allTogether([LARGE, OTHER, THIRD], '2026-Q2')).toBeNull()
  })

  it('count the people of each organisation in steps of 50', () => {
    const of = (people: number) => [moment('baseline', 40), moment('2026-Q4', 10, { people })]
    const people = (...many: number[]) => allTogether(many.map(of), '2026-Q4')?.people
    expect([people(49, 49, 49), people(49, 49, 50), people(99, 50, 49), people(199, 50, 50)]).toEqual([
      null,
      50,
      100,
      250,
    ])
  })

  it('are the same whatever an organisation holds whose own change is not shown exactly', () => {
    const hidden = fc.oneof(
      fc.record({ stale: fc.nat(19) }),
      fc.record({ stalePeople: fc.option(fc.nat(4)) }),
    )
    const later = fc.record({
      stale: fc.nat(500),
      people: fc.nat(500),
      total: fc.integer({ min: 500, max: 900 }),
    })
    fc.assert(
      fc.property(hidden, later, later, (baseline, third, fourth) => {
        const curve = [
          moment('baseline', 40, baseline),
          moment('2026-Q3', 0, third),
          moment('2026-Q4', 0, fourth),
        ]
        for (const quarter of ['2026-Q3', '2026-Q4'])
          expect(allTogether([LARGE, OTHER, THIRD, curve], quarter)).toEqual(
            allTogether([LARGE, OTHER, THIRD], quarter),
          )
      }),
    )
  })

  it('leave out one that has not frozen the quarter yet', () => {
    expect(allTogether([LARGE, OTHER, THIRD, [moment('baseline', 90)]], '2026-Q4')).toEqual(
      allTogether([LARGE, OTHER, THIRD], '2026-Q4'),
    )
  })
})
