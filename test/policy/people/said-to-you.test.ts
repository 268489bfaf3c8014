/** What a person reads of themselves: every verdict and everything that can be held, in their own person. */

import { describe, expect, test } from 'vitest'
import { earliestChange } from '../../../src/policy/people/earliest-for-you.ts'
import { heldByYou } from '../../../src/policy/people/held-by-you.ts'
import { reasonToYou } from '../../../src/policy/people/verdict-to-you.ts'
import type { Activity, Holds, Instant, ProposalScope, Verdict } from '../../../src/policy/words.ts'

const NOW: Instant = '2026-11-22T06:00:00.000Z'
const DAY: Instant = '2026-05-22T06:00:00.000Z'
const push: Activity = {
  ...{ account: 5, kind: 'push', at: '2026-02-03T10:00:00.000Z', url: null, repository: 10 },
  source: 'repository_activity',
}
const said = (verdict: Verdict | null) => reasonToYou(verdict, 'lichen', () => 'lichen/atlas')

describe('the verdict', () => {
  const inactive = { verdict: 'inactive', newest: null, since: DAY, heldSinceBefore: null } as const
  const away: Verdict = {
    ...{ verdict: 'exempt', because: 'leave', reason: 'Away.', until: '2027-05-01T00:00:00.000Z' },
    otherwise: { ...inactive, newest: push },
  }
  const verdicts: readonly (readonly [Verdict | null, string])[] = [
    [null, 'You have not been judged yet'],
    [{ verdict: 'active', by: push }, 'you were last seen with a push in lichen/atlas on 3 February 2026'],
    [inactive, 'Nothing that you did in lichen is known.'],
    [{ ...inactive, heldSinceBefore: DAY }, 'you have had access since before 22 May 2026'],
    [
      { ...inactive, newest: push },
      'Nothing that you did in lichen was seen since 22 May 2026. The newest was a push',
    ],
    [{ ...inactive, rareActsUnread: true }, 'you are not asked about before that'],
    [{ verdict: 'new', because: 'access', since: DAY }, 'You have had access only since 22 May 2026'],
    [{ verdict: 'new', because: 'role', since: DAY }, 'You have held your role only since 22 May 2026'],
    [
      { verdict: 'new', because: 'github_account', since: DAY },
      'Your GitHub account was made on 22 May 2026',
    ],
    [
      { verdict: 'exempt', because: 'exemption', reason: 'Sabbatical.', until: DAY },
      'You are not judged until 22 May 2026, as the owners have set: Sabbatical.',
    ],
    [away, 'You are away until 1 May 2027, and not judged before. Apart from that: Nothing that you did'],
    [{ verdict: 'unknown', gaps: [] }, 'so you are not asked about'],
  ]
  test.each(verdicts)('%j is said to the person', (verdict, sentence) => {
    expect(said(verdict)).toContain(sentence)
    expect(said(verdict)).not.toMatch(/\b(they|their|theirs|them)\b|^(Has|Not judged)/i)
  })
})

describe('what is held', () => {
  const held = (holds: Partial<Holds> | null, scope: ProposalScope | null = null) =>
    heldByYou(
      {
        ...{ score: 1, opens: ['can push to 1 repository'], privileged: false },
        ...(holds && {
          holds: { role: 'write', places: [], more: 0, teams: [], outsideCollaborator: false, ...holds },
        }),
      },
      scope,
      'lichen',
    )
      .map((part) => (typeof part === 'string' ? part : part.strong))
      .join('')
  test.each([
    [{ places: ['lichen/atlas'] }, 'You can still push to atlas in lichen.'],
    [{ places: ['lichen/atlas', 'lichen/spores'] }, 'You can still push to atlas and spores in lichen.'],
    [{ places: ['lichen/atlas'], more: 4 }, 'You can still push to atlas and 4 more repositories in lichen.'],
    [{ role: 'admin' }, 'You can still administer every repository of lichen.'],
    [
      { role: 'owner' },
      'You are still an owner of lichen: you can change, delete and give away everything there.',
    ],
    [{ role: 'member', teams: ['core'] }, 'and can read what every member can read, through team core.'],
    [{ role: 'none' }, 'can do no more there than everybody.'],
    [{ places: ['lichen/atlas'], outsideCollaborator: true }, 'as an outside collaborator of lichen.'],
    [{ places: ['lichen/atlas'], teams: ['a', 'b', 'c', 'd'] }, 'through teams a, b and c and 1 more.'],
  ] as const)('%j', (holds, sentence) => {
    expect(held(holds)).toContain(sentence)
  })
  test('of a question about one grant, only that', () => {
    expect(held({ role: 'owner' }, { kind: 'team', id: 7, name: 'core' })).toBe(
      'You are in team core of lichen.',
    )
    expect(held(null, { kind: 'repository', id: 7, name: 'atlas' })).toBe(
      'You have a role of your own in atlas of lichen.',
    )
  })
  test('of an earlier version’s question, what it stored', () => {
    expect(held(null)).toBe('You still have access to lichen: can push to 1 repository.')
  })
})

describe('the earliest day', () => {
  const rules = { noticeDays: 14, coolingHours: 24 }
  test('runs from the telling, and there is none before', () => {
    expect(earliestChange({ toldAt: null, awayUntil: null }, rules, NOW)).toEqual({
      kind: 'told_first',
      noticeDays: 14,
    })
    expect(earliestChange({ toldAt: NOW, awayUntil: null }, rules, NOW)).toEqual({
      kind: 'on',
      at: '2026-12-06T06:00:00.000Z',
    })
  })
  test('is never before the cooling time, nor before the end of a leave', () => {
    expect(earliestChange({ toldAt: DAY, awayUntil: null }, rules, NOW)).toEqual({
      kind: 'on',
      at: '2026-11-23T06:00:00.000Z',
    })
    const awayUntil: Instant = '2027-05-01T23:59:59.999Z'
    expect(earliestChange({ toldAt: DAY, awayUntil }, rules, NOW)).toEqual({ kind: 'on', at: awayUntil })
  })
  test('where no notice is owed is after the cooling time', () => {
    expect(earliestChange({ toldAt: null, awayUntil: null }, { ...rules, noticeDays: 0 }, NOW)).toEqual({
      kind: 'on',
      at: '2026-11-23T06:00:00.000Z',
    })
  })
})
