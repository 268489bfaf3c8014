/** The notice of a proposal: who is owed one, what counts as told, and what becomes of somebody whom nothing reaches. */

import { describe, expect, test } from 'vitest'
import { type NoticeFacts, noticePeriod, type Telling } from '../../../src/policy/people/notice-period.ts'
import type { Instant } from '../../../src/policy/words.ts'

const about = (change: Partial<NoticeFacts> = {}): NoticeFacts => ({
  subject: { kind: 'account' },
  power: 'can_push',
  isOutsideCollaborator: false,
  stepsDown: false,
  tellings: [],
  ...change,
})
const told = (at: Instant, change: Partial<Telling> = {}): Telling => ({
  kind: 'notice',
  result: 'sent',
  way: 'mail',
  at,
  ...change,
})
const announced = (at: Instant) => told(at, { kind: 'announcement', way: 'chat' })
const failed = (at: Instant, way: string) => told(at, { result: 'unreachable', way })

const FIRST = '2026-11-22T06:00:00.000Z'
const SECOND = '2026-12-06T06:00:00.000Z'

describe('a notice', () => {
  test('is owed to every person, and to no key and no invitation', () => {
    expect(noticePeriod(about())).toEqual({ kind: 'owed' })
    expect(noticePeriod(about({ subject: { kind: 'credential' } }))).toEqual({ kind: 'from_opening' })
    expect(noticePeriod(about({ subject: { kind: 'invitation' } }))).toEqual({ kind: 'from_opening' })
  })

  test('runs from the first time that they were told, whatever was said again later', () => {
    expect(noticePeriod(about({ tellings: [told(SECOND), told(FIRST)] }))).toEqual({
      kind: 'sent',
      at: FIRST,
      way: 'mail',
    })
  })

  test('is not owed to who steps down themselves', () => {
    expect(noticePeriod(about({ stepsDown: true }))).toEqual({ kind: 'none' })
  })

  test.each(['sending', 'not_sent'] as const)('is still owed after an e-mail that is %s', (result) => {
    const tellings = [told(FIRST, { result, way: 'email' })]
    expect(noticePeriod(about({ tellings }))).toEqual({ kind: 'owed' })
  })
})

describe('an announcement', () => {
  test('is enough for who holds no more than every member', () => {
    expect(noticePeriod(about({ power: 'membership_only', tellings: [announced(FIRST)] }))).toMatchObject({
      kind: 'sent',
      at: FIRST,
    })
  })

  test.each([
    ['who can push', { power: 'can_push' }],
    ['an owner or administrator', { power: 'owners_and_admins' }],
    [
      'an outside collaborator, whom it does not reach',
      { power: 'membership_only', isOutsideCollaborator: true },
    ],
  ] as const)('is not enough for %s', (_, change) => {
    expect(noticePeriod(about({ ...change, tellings: [announced(FIRST)] }))).toEqual({ kind: 'owed' })
  })

  test('is not needed where they were told themselves', () => {
    expect(noticePeriod(about({ power: 'membership_only', tellings: [told(FIRST)] }))).toMatchObject({
      kind: 'sent',
    })
  })
})

describe('somebody whom nothing reaches', () => {
  test('is tried another way after fourteen days', () => {
    expect(noticePeriod(about({ tellings: [failed(FIRST, 'mail')] }))).toEqual({
      kind: 'tried',
      way: 'mail',
      at: FIRST,
      nextFrom: SECOND,
    })
  })

  test('is unreachable after two ways, and has thirty days from the second', () => {
    expect(noticePeriod(about({ tellings: [failed(SECOND, 'chat'), failed(FIRST, 'mail')] }))).toEqual({
      kind: 'unreachable',
      until: '2027-01-05T06:00:00.000Z',
    })
  })

  test.each([
    ['the same way twice', failed(SECOND, 'mail')],
    ['another way a day too early', failed('2026-12-05T06:00:00.000Z', 'chat')],
  ])('is not unreachable by %s', (_, second) => {
    expect(noticePeriod(about({ tellings: [failed(FIRST, 'mail'), second] })).kind).toBe('tried')
  })

  test('is told where a later way reaches them after all', () => {
    expect(
      noticePeriod(
        about({ tellings: [failed(FIRST, 'mail'), failed(SECOND, 'chat'), told(SECOND, { way: 'phone' })] }),
      ),
    ).toMatchObject({ kind: 'sent', way: 'phone' })
  })
})
