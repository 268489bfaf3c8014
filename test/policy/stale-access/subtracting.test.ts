/** Whoever owns all organisations of a deployment but one subtracts their own numbers, quarter after quarter, and counts nobody there. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allTogether,
  type FrozenMoment,
  publishedQuarters,
} from '../../../src/policy/stale-access/published.ts'

const QUARTERS = ['2026-Q3', '2026-Q4'] as const

/** At the baseline and two quarters later, as large as it must be to be summed up. */
const curve = fc
  .record({
    baseline: fc.integer({ min: 20, max: 300 }),
    stale: fc.tuple(fc.nat(400), fc.nat(400)),
    people: fc.tuple(fc.integer({ min: 5, max: 400 }), fc.integer({ min: 5, max: 400 })),
  })
  .map(({ baseline, stale, people }): readonly FrozenMoment[] => [
    { ...WHOLE, name: 'baseline', stale: baseline, people: people[0] },
    ...QUARTERS.map((name, i) => ({ ...WHOLE, name, stale: stale[i] ?? 0, people: people[i] ?? 0 })),
  ])
const WHOLE = { unknown: 0, total: 900, stalePeople: 5 }

/** All that everybody sees of these, by organisation and together. */
const everything = (curves: readonly (readonly FrozenMoment[])[]) => ({
  each: curves.map(publishedQuarters),
  together: QUARTERS.map((quarter) => allTogether(curves, quarter)),
})

/** Another count of people in the same step; at least the five who hold what is stale. */
const withinStep = (people: number, place = 0) => Math.max(5, 50 * Math.floor(people / 50) + place)

const others = fc.array(curve, { minLength: 2, maxLength: 4 })

describe('whoever knows all organisations but one', () => {
  it('learns of the people of that one no more than a step of 50, whatever their own are, over two quarters', () => {
    const within = fc.tuple(fc.nat(49), fc.nat(49))
    fc.assert(
      fc.property(others, curve, within, (theirs, last, places) => {
        const [baseline, ...quarters] = last
        const another = [
          ...(baseline === undefined ? [] : [baseline]),
          ...quarters.map((moment, i) => ({ ...moment, people: withinStep(moment.people, places[i]) })),
        ]
        expect(everything([...theirs, another])).toEqual(everything([...theirs, last]))
      }),
    )
  })

  it('learns nothing of how many people hold what is stale there, but that five do', () => {
    fc.assert(
      fc.property(others, curve, fc.integer({ min: 5, max: 400 }), (theirs, last, stalePeople) => {
        const another = last.map((moment) => ({ ...moment, stalePeople }))
        expect(everything([...theirs, another])).toEqual(everything([...theirs, last]))
      }),
    )
  })
})
