/** Leave: how long somebody may be away, and that it never makes anybody active. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysAfter, hoursAfter } from '../../../src/policy/calendar.ts'
import {
  isWithinCap,
  type Leave,
  leaveUntil,
  verdictWithLeaveNow,
  withoutLeave,
} from '../../../src/policy/people/leave.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import { type AccountFacts, judgeAccount } from '../../../src/policy/verdict/inactivity.ts'
import { reasonOf } from '../../../src/policy/verdict/verdict-in-words.ts'
import type { Instant, Verdict } from '../../../src/policy/words.ts'
import { cleo, NOW, named } from '../../fixtures/policy.ts'

const leave = (since: Instant, until: Instant, endedAt: Instant | null = null): Leave => ({
  since,
  until,
  endedAt,
})
const asked = (until: string, earlier: readonly Leave[] = []) => {
  const read = leaveUntil(until, earlier, NOW)
  return read.kind === 'refused' ? read.refusal.sentence : read.until
}

describe('leave lasts', () => {
  it('to the last second of its day', () => {
    expect(asked('2027-05-01')).toBe('2027-05-01T23:59:59.000Z')
  })

  it('twelve months at most', () => {
    expect(asked('2027-11-22')).toBe('2027-11-22T23:59:59.000Z')
    expect(asked('2027-11-23')).toContain('at most 12 months, here until 22 November 2027')
  })

  it('no less than until tomorrow: a day that has passed, or none, is refused', () => {
    expect(asked('2026-11-21')).toContain('has passed')
    expect(asked('')).toContain('until which day')
    expect(asked('2027-02-31')).toContain('until which day')
  })

  it('twelve months of any 24: what was before counts, and what was ended early counts as long as it lasted', () => {
    const year = [leave('2025-06-01T00:00:00.000Z', '2026-05-31T23:59:59.000Z')]
    expect(asked('2027-05-01', year)).toContain('12 months in any 24')
    const cut = [leave('2025-06-01T00:00:00.000Z', '2026-05-31T23:59:59.000Z', '2025-07-01T00:00:00.000Z')]
    expect(asked('2027-05-01', cut)).toBe('2027-05-01T23:59:59.000Z')
    const longAgo = [leave('2023-06-01T00:00:00.000Z', '2024-05-31T23:59:59.000Z')]
    expect(asked('2027-05-01', longAgo)).toBe('2027-05-01T23:59:59.000Z')
  })
})

it('however somebody asks for leave, ends it and asks again, no 24 months hold more than 12 of it', () => {
  const step = fc.record({
    wait: fc.integer({ min: 1, max: 300 }),
    length: fc.integer({ min: 1, max: 366 }),
    endsAfter: fc.option(fc.integer({ min: 1, max: 366 })),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let now: Instant = '2020-01-01T06:00:00.000Z'
      let taken: readonly Leave[] = []
      for (const { wait, length, endsAfter } of steps) {
        now = daysAfter(now, wait)
        const read = leaveUntil(daysAfter(now, length).slice(0, 10), taken, now)
        if (read.kind === 'refused') continue
        // As the register keeps them: a new one ends the one that stood.
        const at = now
        taken = [
          ...taken.map((each) =>
            each.endedAt === null && each.until > at ? { ...each, endedAt: at } : each,
          ),
          leave(at, read.until),
        ]
        if (endsAfter === null) continue
        now = daysAfter(now, endsAfter)
        const ended = now
        taken = taken.map((each) =>
          each.endedAt === null && each.until > ended ? { ...each, endedAt: ended } : each,
        )
      }
      const spans = taken.map(({ since, until, endedAt }): readonly [number, number] => [
        Date.parse(since),
        Math.min(Date.parse(until), endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt)),
      ])
      const DAY = 86_400_000
      for (let from = Date.parse('2019-01-01'); from < Date.parse(now); from += 7 * DAY) {
        const to = from + 730 * DAY
        const away = spans.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0)
        expect(away).toBeLessThanOrEqual(367 * DAY)
      }
    }),
    { numRuns: 200 },
  )
})

describe('a leave everywhere and one in a single organisation', () => {
  it('count once where they overlap', () => {
    const both = [
      leave('2026-01-01T00:00:00.000Z', '2026-10-31T23:59:59.000Z'),
      leave('2026-01-01T00:00:00.000Z', '2026-10-31T23:59:59.000Z'),
    ]
    expect(isWithinCap(both, leave(NOW, daysAfter(NOW, 50)))).toBe(true)
    expect(isWithinCap(both, leave(NOW, daysAfter(NOW, 70)))).toBe(false)
  })
})

describe('the verdict of somebody who is away', () => {
  const facts = (change: Partial<AccountFacts> = {}): AccountFacts => ({
    account: cleo,
    githubCreatedAt: null,
    accessSince: '2025-01-01T00:00:00.000Z',
    roleSince: '2025-01-01T00:00:00.000Z',
    firstCompleteAt: '2025-06-01T00:00:00.000Z',
    newest: null,
    gaps: [],
    awayUntil: '2027-05-01T23:59:59.000Z',
    ...change,
  })
  const verdict = (change: Partial<AccountFacts> = {}): Verdict =>
    judgeAccount(facts(change), DEFAULT_RULES, NOW)

  it('is exempt, and says what it would be otherwise', () => {
    expect(verdict()).toMatchObject({
      verdict: 'exempt',
      because: 'leave',
      otherwise: { verdict: 'inactive' },
    })
    expect(reasonOf(verdict(), () => null)).toBe('Away until 1 May 2027, so not judged.')
  })

  it('is exempt for active people as well: whoever is away is not there', () => {
    expect(verdict({ newest: named('2026-11-20T00:00:00.000Z') })).toMatchObject({
      verdict: 'exempt',
      otherwise: { verdict: 'active' },
    })
  })

  it('is what the acts say as soon as the leave is over', () => {
    expect(verdict({ awayUntil: hoursAfter(NOW, -1) }).verdict).toBe('inactive')
  })

  it('follows the leave of this moment, whichever way the last audit judged', () => {
    const inactive = verdict({ awayUntil: null })
    expect([verdictWithLeaveNow(inactive, true), verdictWithLeaveNow(verdict(), false)]).toEqual([
      'exempt',
      'inactive',
    ])
    expect(withoutLeave(verdict())).toEqual(inactive)
  })
})
