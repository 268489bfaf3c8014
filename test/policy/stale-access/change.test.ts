/** The change of stale access is split by what became of each pair, and the parts add up. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { changeBetween, type Deed } from '../../../src/policy/stale-access/change.ts'
import type { Pair, Target } from '../../../src/policy/stale-access/pairs.ts'
import { unusedByHolder } from '../../../src/policy/stale-access/sums.ts'
import { ATLAS, CORE, MOSS, teamHolds } from '../../fixtures/policy.ts'

const NOTHING = {
  takenBack: 0,
  lowered: 0,
  usedAgain: 0,
  leftByThemselves: 0,
  archived: 0,
  notRead: 0,
  newlyStale: 0,
}
const BELA = 'account:2'
const pair = (target: Target, state: Pair['state'] = 'stale', holder = BELA): Pair => ({
  holder,
  target,
  state,
})
const before = unusedByHolder([pair(ATLAS), pair(MOSS)])
const change = (
  after: readonly Pair[],
  deeds: readonly Deed[] = [],
  writable = [ATLAS, MOSS],
  from = before,
) =>
  changeBetween(from, after, {
    deeds,
    writable: new Set(writable),
    map: accessMap([teamHolds(CORE, ATLAS, 'write')]),
  })
const revoked: Deed = { holder: BELA, decision: 'revoke', scope: null }

describe('what became of a pair that was stale', () => {
  it('in a quarter in which everything was kept, nothing: stale access is as before', () => {
    expect(change([pair(ATLAS), pair(MOSS)])).toEqual(NOTHING)
  })

  it('is taken back where a revocation of ours took it, and lowered where a downgrade did', () => {
    expect(change([], [revoked])).toEqual({ ...NOTHING, takenBack: 2 })
    expect(change([], [{ ...revoked, decision: 'emeritus' }])).toEqual({ ...NOTHING, takenBack: 2 })
    expect(change([pair(ATLAS)], [{ ...revoked, decision: 'downgrade' }])).toEqual({ ...NOTHING, lowered: 1 })
  })

  it('is used again, left by itself, archived, or not read', () => {
    expect(change([pair(ATLAS, 'used'), pair(MOSS, 'unknown')])).toEqual({
      ...NOTHING,
      usedAgain: 1,
      notRead: 1,
    })
    expect(change([], [], [ATLAS])).toEqual({ ...NOTHING, leftByThemselves: 1, archived: 1 })
    expect(change([], [{ ...revoked, holder: 'account:3' }])).toEqual({ ...NOTHING, leftByThemselves: 2 })
  })

  it('of a question about one team or repository, is ours only where that led', () => {
    const team: Deed = { ...revoked, scope: { kind: 'team', id: CORE, name: 'core' } }
    const repository: Deed = { ...revoked, scope: { kind: 'repository', id: MOSS, name: 'moss' } }
    expect(change([], [team])).toEqual({ ...NOTHING, takenBack: 1, leftByThemselves: 1 })
    expect(change([], [team, repository])).toEqual({ ...NOTHING, takenBack: 2 })
    const owner = unusedByHolder([pair('organization')])
    expect(change([], [team], [], owner)).toEqual({ ...NOTHING, leftByThemselves: 1 })
  })

  it('was none before: newly stale', () => {
    expect(change([pair(ATLAS), pair(MOSS), pair(ATLAS, 'stale', 'account:3')])).toEqual({
      ...NOTHING,
      newlyStale: 1,
    })
  })

  it('adds up, whatever happened: before and newly stale, less all the others, is after', () => {
    const holder = fc.constantFrom('account:1', 'account:2', 'credential:deploy_key:7')
    const target = fc.constantFrom<Target>(1, 2, 3, 'organization')
    const state = fc.constantFrom<Pair['state']>('stale', 'used', 'unknown')
    const pairs = fc.uniqueArray(fc.record({ holder, target, state }), {
      selector: (each) => `${each.holder} ${each.target}`,
    })
    const deeds = fc.array(
      fc.record({
        holder,
        decision: fc.constantFrom<Deed['decision']>('revoke', 'downgrade', 'emeritus'),
        scope: fc.constantFrom<Deed['scope']>(null, { kind: 'repository', id: 2, name: 'x' }),
      }),
    )
    fc.assert(
      fc.property(pairs, pairs, deeds, fc.subarray([1, 2, 3]), (then, now, done, writable) => {
        const stale = (of: readonly Pair[]) => of.filter((each) => each.state === 'stale').length
        const { newlyStale, ...less } = change(now, done, writable, unusedByHolder(then))
        const gone = Object.values(less).reduce((a, b) => a + b, 0)
        expect(stale(then) + newlyStale - gone).toBe(stale(now))
      }),
    )
  })
})
