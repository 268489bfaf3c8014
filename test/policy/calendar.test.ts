/** Calendar months in UTC: the last days of months, leap years, and time compared as time. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  daysAfter,
  daysBetween,
  hoursAfter,
  instant,
  isBefore,
  latest,
  monthsBefore,
  printedDay,
  quarterAfter,
  quarterOf,
  secondTuesdayOf,
  weekOf,
} from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'

const moments = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2120-01-01'), noInvalidDate: true })
  .map((date) => instant(date))

describe('six calendar months before', () => {
  it.each<[Instant, Instant, string]>([
    ['2026-11-22T06:00:00.000Z', '2026-05-22T06:00:00.000Z', 'an ordinary day is the same day'],
    ['2026-08-31T12:00:00.000Z', '2026-02-28T12:00:00.000Z', '31 August is the last of February'],
    ['2028-08-31T12:00:00.000Z', '2028-02-29T12:00:00.000Z', 'in a leap year that is the 29th'],
    ['2028-08-29T00:00:00.000Z', '2028-02-29T00:00:00.000Z', '29 August is 29 February in a leap year'],
    ['2026-03-01T00:00:00.000Z', '2025-09-01T00:00:00.000Z', 'it crosses the year'],
    [
      '2026-05-15T00:30:00.250Z',
      '2025-11-15T00:30:00.250Z',
      'it keeps the time of day, unmoved by summer time',
    ],
  ])('%s is %s: %s', (now, then) => {
    expect(monthsBefore(now, 6)).toBe(then)
  })

  it('never lands in a later month than it should, and keeps the day or takes the last of the month', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 60 }), (now, n) => {
        const from = new Date(now)
        const to = new Date(monthsBefore(now, n))
        const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth()
        expect(months(from) - months(to)).toBe(n)
        const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
        expect(to.getUTCDate()).toBe(Math.min(from.getUTCDate(), lastDay))
        expect(to.getTime() % 86_400_000).toBe(from.getTime() % 86_400_000)
      }),
    )
  })

  it('keeps the order of moments', () => {
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: 0, max: 24 }), (a, b, n) => {
        if (isBefore(a, b)) expect(isBefore(monthsBefore(b, n), monthsBefore(a, n))).toBe(false)
      }),
    )
  })
})

describe('moments', () => {
  it('are written in one form, always with milliseconds', () => {
    expect(instant('2026-11-22T07:00:00+01:00')).toBe('2026-11-22T06:00:00.000Z')
    expect(instant(Date.UTC(2026, 10, 22, 6))).toBe('2026-11-22T06:00:00.000Z')
    expect(instant('2026-11-22T06:00:00.120Z')).toBe('2026-11-22T06:00:00.120Z')
  })

  it('are compared as time, in whatever form they came', () => {
    expect(isBefore('2026-11-22T06:00:00.000Z', '2026-11-22T06:00:00.500Z')).toBe(true)
    expect(isBefore(instant('2026-11-22T06:30:00+01:00'), '2026-11-22T06:00:00.000Z')).toBe(true)
  })

  it('that are none are an error and never "not before"', () => {
    expect(() => isBefore('2026-99-99T00:00:00.000Z', '2026-11-22T06:00:00.000Z')).toThrow(
      '"2026-99-99T00:00:00.000Z" is not a moment',
    )
    expect(() => instant('soon')).toThrow('"soon" is not a moment')
    expect(() => instant('31 Smarch')).toThrow('is not a moment')
  })

  it('the latest of none is null', () => {
    expect(latest(null, undefined)).toBeNull()
    expect(latest('2026-01-01T00:00:00.000Z', null, '2026-01-01T00:00:00.001Z')).toBe(
      '2026-01-01T00:00:00.001Z',
    )
  })

  it('move by days and hours', () => {
    expect(daysAfter('2026-03-28T12:00:00.000Z', 14)).toBe('2026-04-11T12:00:00.000Z')
    expect(hoursAfter('2026-12-31T23:00:00.000Z', 24)).toBe('2027-01-01T23:00:00.000Z')
    expect(daysBetween('2026-11-01T00:00:00.000Z', '2026-11-22T06:00:00.000Z')).toBe(21)
  })

  it('are printed as a day in UTC', () => {
    expect(printedDay('2026-05-22T23:59:59.000Z')).toBe('22 May 2026')
  })
})

describe('quarters', () => {
  it.each([
    ['2026-12-31T23:59:59.000Z', '2026-Q4'],
    ['2027-01-01T00:00:00.000Z', '2027-Q1'],
    ['2026-04-01T00:00:00.000Z', '2026-Q2'],
  ] as const)('%s lies in %s', (at, quarter) => {
    expect(quarterOf(at)).toBe(quarter)
  })

  it.each([
    ['2026-11-22T23:59:59.999Z', '2026-W47', '2026-11-16T00:00:00.000Z'],
    ['2026-11-23T00:00:00.000Z', '2026-W48', '2026-11-23T00:00:00.000Z'],
    ['2027-01-03T12:00:00.000Z', '2026-W53', '2026-12-28T00:00:00.000Z'],
    ['2027-01-04T00:00:00.000Z', '2027-W01', '2027-01-04T00:00:00.000Z'],
  ] as const)('%s lies in week %s, which began on Monday', (at, number, begins) => {
    expect(weekOf(at)).toEqual({ number, begins })
  })
})

describe('quarters', () => {
  it.each([
    ['2026-Q4', 0, '2026-Q4'],
    ['2026-Q4', 1, '2027-Q1'],
    ['2026-Q1', 3, '2026-Q4'],
    ['2026-Q2', 4, '2027-Q2'],
  ])('%s and %i more is %s', (quarter, quarters, after) => {
    expect(quarterAfter(quarter, quarters)).toBe(after)
  })

  it.each([
    ['2026-Q4', '2026-10-13T00:00:00.000Z'],
    ['2027-Q1', '2027-01-12T00:00:00.000Z'],
    ['2027-Q2', '2027-04-13T00:00:00.000Z'],
    ['2030-Q1', '2030-01-08T00:00:00.000Z'],
  ])('the second Tuesday of %s is %s', (quarter, day) => {
    expect(secondTuesdayOf(quarter)).toBe(day)
  })

  it('the second Tuesday is a Tuesday between the 8th and the 14th, in the quarter’s first month', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const day = new Date(secondTuesdayOf(quarterOf(now)))
        expect(day.getUTCDay()).toBe(2)
        expect(day.getUTCDate()).toBeGreaterThanOrEqual(8)
        expect(day.getUTCDate()).toBeLessThanOrEqual(14)
        expect(day.getUTCMonth() % 3).toBe(0)
        expect(quarterOf(instant(day))).toBe(quarterOf(now))
      }),
    )
  })
})
