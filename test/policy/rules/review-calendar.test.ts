/** The calendar of a review: when it opens, reminds, escalates and closes. */

import { describe, expect, it } from 'vitest'
import { daysAfter } from '../../../src/policy/calendar.ts'
import {
  closingReason,
  contributorScope,
  isReviewDue,
  nextReviewFrom,
  type ReviewState,
  reminderDue,
} from '../../../src/policy/rules/review-calendar.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { NOW } from '../../fixtures/policy.ts'

const authors = (n: number, at: Instant = '2026-03-01T00:00:00.000Z', type: 'User' | 'Bot' = 'User') =>
  Array.from({ length: n }, (_, i) => ({ id: 100 + i, type, at }))

describe('the scope', () => {
  it('is more than ten people who wrote commits within 12 months', () => {
    expect(contributorScope(authors(10), NOW)).toEqual({ contributors: 10, countedTo: 11, inScope: false })
    expect(contributorScope(authors(11), NOW)).toEqual({ contributors: 11, countedTo: 11, inScope: true })
  })

  it('stops counting at eleven', () => {
    expect(contributorScope(authors(400), NOW).contributors).toBe(11)
  })

  it('counts each once, no bots, nothing older', () => {
    expect(contributorScope([...authors(6), ...authors(6)], NOW).contributors).toBe(6)
    expect(contributorScope(authors(20, NOW, 'Bot'), NOW).contributors).toBe(0)
    expect(contributorScope(authors(20, '2025-11-22T05:59:59.000Z'), NOW).contributors).toBe(0)
    expect(contributorScope(authors(20, '2025-11-22T06:00:00.000Z'), NOW).contributors).toBe(11)
  })
})

describe('a review', () => {
  const state = (change: Partial<ReviewState> = {}): ReviewState => ({
    firstCompleteAt: '2026-03-02T06:00:00.000Z',
    newestCompleteAudit: '2027-01-12T00:17:00.000Z',
    newestQuarter: '2026-Q4',
    reviewOpen: false,
    every: 'quarter',
    ...change,
  })
  const FIRST: Partial<ReviewState> = {
    firstCompleteAt: '2026-11-08T06:00:00.000Z',
    newestCompleteAudit: '2026-11-08T06:00:00.000Z',
    newestQuarter: null,
  }
  it.each<[string, Partial<ReviewState>, Instant, boolean]>([
    ['opens on the second Tuesday of the quarter', {}, '2027-01-12T01:00:00.000Z', true],
    [
      'not on the day before',
      { newestCompleteAudit: '2027-01-11T00:17:00.000Z' },
      '2027-01-11T23:59:59.000Z',
      false,
    ],
    [
      'nor after an audit of the day before',
      { newestCompleteAudit: '2027-01-11T23:17:00.000Z' },
      '2027-01-12T01:00:00.000Z',
      false,
    ],
    [
      'later, where the first complete audit from then on came later',
      { newestCompleteAudit: '2027-02-20T00:17:00.000Z' },
      '2027-02-20T01:00:00.000Z',
      true,
    ],
    [
      'does not open without a complete audit',
      { newestCompleteAudit: null },
      '2027-01-12T01:00:00.000Z',
      false,
    ],
    ['waits for the one that is open', { reviewOpen: true }, '2027-01-12T01:00:00.000Z', false],
    ['opens once a quarter', { newestQuarter: '2027-Q1' }, '2027-03-30T01:00:00.000Z', false],
    ['is the first one 14 days after the first complete audit', FIRST, '2026-11-22T06:00:00.000Z', true],
    ['is no first one before', FIRST, '2026-11-22T05:59:59.000Z', false],
    [
      'comes every half year where owners want that',
      { every: 'half_year' },
      '2027-03-30T01:00:00.000Z',
      false,
    ],
    [
      'and then it comes',
      { every: 'half_year', newestCompleteAudit: '2027-04-13T00:17:00.000Z' },
      '2027-04-13T01:00:00.000Z',
      true,
    ],
    [
      'comes every year where owners want that',
      { every: 'year', newestCompleteAudit: '2027-10-12T00:17:00.000Z' },
      '2027-10-12T01:00:00.000Z',
      true,
    ],
    ['never comes where owners want that', { every: 'never' }, '2027-01-12T01:00:00.000Z', false],
    ['not even the first one', { ...FIRST, every: 'never' }, '2026-12-22T06:00:00.000Z', false],
    [
      'is not made up for where quarters went by: it waits for this one',
      { newestQuarter: '2026-Q1', newestCompleteAudit: '2027-01-02T00:17:00.000Z' },
      '2027-01-02T01:00:00.000Z',
      false,
    ],
  ])('%s', (_, change, now, due) => {
    expect(isReviewDue(state(change), now)).toBe(due)
  })

  it('is announced with the day from which it opens', () => {
    expect(nextReviewFrom(state(), NOW)).toBe('2027-01-12T00:00:00.000Z')
    expect(nextReviewFrom(state(FIRST), NOW)).toBe('2026-11-22T06:00:00.000Z')
    expect(nextReviewFrom(state({ every: 'never' }), NOW)).toBeNull()
    expect(nextReviewFrom(state({ firstCompleteAt: null }), NOW)).toBeNull()
  })

  it('closes when all is settled, or when the quarter is over', () => {
    const review = { quarter: '2026-Q4', unfinished: 0, waiting: 0 }
    expect(closingReason(review, NOW)).toBe('all_settled')
    expect(closingReason({ ...review, unfinished: 3 }, NOW)).toBeNull()
    expect(closingReason({ ...review, waiting: 1 }, NOW)).toBeNull()
    expect(closingReason({ ...review, unfinished: 3 }, '2027-01-01T00:00:00.000Z')).toBe('quarter_over')
  })
})

describe('reminders', () => {
  const openedAt: Instant = '2026-10-01T00:00:00.000Z'

  /** Asks once a day, sends what is due, and tells on which days something went out. */
  const sent = (dueDays: number, days: number, undecided = 4): string[] => {
    const told: string[] = []
    let review = {
      openedAt,
      dueAt: daysAfter(openedAt, dueDays),
      reminders: 0,
      remindedAt: null as Instant | null,
      undecided,
    }
    for (let day = 0; day <= days; day++) {
      const now = daysAfter(openedAt, day)
      const due = reminderDue(review, now)
      if (due === null) continue
      told.push(`day ${day}: ${due.kind} ${due.number}`)
      review = { ...review, reminders: due.number, remindedAt: now }
    }
    return told
  }

  it('come after 7 and 14 more days, and past the due date it escalates once and is silent', () => {
    expect(sent(22, 400)).toEqual(['day 7: reminder 1', 'day 21: reminder 2', 'day 22: escalation 3'])
  })

  it('are three at most, however long the review', () => {
    expect(sent(365, 800)).toEqual([
      'day 7: reminder 1',
      'day 21: reminder 2',
      'day 49: reminder 3',
      'day 365: escalation 4',
    ])
  })

  it('are none when everything is decided', () => {
    expect(sent(21, 100, 0)).toEqual([])
  })
})
