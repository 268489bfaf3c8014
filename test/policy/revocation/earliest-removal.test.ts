/** The earliest moment of a removal: notice and cooling time are both over, whichever is later. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAfter, hoursAfter, isBefore } from '../../../src/policy/calendar.ts'
import { earliestRemoval } from '../../../src/policy/revocation/earliest-removal.ts'
import type { Instant } from '../../../src/policy/words.ts'

const OPENED = '2026-11-01T06:00:00.000Z'
const earliest = (decidedAt: Instant, rules: { noticeDays: number; coolingHours: number }) =>
  earliestRemoval({ openedAt: OPENED }, { at: decidedAt }, rules)

test('who was decided about early has the notice to its end', () => {
  expect(earliest('2026-11-02T06:00:00.000Z', { noticeDays: 14, coolingHours: 24 })).toBe(
    '2026-11-15T06:00:00.000Z',
  )
})

test('who was decided about late has the cooling time to its end', () => {
  expect(earliest('2026-11-15T05:00:00.000Z', { noticeDays: 14, coolingHours: 24 })).toBe(
    '2026-11-16T05:00:00.000Z',
  )
})

test('where neither is asked for, a decision may be carried out at once', () => {
  expect(earliest('2026-11-03T06:00:00.000Z', { noticeDays: 0, coolingHours: 0 })).toBe(
    '2026-11-03T06:00:00.000Z',
  )
})

test('whatever the rules are, nothing is removed before either is over, and nobody waits for longer', () => {
  const days = fc.integer({ min: 0, max: 90 })
  const hours = fc.integer({ min: 0, max: 720 })
  fc.assert(
    fc.property(days, hours, hours, (noticeDays, coolingHours, later) => {
      const decidedAt = hoursAfter(OPENED, later)
      const at = earliest(decidedAt, { noticeDays, coolingHours })
      const ends = [daysAfter(OPENED, noticeDays), hoursAfter(decidedAt, coolingHours)]
      expect(ends.some((end) => isBefore(at, end))).toBe(false)
      expect(ends).toContain(at)
    }),
  )
})
