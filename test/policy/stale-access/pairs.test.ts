/** Stale access: which pairs there are, and that use alone judges them. */

import { describe, expect, it } from 'vitest'
import { type AccessFacts, isUnobservable, pairsOf } from '../../../src/policy/stale-access/pairs.ts'
import { momentToFreeze, sumsOf } from '../../../src/policy/stale-access/sums.ts'
import type { Credential, Grant } from '../../../src/policy/words.ts'
import {
  ATLAS,
  ada,
  base,
  bela,
  CORE,
  childOf,
  cleo,
  DOCS,
  deployKey,
  direct,
  inTeam,
  invited,
  MOSS,
  member,
  NOW,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const facts = (grants: readonly Grant[], change: Partial<AccessFacts> = {}): AccessFacts => ({
  grants,
  credentials: [],
  writable: new Set([ATLAS, MOSS]),
  used: new Map(),
  wasRead: () => true,
  cutoff: '2026-05-22T06:00:00.000Z',
  now: NOW,
  ...change,
})
/** `holder target state`, without what all have. */
const inWords = (given: AccessFacts) =>
  pairsOf(given).map(({ holder, target, state }) => `${holder} ${target} ${state}`)
const TEAM = [
  member(bela),
  inTeam(bela, CORE),
  teamHolds(CORE, ATLAS, 'write'),
  teamHolds(CORE, MOSS, 'admin'),
]
const writing = (change: Partial<Credential> = {}) =>
  deployKey({ scopes: ['repository lichen-lab/atlas'], details: { readOnly: false }, ...change })
const token = (change: Partial<Credential> = {}) =>
  writing({ kind: 'fine_grained_token', id: '9', repository: null, scopes: ['contents:write'], ...change })

describe('a pair of an account and what it can write to', () => {
  it('is stale where nothing that needs write was done there, and used where something was', () => {
    expect(inWords(facts(TEAM, { used: new Map([[bela.id, new Set([MOSS])]]) }))).toEqual([
      `account:2 ${ATLAS} stale`,
      `account:2 ${MOSS} used`,
    ])
  })

  it('is unknown where what happened there was not read in full, unless a use is known', () => {
    const wasRead: AccessFacts['wasRead'] = (_, target) => target !== MOSS
    expect(inWords(facts(TEAM, { wasRead }))).toEqual([
      `account:2 ${ATLAS} stale`,
      `account:2 ${MOSS} unknown`,
    ])
    const used = new Map([[bela.id, new Set([MOSS])]])
    expect(inWords(facts(TEAM, { wasRead, used }))[1]).toBe(`account:2 ${MOSS} used`)
  })

  it('is one, however many paths lead there, a parent team among them', () => {
    const paths = [
      member(bela),
      inTeam(bela, DOCS),
      childOf(DOCS, CORE),
      teamHolds(CORE, ATLAS, 'write'),
      direct(bela, ATLAS, 'admin'),
    ]
    expect(inWords(facts(paths))).toEqual([`account:2 ${ATLAS} stale`])
  })

  it('needs write: reading, triage, an invitation and an archived repository make none', () => {
    const less = [member(bela), direct(bela, ATLAS, 'triage'), direct(cleo, MOSS, 'read'), invited(cleo, NOW)]
    expect(inWords(facts(less))).toEqual([])
    expect(inWords(facts(TEAM, { writable: new Set([MOSS]) }))).toEqual([`account:2 ${MOSS} stale`])
  })

  it('is one with the organisation for whoever writes everywhere: owners, and members by the base permission', () => {
    const everywhere = [
      owner(ada),
      member(bela),
      base('write'),
      direct(ada, ATLAS, 'admin'),
      direct(cleo, MOSS, 'write'),
    ]
    const used = new Map([[ada.id, new Set([MOSS])]])
    expect(inWords(facts(everywhere, { used }))).toEqual([
      'account:1 organization used',
      'account:2 organization stale',
      `account:3 ${MOSS} stale`,
    ])
  })

  it('of an owner is used by an act of administration, which uses no repository', () => {
    const used = new Map([
      [ada.id, new Set([0])],
      [bela.id, new Set([0])],
    ])
    expect(inWords(facts([owner(ada), member(bela), direct(bela, ATLAS, 'write')], { used }))).toEqual([
      'account:1 organization used',
      `account:2 ${ATLAS} stale`,
    ])
  })
})

describe('a pair of a credential', () => {
  it('is judged by its last use, at the very beginning of the window too', () => {
    const credentials = [
      writing(),
      writing({ id: '2', lastUsed: { at: '2026-05-22T06:00:00.000Z' } }),
      token({ lastUsed: { at: '2026-05-22T05:59:59.999Z' } }),
    ]
    expect(inWords(facts([], { credentials }))).toEqual([
      `credential:deploy_key:700001 ${ATLAS} stale`,
      `credential:deploy_key:2 ${ATLAS} used`,
      'credential:fine_grained_token:9 organization stale',
    ])
  })

  it('is none where it opens nothing: read-only, expired, suspended, only asked for, or of an archived repository', () => {
    const credentials = [
      deployKey(),
      token({ expiresAt: NOW }),
      token({ details: { expired: true } }),
      token({ details: { suspendedAt: '2026-01-01T00:00:00.000Z' } }),
      token({ kind: 'token_request' }),
      writing({ repository: 999 }),
    ]
    expect(inWords(facts([], { credentials }))).toEqual([])
  })

  it('is none where GitHub never shows its use: it is counted apart, so that it does not hold up the baseline', () => {
    const app = token({ kind: 'app_installation', lastUsed: 'unobservable' })
    expect(inWords(facts([], { credentials: [app] }))).toEqual([])
    expect([app, writing()].map((each) => isUnobservable(each, NOW))).toEqual([true, false])
  })
})

describe('what is frozen', () => {
  const sums = sumsOf(pairsOf(facts(TEAM, { wasRead: (_, target) => target === ATLAS })))
  const known = (unknown: number) => ({ unknown, total: 100 })
  const baseline = { name: 'baseline', at: '2026-08-01T00:00:00.000Z' } as const

  it('are the sums and the people, credentials not among them', () => {
    const key = facts([owner(ada), ...TEAM], { credentials: [writing()] })
    expect(sums).toEqual({ stale: 1, unknown: 1, total: 2, people: 1 })
    expect(sumsOf(pairsOf(key))).toEqual({ stale: 4, unknown: 0, total: 4, people: 2 })
  })

  it('is the baseline at the first complete audit with at most 5 % unknown', () => {
    expect(momentToFreeze(known(6), [], NOW)).toBe(null)
    expect(momentToFreeze(known(5), [], NOW)).toBe('baseline')
  })

  it('is the quarter that has ended, once, however much of it is unknown', () => {
    expect(momentToFreeze(known(50), [baseline], NOW)).toBe('2026-Q3')
    expect(momentToFreeze(known(0), [baseline, { name: '2026-Q3', at: NOW }], NOW)).toBe(null)
    expect(momentToFreeze(known(0), [{ ...baseline, at: '2026-10-01T00:00:00.000Z' }], NOW)).toBe(null)
    expect(
      momentToFreeze(known(0), [baseline, { name: '2026-Q3', at: NOW }], '2027-01-01T00:00:00.000Z'),
    ).toBe('2026-Q4')
  })
})
