/** The last look before a removal: what stops it, one thing at a time. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FailedCheck,
  failedCheck,
  failedCheckSentence,
  removalBudget,
  type SafetyCheckFacts,
} from '../../../src/policy/revocation/safety-checks.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import type { VerdictName } from '../../../src/policy/words.ts'
import {
  ATLAS,
  ada,
  base,
  bela,
  CORE,
  cleo,
  direct,
  inTeam,
  member,
  NOW,
  named,
  names,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const verdicts = (change: Readonly<Record<number, VerdictName>> = {}): ReadonlyMap<number, VerdictName> =>
  new Map(
    Object.entries({ 1: 'active', 2: 'active', 3: 'inactive', ...change } as const).map(([id, v]) => [
      Number(id),
      v,
    ]),
  )

const look = (change: Partial<SafetyCheckFacts> = {}): SafetyCheckFacts => ({
  account: cleo,
  grants: [owner(ada), owner(bela), member(cleo), base('read')],
  repositories: [ATLAS],
  verdicts: verdicts(),
  newest: null,
  secondVote: false,
  knownActive: false,
  openedAt: '2026-11-01T06:00:00.000Z',
  answeredAt: null,
  decidedAt: '2026-11-08T06:00:00.000Z',
  awayUntil: null,
  pausedAt: null,
  stoppedAt: null,
  budget: { allowed: 1, spent: 0 },
  notBefore: NOW,
  snapshot: 'complete',
  rules: DEFAULT_RULES,
  now: NOW,
  ...change,
})
const failed = (change: Partial<SafetyCheckFacts> = {}): FailedCheck['kind'] | null =>
  failedCheck(look(change))?.kind ?? null

describe('nothing stops', () => {
  it('the removal of an inactive member, decided and announced', () => {
    expect(failed()).toBeNull()
  })

  it('a credential for its owner', () => {
    expect(failed({ account: null, budget: { allowed: 1, spent: 1 } })).toBeNull()
  })
})

describe('SECURITY.md, row 2: two active owners, and somebody active for every repository', () => {
  it('an owner does not go where fewer than two active owners would be left', () => {
    const grants = [owner(ada), owner(bela), owner(cleo)]
    expect(failedCheck(look({ grants, verdicts: verdicts({ 2: 'inactive' }) }))).toEqual({
      kind: 'too_few_owners',
      left: [1],
    })
  })

  it('an owner of unknown activity does not count as active', () => {
    const grants = [owner(ada), owner(bela), owner(cleo)]
    expect(failed({ grants, verdicts: verdicts({ 2: 'unknown' }) })).toBe('too_few_owners')
  })

  it('the last active administrator does not go', () => {
    const grants = [owner(ada), member(cleo), direct(cleo, ATLAS, 'admin')]
    expect(failedCheck(look({ grants, verdicts: verdicts({ 1: 'inactive' }) }))).toEqual({
      kind: 'last_administrator',
      repositories: [ATLAS],
    })
  })

  it('an administrator by a team is one too', () => {
    const grants = [
      member(bela),
      inTeam(bela, CORE),
      teamHolds(CORE, ATLAS, 'admin'),
      member(cleo),
      direct(cleo, ATLAS, 'admin'),
    ]
    expect(failed({ grants })).toBe('privileged')
    expect(failed({ grants, verdicts: verdicts({ 2: 'inactive' }) })).toBe('last_administrator')
  })

  it("no owner's or administrator's right goes at all without a second vote", () => {
    const ownersLeft = [owner(ada), owner(bela)]
    expect(failed({ grants: [...ownersLeft, owner(cleo)] })).toBe('privileged')
    expect(
      failed({ grants: [...ownersLeft, member(cleo), inTeam(cleo, CORE), teamHolds(CORE, ATLAS, 'admin')] }),
    ).toBe('privileged')
    expect(failed({ grants: [...ownersLeft, member(cleo), base('admin')] })).toBe('privileged')
  })
})

describe('with a second vote', () => {
  const secondVote = true
  const grants = [owner(ada), owner(bela), owner(cleo)]
  it("an owner's or administrator's right goes", () => {
    expect(failed({ grants, secondVote })).toBeNull()
    expect(failed({ grants: [owner(ada), direct(cleo, ATLAS, 'admin')], secondVote })).toBeNull()
  })

  it('an inactive owner goes where one active owner stays, and not where none does', () => {
    expect(failed({ grants, secondVote, verdicts: verdicts({ 2: 'inactive' }) })).toBeNull()
    expect(failed({ grants, secondVote, verdicts: verdicts({ 1: 'unknown', 2: 'inactive' }) })).toBe(
      'too_few_owners',
    )
  })

  it('an owner whose act was known when they decided goes, and nobody on half the data', () => {
    const newest = named('2026-11-20T00:00:00.000Z')
    const active = { grants, secondVote, newest, verdicts: verdicts({ 3: 'active' }) }
    expect(failed(active)).toBe('active_again')
    expect(failed({ ...active, knownActive: true })).toBeNull()
    expect(failed({ ...active, knownActive: true, verdicts: verdicts({ 3: 'unknown' }) })).toBe(
      'no_longer_inactive',
    )
  })
})

describe('SECURITY.md, row 3: not before its time, and not while paused', () => {
  it.each<[string, Partial<SafetyCheckFacts>, string | null]>([
    ['notice or cooling still runs', { notBefore: '2026-11-22T06:00:01.000Z' }, 'not_before'],
    ['they end at this moment', { notBefore: NOW }, null],
    ['the person is still to be told', { notBefore: null }, 'not_told'],
    ['an owner paused every write', { pausedAt: '2026-11-21T00:00:00.000Z' }, 'paused'],
  ])('%s', (_, change, kind) => {
    expect(failed(change)).toBe(kind)
  })
})

describe('SECURITY.md, row 4: whoever became active, answered or is exempt stays', () => {
  it.each<[string, Partial<SafetyCheckFacts>, string | null]>([
    ['an act after the opening stops it', { newest: named('2026-11-20T00:00:00.000Z') }, 'active_again'],
    [
      'so does one found late, inside the window',
      { newest: named('2026-06-01T00:00:00.000Z') },
      'active_again',
    ],
    ['an old act does not', { newest: named('2026-02-03T10:00:00.000Z') }, null],
    ['an act during this very run does', { newest: named('2026-11-22T06:00:20.000Z') }, 'active_again'],
    ['an answer after the decision does', { answeredAt: '2026-11-10T00:00:00.000Z' }, 'answered'],
    ['one that whoever decided knew does not', { answeredAt: '2026-11-07T00:00:00.000Z' }, null],
    ['being away does', { awayUntil: '2027-05-01T23:59:59.000Z' }, 'away'],
    ['having been away does not', { awayUntil: '2026-11-21T23:59:59.000Z' }, null],
    [
      'an exemption does',
      {
        rules: {
          ...DEFAULT_RULES,
          exemptions: [{ login: 'cleo', reason: 'leave', until: '2027-01-01T00:00:00.000Z' }],
        },
      },
      'exempt',
    ],
    ['a verdict that turned unknown does', { verdicts: verdicts({ 3: 'unknown' }) }, 'no_longer_inactive'],
    ['no verdict at all does', { verdicts: new Map([[1, 'active']]) }, 'no_longer_inactive'],
    ['who has left already is nobody to stop for', { grants: [owner(ada)], verdicts: new Map() }, null],
  ])('%s', (_, change, kind) => {
    expect(failed(change)).toBe(kind)
  })
})

describe('SECURITY.md, row 5: no more than the budget allows', () => {
  it('a spent budget stops the next account', () => {
    expect(failed({ budget: { allowed: 2, spent: 2 } })).toBe('budget_spent')
    expect(failed({ budget: { allowed: 2, spent: 1 } })).toBeNull()
  })

  it.each([
    [5, 2],
    [11, 2],
    [12, 3],
    [99, 24],
    [100, 25],
    [200, 50],
    [1200, 50],
    [0, 2],
  ])('of %i accounts %i may go in a day', (accounts, allowed) => {
    expect(removalBudget(DEFAULT_RULES, accounts)).toBe(allowed)
  })

  it('is never more than the number, nor than the share, which counts as two at least', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 20_000 }),
        (count, percent, accounts) => {
          const budget = removalBudget(
            { ...DEFAULT_RULES, removalBudget: { count, share: percent / 100 } },
            accounts,
          )
          expect(Number.isInteger(budget)).toBe(true)
          // In whole numbers: what binary fractions must not get wrong.
          expect(budget).toBe(Math.min(count, Math.max(2, Math.floor((accounts * percent) / 100))))
        },
      ),
    )
  })
})

describe('SECURITY.md, row 6: what cannot be given back is not removed', () => {
  it('an incomplete snapshot stops it', () => {
    expect(failed({ snapshot: 'incomplete' })).toBe('cannot_give_back')
  })
})

describe('an owner', () => {
  it('stops one removal', () => {
    expect(failed({ stoppedAt: NOW })).toBe('stopped')
  })
})

describe('every safety check', () => {
  const checks: FailedCheck[] = [
    { kind: 'paused', since: NOW },
    { kind: 'not_told' },
    { kind: 'not_before', notBefore: NOW },
    { kind: 'active_again', act: named(NOW) },
    { kind: 'no_longer_inactive', verdict: 'unknown' },
    { kind: 'answered', at: NOW },
    { kind: 'exempt', reason: 'leave' },
    { kind: 'away', until: NOW },
    { kind: 'too_few_owners', left: [1] },
    { kind: 'last_administrator', repositories: [ATLAS, 9] },
    { kind: 'privileged' },
    { kind: 'cannot_give_back' },
    { kind: 'budget_spent', allowed: 1, spent: 1 },
    { kind: 'stopped', since: NOW },
  ]
  it.each(checks)('$kind says that nothing was removed', (failure) => {
    expect(failedCheckSentence(failure, names.repository)).toContain('Nothing was removed')
  })

  it('says what it is about', () => {
    expect(failedCheckSentence({ kind: 'exempt', reason: 'Runs the mirrors.' }, names.repository)).toBe(
      'They are exempt by now: Runs the mirrors. Nothing was removed.',
    )
    expect(
      failedCheckSentence({ kind: 'last_administrator', repositories: [ATLAS, 9] }, names.repository),
    ).toBe(
      'Nobody active would be left to administer lichen-lab/atlas and repository 9. Nothing was removed; give another active person that role first.',
    )
  })
})
