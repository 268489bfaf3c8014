/** The calendar of a review: when it opens, reminds, escalates and closes. */

import { describe, expect, it } from 'vitest'
import { daysAfter } from '../../../src/policy/calendar.ts'
import {
  closingReason,
  contributorScope,
  type ReviewState,
  reminderDue,
  reviewDue,
} from '../../../src/policy/rules/review-calendar.ts'
import { NOW } from '../../fixtures/policy.ts'

const authors = (n: number, at = '2026-03-01T00:00:00Z', type: 'User' | 'Bot' = 'User') =>
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
    expect(contributorScope(authors(20, '2025-11-22T05:59:59Z'), NOW).contributors).toBe(0)
    expect(contributorScope(authors(20, '2025-11-22T06:00:00Z'), NOW).contributors).toBe(11)
  })
})

describe('a review', () => {
  const state = (change: Partial<ReviewState> = {}): ReviewState => ({
    newestCompleteAudit: '2026-10-01T00:17:00Z',
    newestQuarter: '2026-Q3',
    reviewOpen: false,
    scope: { contributors: 11, countedTo: 11, inScope: true },
    onRequest: false,
    ...change,
  })
  const small = { contributors: 3, countedTo: 11, inScope: false }
  it.each<[string, Partial<ReviewState>, string]>([
    ["opens after the quarter's first complete audit", {}, 'contributors'],
    ['the first ever too', { newestQuarter: null }, 'contributors'],
    [
      'does not rest on an audit of the last quarter',
      { newestCompleteAudit: '2026-09-30T23:59:59Z' },
      'no_complete_audit',
    ],
    ['does not open without any', { newestCompleteAudit: null }, 'no_complete_audit'],
    ['opens once a quarter', { newestQuarter: '2026-Q4' }, 'reviewed_this_quarter'],
    ['waits for the one that is open', { reviewOpen: true }, 'review_open'],
    ['does not open by itself for a small organisation', { scope: small }, 'few_contributors'],
    ['unless that asked for it', { scope: small, onRequest: true }, 'on_request'],
  ])('%s', (_, change, because) => {
    expect(reviewDue(state(change), NOW).because).toBe(because)
  })

  it('closes when all is settled, or when the quarter is over', () => {
    const review = { quarter: '2026-Q4', unfinished: 0, waiting: 0 }
    expect(closingReason(review, NOW)).toBe('all_settled')
    expect(closingReason({ ...review, unfinished: 3 }, NOW)).toBeNull()
    expect(closingReason({ ...review, waiting: 1 }, NOW)).toBeNull()
    expect(closingReason({ ...review, unfinished: 3 }, '2027-01-01T00:00:00Z')).toBe('quarter_over')
  })
})

describe('reminders', () => {
  const openedAt = '2026-10-01T00:00:00Z'

  /** Asks once a day, sends what is due, and tells on which days something went out. */
  const sent = (dueDays: number, days: number, undecided = 4): string[] => {
    const told: string[] = []
    let review = {
      openedAt,
      dueAt: daysAfter(openedAt, dueDays),
      reminders: 0,
      remindedAt: null as string | null,
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
