/** The earliest moment of a removal: notice and cooling time are both over, whichever is later. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAfter, hoursAfter, isBefore } from '../../../src/policy/calendar.ts'
import type { NoticePeriod } from '../../../src/policy/people/notice-period.ts'
import { earliestRemoval } from '../../../src/policy/revocation/earliest-removal.ts'
import type { Instant } from '../../../src/policy/words.ts'

const OPENED = '2026-11-01T06:00:00.000Z'
const earliest = (
  decidedAt: Instant,
  rules: { noticeDays: number; coolingHours: number },
  notice: NoticePeriod = { kind: 'from_opening' },
) => earliestRemoval({ openedAt: OPENED, notice }, { at: decidedAt }, rules)

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
      expect(ends.some((end) => at === null || isBefore(at, end))).toBe(false)
      expect(ends).toContain(at)
    }),
  )
})

test('who is still to be told has no day, however long ago it was decided', () => {
  const rules = { noticeDays: 14, coolingHours: 24 }
  expect(earliest(OPENED, rules, { kind: 'owed' })).toBeNull()
  const tried = { kind: 'tried', way: 'mail', at: OPENED, nextFrom: '2026-11-15T06:00:00.000Z' } as const
  expect(earliest(OPENED, rules, tried)).toBeNull()
})

test('who was told late has the notice to its end from there', () => {
  const sent = { kind: 'sent', at: '2026-11-10T06:00:00.000Z', way: 'mail' } as const
  expect(earliest(OPENED, { noticeDays: 14, coolingHours: 24 }, sent)).toBe('2026-11-24T06:00:00.000Z')
})

test('who cannot be reached has until the day that two failed ways give', () => {
  const unreachable = { kind: 'unreachable', until: '2027-01-05T06:00:00.000Z' } as const
  expect(earliest(OPENED, { noticeDays: 14, coolingHours: 24 }, unreachable)).toBe('2027-01-05T06:00:00.000Z')
})

test('where no notice is owed, because they step down or the rules ask for none, only the cooling time runs', () => {
  const cooled = '2026-11-02T06:00:00.000Z'
  expect(earliest(OPENED, { noticeDays: 14, coolingHours: 24 }, { kind: 'none' })).toBe(cooled)
  expect(earliest(OPENED, { noticeDays: 0, coolingHours: 24 }, { kind: 'owed' })).toBe(cooled)
})
