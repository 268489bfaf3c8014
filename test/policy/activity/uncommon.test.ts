/** Rare acts are looked for only where somebody silent could do them, and before anybody is asked about. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { notReadThrough } from '../../../src/policy/activity/uncommon.ts'
import { instant } from '../../../src/policy/calendar.ts'
import type { Grant, Instant, RepositoryRole } from '../../../src/policy/words.ts'

const [ADA, BEN] = [1, 2]
const [ATLAS, BOREAS] = [10, 20]
const TODAY = '2026-11-22T06:00:00.000Z'
/** The window of a reading of today begins on 22 May. */
const LAST_SPRING = '2026-05-01T00:00:00.000Z'
const LONG_AGO = '2025-06-10T00:00:00.000Z'
const IN_JUNE = '2026-06-10T00:00:00.000Z'

function map(...grants: readonly Grant[]) {
  return accessMap(grants, [ATLAS, BOREAS])
}

function holds(account: number, repository: number, role: RepositoryRole): Grant {
  return { kind: 'repository_role', account, repository, role }
}

function everythingReadOn(at: Instant) {
  return new Map([ATLAS, BOREAS].map((repository) => [repository, at]))
}

const member = (account: number): Grant => ({ kind: 'organization_role', account, role: 'member' })

describe('before a silent account is asked about', () => {
  test('every repository is looked through once, and it waits for those to which it can write', () => {
    const access = map(holds(ADA, ATLAS, 'write'), holds(BEN, BOREAS, 'triage'))
    const silent = [ADA, BEN].map((account) => ({ account, newest: null }))
    const { repositories, accounts } = notReadThrough(silent, access, new Map(), 6)
    expect([...repositories]).toEqual([ATLAS, BOREAS])
    expect([...accounts]).toEqual([ADA])
  })

  test('whichever path lets it write: a parent team, the base permission, being an owner', () => {
    const [core, release] = [7, 8]
    const byTeam = map(
      { kind: 'team_membership', account: ADA, team: core, role: 'member' },
      { kind: 'team_parent', team: core, parent: release },
      { kind: 'team_repository', team: release, repository: ATLAS, role: 'maintain' },
    )
    const byBase = map(member(ADA), { kind: 'base_permission', role: 'write' })
    const asOwner = map({ kind: 'organization_role', account: ADA, role: 'admin' })
    const read = everythingReadOn(LONG_AGO)
    const silent = [{ account: ADA, newest: LAST_SPRING }] as const
    const left = [byTeam, byBase, asOwner].map((access) => [
      ...notReadThrough(silent, access, read, 6).repositories,
    ])
    expect(left).toEqual([[ATLAS], [ATLAS, BOREAS], [ATLAS, BOREAS]])
  })

  test('where nobody is silent nothing is looked through', () => {
    expect(notReadThrough([], map(holds(ADA, ATLAS, 'write')), new Map(), 6).repositories.size).toBe(0)
  })

  test('a reading since it fell silent will do', () => {
    const read = everythingReadOn(TODAY)
    const left = notReadThrough(
      [{ account: ADA, newest: LAST_SPRING }],
      map(holds(ADA, ATLAS, 'maintain')),
      read,
      6,
    )
    expect(left.repositories.size + left.accounts.size).toBe(0)
  })

  test('a reading of the days in which it was active will not: the window has moved on since', () => {
    const read = everythingReadOn('2026-11-01T00:00:00.000Z')
    const silent = [{ account: ADA, newest: '2026-05-10T00:00:00.000Z' }] as const
    const left = notReadThrough(silent, map(holds(ADA, ATLAS, 'write')), read, 6)
    expect([...left.repositories]).toEqual([ATLAS])
    expect([...left.accounts]).toEqual([ADA])
  })

  test('where a review is ahead an old reading is read anew, though nobody has to wait for it', () => {
    const read = everythingReadOn(IN_JUNE)
    const silent = [{ account: ADA, newest: '2025-01-01T00:00:00.000Z' }] as const
    const left = notReadThrough(silent, map(holds(ADA, ATLAS, 'write')), read, 6, '2026-11-15T00:00:00.000Z')
    expect([...left.repositories]).toEqual([ATLAS])
    expect(left.accounts.size).toBe(0)
  })

  test('who can only read waits for nothing; what they can read is looked through once', () => {
    const access = map(member(BEN), { kind: 'base_permission', role: 'read' })
    const silent = [{ account: BEN, newest: null }]
    const first = notReadThrough(silent, access, new Map(), 6)
    expect([...first.repositories]).toEqual([ATLAS, BOREAS])
    expect(first.accounts.size).toBe(0)
    const read = everythingReadOn(IN_JUNE)
    expect(notReadThrough(silent, access, read, 6).repositories.size).toBe(0)
  })

  test('once everything was read after the last of them fell silent, nobody waits, whoever holds what', () => {
    const role = fc.constantFrom<RepositoryRole[]>('read', 'triage', 'write', 'maintain', 'admin')
    const grant = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(ATLAS, BOREAS), role)
      .map(([account, repository, held]) => holds(account, repository, held))
    const day = fc.integer({ min: 0, max: 300 }).map((n) => instant(Date.UTC(2025, 0, 1 + n)))
    fc.assert(
      fc.property(fc.array(grant), fc.array(day, { minLength: 9, maxLength: 9 }), (grants, days) => {
        const silent = days.map((newest, index) => ({ account: index + 1, newest }))
        const read = everythingReadOn(TODAY)
        const left = notReadThrough(silent, map(...grants), read, 6, TODAY)
        expect(left.repositories.size + left.accounts.size).toBe(0)
      }),
    )
  })
})
