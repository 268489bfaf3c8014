/** The calendar is one that every program can read, whatever an organisation is called. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarText } from '../../src/notify/calendar/calendar-text.ts'
import { ownerEvents } from '../../src/notify/calendar/owner-events.ts'
import { readCalendar } from '../fixtures/calendar-reader.ts'

const NOW = '2026-11-29T06:00:00.000Z'

const named = (login: string) =>
  ownerEvents(
    { publicUrl: 'https://keys.example.org', organization: { id: 4001, login } },
    {
      opensFrom: '2027-01-12T00:00:00.000Z',
      review: { id: 'review-3', quarter: '2026-Q4', dueAt: '2026-12-13T06:00:00.000Z' },
      toDecide: 12,
      second: 1,
      removals: ['2026-12-31T23:10:00.000Z', null, '2026-12-31T05:00:00.000Z', '2027-01-02T05:00:00.000Z'],
      queueOf: 'review-3',
      ruleChanges: ['2026-12-06T06:00:00.000Z', null],
    },
    NOW,
  )

test('each event has its day, its counts, its link, and a name by which a program moves it', () => {
  const events = readCalendar(calendarText(named('lichen-lab'), 'keys.example.org', NOW))
  expect(events.map(({ DTSTART, DTEND, SUMMARY }) => [DTSTART, DTEND, SUMMARY])).toEqual([
    ['20270112', '20270113', 'lichen-lab: the next review opens'],
    ['20261213', '20261214', 'lichen-lab: the review of 2026-Q4 is due'],
    ['20261129', '20261130', 'lichen-lab: 1 second answer is wanted'],
    ['20261231', '20270101', 'lichen-lab: 2 removals are due'],
    ['20270102', '20270103', 'lichen-lab: 1 removal is due'],
    ['20261206', '20261207', 'lichen-lab: 1 change of the rules takes effect'],
    ['20261129', '20261130', 'lichen-lab: 1 change of the rules waits for another owner'],
  ])
  expect(events[1]).toMatchObject({
    UID: '4001-due-review-3@keys.example.org',
    URL: 'https://keys.example.org/orgs/lichen-lab/reviews/review-3',
    DTSTAMP: '20261129T060000Z',
  })
  expect(events[1]?.DESCRIPTION).toContain('12 questions wait')
})

test('a reading of tomorrow names the same events', () => {
  const names = (now: typeof NOW) =>
    readCalendar(calendarText(named('lichen-lab'), 'keys.example.org', now)).map(({ UID }) => UID)
  expect(names('2026-11-30T06:00:00.000Z' as typeof NOW)).toEqual(names(NOW))
  expect(new Set(names(NOW)).size).toBe(7)
})

test('what waits already stands on today, also a review whose day is over', () => {
  const late = ownerEvents(
    { publicUrl: 'https://keys.example.org', organization: { id: 4001, login: 'lichen-lab' } },
    {
      ...{ review: null, toDecide: 0, second: 0, queueOf: null, ruleChanges: [], removals: 31 },
      opensFrom: '2026-11-10T00:00:00.000Z',
    },
    NOW,
  )
  expect(late.map(({ day, summary }) => [day, summary])).toEqual([
    ['2026-11-29', 'lichen-lab: the next review opens'],
    ['2026-11-29', 'lichen-lab: 31 removals are in the queue'],
  ])
})

test('where nothing waits the calendar is empty, and still one', () => {
  expect(readCalendar(calendarText([], 'keys.example.org', NOW))).toEqual([])
})

test.each([
  'evil\r\nEND:VEVENT\r\nBEGIN:VALARM',
  'a;b,c\\n:d"',
  '\u202egnirael\u0000\u0007',
  'ж'.repeat(90),
  '🗝️'.repeat(40),
])('an organisation called %j ends no line and adds no event', (login) => {
  const events = readCalendar(calendarText(named(login), 'keys.example.org', NOW))
  expect(events).toHaveLength(7)
  for (const { URL: url } of events) expect(new URL(url ?? '').host).toBe('keys.example.org')
})

test('whatever it is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (login) => {
      expect(readCalendar(calendarText(named(login), 'keys.example.org', NOW))).toHaveLength(7)
    }),
    { numRuns: 40 },
  )
})
