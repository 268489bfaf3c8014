/** Since when somebody holds what they hold: what audits saw, and the join date where GitHub told one. */

import { describe, expect, it } from 'vitest'
import { type GrantSpan, heldSince } from '../../../src/policy/access/held-since.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import { judgeAccount } from '../../../src/policy/verdict/inactivity.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { facts, NOW } from '../../fixtures/policy.ts'

const span = (firstSeen: Instant, change: Partial<GrantSpan> = {}): GrantSpan => ({
  kind: 'organization_role',
  role: 'member',
  firstSeen,
  closedAt: null,
  ...change,
})

/** The organisation's first audit saw them; nothing they did is known. */
const FIRST = '2026-10-01T06:00:00.000Z'
const judged = (
  spans: readonly GrantSpan[],
  joined: Instant | null,
  firstCompleteAt: Instant | null = FIRST,
) => {
  const held = heldSince(spans, joined)
  if (held === null) throw new Error('Nothing is held.')
  return judgeAccount(facts({ ...held, firstCompleteAt }), DEFAULT_RULES, NOW)
}

describe('a join date that GitHub told', () => {
  it('makes somebody new whom the first audit found there already', () => {
    expect(judged([span(FIRST)], null).verdict).toBe('inactive')
    expect(judged([span(FIRST)], '2026-09-28T10:00:00.000Z')).toEqual({
      verdict: 'new',
      because: 'access',
      since: '2026-09-28T10:00:00.000Z',
    })
  })

  it('counts at the very first audit, before there is a complete one', () => {
    expect(judged([span(FIRST)], '2026-09-28T10:00:00.000Z', null).verdict).toBe('new')
  })

  it('is the date from which six months are counted', () => {
    const seen = '2026-05-23T06:00:00.000Z'
    const earlier = '2025-10-01T06:00:00.000Z'
    expect(judged([span(seen)], null, earlier).verdict).toBe('new')
    expect(judged([span(seen)], '2026-05-22T06:00:00.000Z', earlier).verdict).toBe('inactive')
    expect(judged([span(seen)], '2026-05-22T06:00:01.000Z', earlier).verdict).toBe('new')
  })

  it('of a team-sync that took somebody out and in again makes nobody new', () => {
    const spans = [
      span('2024-01-01T06:00:00.000Z', { closedAt: '2026-11-01T06:00:00.000Z' }),
      span('2026-11-02T06:00:00.000Z'),
    ]
    expect(heldSince(spans, '2026-11-01T20:00:00.000Z')).toEqual({
      accessSince: '2024-01-01T06:00:00.000Z',
      roleSince: '2024-01-01T06:00:00.000Z',
      joinedAt: null,
    })
  })

  it('of an earlier stay does not make a new one old', () => {
    const spans = [
      span('2024-01-02T06:00:00.000Z', { closedAt: '2025-01-01T06:00:00.000Z' }),
      span('2026-11-02T06:00:00.000Z'),
    ]
    expect(heldSince(spans, '2024-01-01T10:00:00.000Z')?.accessSince).toBe('2026-11-02T06:00:00.000Z')
    expect(judged(spans, '2024-01-01T10:00:00.000Z').verdict).toBe('new')
  })

  it('dates the first role, not a later promotion', () => {
    const promoted = [
      span('2026-01-10T06:00:00.000Z', { closedAt: '2026-11-02T06:00:00.000Z' }),
      span('2026-11-02T06:00:00.000Z', { role: 'admin' }),
    ]
    expect(heldSince(promoted, '2026-01-09T10:00:00.000Z')).toEqual({
      accessSince: '2026-01-09T10:00:00.000Z',
      roleSince: '2026-11-02T06:00:00.000Z',
      joinedAt: '2026-01-09T10:00:00.000Z',
    })
  })

  it('alone holds nothing', () => {
    expect(heldSince([], '2026-11-01T06:00:00.000Z')).toBeNull()
  })
})
