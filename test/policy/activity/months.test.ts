/** A month that was not read never looks empty, and what was seen is drawn whether or not its month was read. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthCells, monthsShown, type ReadSpan } from '../../../src/policy/activity/months.ts'
import { instant } from '../../../src/policy/calendar.ts'
import type { Instant } from '../../../src/policy/words.ts'

const NOW: Instant = '2026-11-28T06:00:00.000Z'
const AUDITED: Instant = '2026-11-28T05:00:00.000Z'
const CLOCK = { now: NOW, auditedTo: AUDITED }

const stateOf = (
  month: string,
  days: Readonly<Record<string, number>>,
  read: ReadSpan | null,
  clock = CLOCK,
) => monthCells(new Map(Object.entries(days)), read, clock).find((cell) => cell.month === month)?.state

describe('the months that are shown', () => {
  it('are two years, the present month among them', () => {
    const months = monthsShown(NOW)
    expect([months.length, months[0], months.at(-1)]).toEqual([24, '2024-12', '2026-11'])
    expect(monthsShown('2026-01-31T00:00:00.000Z')[0]).toBe('2024-02')
  })
})

describe('a month', () => {
  const read: ReadSpan = { since: '2026-05-28T06:00:00.000Z', readTo: AUDITED }

  it('in which somebody was seen is seen, also where it was not read', () => {
    expect(stateOf('2025-02', { '2025-02': 3 }, read)).toBe('seen')
    expect(stateOf('2025-02', { '2025-02': 3 }, null)).toBe('seen')
  })

  it('that was read from its first to its last moment, and in which nothing was seen, is empty', () => {
    expect(stateOf('2026-06', {}, read)).toBe('nothing_seen')
    expect(stateOf('2026-06', {}, { ...read, since: '2026-06-01T00:00:00.000Z' })).toBe('nothing_seen')
    expect(stateOf('2026-06', {}, { ...read, readTo: '2026-07-01T00:00:00.000Z' })).toBe('nothing_seen')
  })

  it('of which any part was not read is not empty', () => {
    expect(stateOf('2026-05', {}, read)).toBe('not_read')
    expect(stateOf('2025-06', {}, read)).toBe('not_read')
    expect(stateOf('2026-06', {}, { ...read, since: '2026-06-01T00:00:00.001Z' })).toBe('not_read')
    expect(stateOf('2026-06', {}, { ...read, readTo: '2026-06-30T23:59:59.999Z' })).toBe('not_read')
    expect(stateOf('2026-06', {}, null)).toBe('not_read')
  })

  it('that is not over yet was read as far as the newest audit came, and no farther', () => {
    expect(stateOf('2026-11', {}, read)).toBe('nothing_seen')
    expect(stateOf('2026-11', {}, { ...read, readTo: '2026-11-27T05:00:00.000Z' })).toBe('not_read')
    expect(stateOf('2026-11', {}, read, { ...CLOCK, auditedTo: '2026-10-31T05:00:00.000Z' })).toBe('not_read')
    // The month before is over: there the newest audit is no excuse.
    const stopped = { ...read, readTo: '2026-10-31T05:00:00.000Z' } as const
    expect(stateOf('2026-10', {}, stopped, { ...CLOCK, auditedTo: stopped.readTo })).toBe('not_read')
  })
})

describe('whatever was read and seen', () => {
  const moment = fc.integer({ min: Date.UTC(2024, 10), max: Date.UTC(2027, 0) }).map((at) => instant(at))
  const days = fc.dictionary(fc.constantFrom(...monthsShown(NOW)), fc.integer({ min: 1, max: 31 }))
  const span = fc.option(fc.record({ since: moment, readTo: moment }))
  const nextMonth = (month: string) =>
    instant(new Date(`${month}-01T00:00:00.000Z`).setUTCMonth(Number(month.slice(5)))) // setUTCMonth counts from 0

  it('a month is empty only if it lies wholly within what was read', () => {
    fc.assert(
      fc.property(days, span, moment, (seen, read, auditedTo) => {
        for (const { month, state } of monthCells(new Map(Object.entries(seen)), read, {
          now: NOW,
          auditedTo,
        })) {
          if (state !== 'nothing_seen') continue
          const end = month === '2026-11' ? auditedTo : nextMonth(month)
          expect(read?.since.localeCompare(`${month}-01T00:00:00.000Z`)).not.toBe(1)
          expect(end.localeCompare(read?.readTo ?? '')).not.toBe(1)
          expect(end >= `${month}-01`).toBe(true)
        }
      }),
    )
  })

  it('more acts turn nothing that was seen into anything else, and change no other month', () => {
    fc.assert(
      fc.property(days, days, span, (seen, more, read) => {
        const before = monthCells(new Map(Object.entries(seen)), read, CLOCK)
        const after = monthCells(new Map([...Object.entries(more), ...Object.entries(seen)]), read, CLOCK)
        before.forEach((cell, at) => {
          if (cell.state === 'seen') expect(after[at]).toEqual(cell)
          else
            expect(after[at]).toEqual(
              more[cell.month] === undefined ? cell : expect.objectContaining({ state: 'seen' }),
            )
        })
      }),
    )
  })
})
