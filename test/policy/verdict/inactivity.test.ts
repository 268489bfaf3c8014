/** The verdict on an account, as a table: one thing changes, one consequence follows. */

import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, type Rules } from '../../../src/policy/rules/rules.ts'
import { gapsOf } from '../../../src/policy/verdict/coverage.ts'
import { type AccountFacts, judgeAccount, newestAct } from '../../../src/policy/verdict/inactivity.ts'
import type { Gap, Instant, Verdict } from '../../../src/policy/words.ts'
import { act, cleo, facts, NOW } from '../../fixtures/policy.ts'

const gap: Gap = { source: 'issue_comments', where: 'lichen-lab/atlas', reason: 'GitHub answered 502' }
const away = { login: 'cleo', reason: 'on leave', until: '2027-01-01T00:00:00.000Z' } as const
const rules = (change: Partial<Rules>): Rules => ({ ...DEFAULT_RULES, ...change })

describe('the verdict', () => {
  it.each<[string, Partial<AccountFacts>, Partial<Rules>, Verdict['verdict']]>([
    ['who acted exactly six months ago is active', { newest: act('2026-05-22T06:00:00.000Z') }, {}, 'active'],
    ['a second earlier is inactive', { newest: act('2026-05-22T05:59:59.000Z') }, {}, 'inactive'],
    ['a millisecond earlier too', { newest: act('2026-05-22T05:59:59.999Z') }, {}, 'inactive'],
    ['who acted this very moment is active', { newest: act(NOW) }, {}, 'active'],
    [
      'an act dated in the future clears nobody, and proposes nobody',
      { newest: act('2031-01-01T00:00:00.000Z') },
      {},
      'unknown',
    ],
    [
      'a longer window lets older acts count',
      { newest: act('2026-01-01T00:00:00.000Z') },
      { windowMonths: 12 },
      'active',
    ],
    ['who did nothing known is inactive', {}, {}, 'inactive'],
    [
      'an act clears although a source was unread',
      { newest: act('2026-11-01T00:00:00.000Z'), gaps: [gap] },
      {},
      'active',
    ],
    ['an unread source leaves in doubt', { gaps: [gap] }, {}, 'unknown'],
    ['even with an old act', { newest: act('2020-01-01T00:00:00.000Z'), gaps: [gap] }, {}, 'unknown'],
    ['who came three months ago is new', { accessSince: '2026-08-22T06:00:00.000Z' }, {}, 'new'],
    [
      'who came exactly six months ago is new no more',
      { accessSince: '2026-05-22T06:00:00.000Z' },
      {},
      'inactive',
    ],
    ['a new owner is new', { roleSince: '2026-10-01T06:00:00.000Z' }, {}, 'new'],
    [
      'who was there at the first audit is judged by activity alone, however recent that audit',
      { firstCompleteAt: NOW, accessSince: NOW, roleSince: NOW },
      {},
      'inactive',
    ],
    [
      'nobody is new before the first complete audit',
      {
        firstCompleteAt: null,
        accessSince: '2026-11-20T06:00:00.000Z',
        roleSince: '2026-11-20T06:00:00.000Z',
      },
      {},
      'inactive',
    ],
    ['a young GitHub account is new', { githubCreatedAt: '2026-09-01T00:00:00.000Z' }, {}, 'new'],
    ['a GitHub account of unknown age is not', { githubCreatedAt: null }, {}, 'inactive'],
    ['new goes before unknown', { accessSince: '2026-08-22T06:00:00.000Z', gaps: [gap] }, {}, 'new'],
    [
      'active goes before new',
      { accessSince: '2026-08-22T06:00:00.000Z', newest: act('2026-09-01T00:00:00.000Z') },
      {},
      'active',
    ],
    [
      'who is on leave is exempt, in whatever case the login was written',
      {},
      { exemptions: [away] },
      'exempt',
    ],
    ['exempt goes before active', { newest: act(NOW) }, { exemptions: [away] }, 'exempt'],
    ['an exemption ends at its moment', {}, { exemptions: [{ ...away, until: NOW }] }, 'inactive'],
    [
      "the id wins over a login that is somebody else's by now",
      {},
      { exemptions: [{ ...away, id: 99 }] },
      'inactive',
    ],
    [
      'and finds a renamed account',
      {},
      { exemptions: [{ ...away, login: 'cleo-old', id: cleo.id }] },
      'exempt',
    ],
    ['a bot with a named sponsor is exempt', {}, { sponsors: [{ login: 'cleo', sponsor: 'ada' }] }, 'exempt'],
    [
      'a bot without one is judged like anybody',
      { account: { ...cleo, type: 'Bot' } },
      { sponsors: [{ login: 'other[bot]', sponsor: 'ada' }] },
      'inactive',
    ],
  ])('%s', (_, change, changedRules, verdict) => {
    expect(judgeAccount(facts(change), rules(changedRules), NOW).verdict).toBe(verdict)
  })

  it('31 August looks back to the last of February', () => {
    const judged = (at: Instant): string =>
      judgeAccount(facts({ newest: act(at) }), DEFAULT_RULES, '2026-08-31T00:00:00.000Z').verdict
    expect(judged('2026-02-28T00:00:00.000Z')).toBe('active')
    expect(judged('2026-02-27T23:59:59.000Z')).toBe('inactive')
  })

  it('says since when nothing was seen, and since before when access is held', () => {
    expect(judgeAccount(facts(), DEFAULT_RULES, NOW)).toEqual({
      verdict: 'inactive',
      newest: null,
      since: '2026-05-22T06:00:00.000Z',
      heldSinceBefore: '2025-10-01T06:00:00.000Z',
    })
  })
})

describe('SECURITY.md, row 1: missing data is unknown, never inactive', () => {
  const reading = (source: Gap['source'], scope: Parameters<typeof gapsOf>[0][number]['scope']) => ({
    source,
    scope,
    state: { kind: 'unread', reason: 'GitHub answered 502' } as const,
  })
  const gapsFor = (...readings: Parameters<typeof gapsOf>[0]): number =>
    gapsOf(
      readings,
      cleo.id,
      () => 'lichen-lab/atlas',
      () => false,
    ).length

  it('every deciding source that was not read in full leaves a gap', () => {
    for (const source of [
      'contributions',
      'repository_activity',
      'issue_comments',
      'issue_events',
      'releases',
      'discussions',
    ] as const) {
      const readings = [reading(source, { kind: 'repository', id: 501 })]
      const gaps = gapsOf(
        readings,
        cleo.id,
        () => 'lichen-lab/atlas',
        () => false,
      )
      expect(judgeAccount(facts({ gaps }), DEFAULT_RULES, NOW), source).toEqual({
        verdict: 'unknown',
        gaps: [{ source, where: 'lichen-lab/atlas', reason: 'GitHub answered 502' }],
      })
    }
  })

  it('a source that only clears leaves none', () => {
    expect(gapsFor(reading('two_factor', { kind: 'organization' }))).toBe(0)
    expect(gapsFor(reading('probe', { kind: 'organization' }))).toBe(0)
  })

  it("somebody else's unread source leaves me none", () => {
    expect(gapsFor(reading('contributions', { kind: 'account', id: 77 }))).toBe(0)
    expect(gapsFor(reading('contributions', { kind: 'account', id: cleo.id }))).toBe(1)
  })
})

describe('the newest act', () => {
  it('leaves out what is dated after now', () => {
    const acts = [
      act('2026-01-01T00:00:00.000Z'),
      act('2026-11-22T06:00:01.000Z'),
      act('2025-01-01T00:00:00.000Z'),
    ]
    expect(newestAct(acts, NOW)?.at).toBe('2026-01-01T00:00:00.000Z')
    expect(newestAct([], NOW)).toBeNull()
  })
})
