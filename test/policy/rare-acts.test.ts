/** Rare acts are looked for only where somebody silent could do them, and before anybody is asked about. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessMap } from '../../src/policy/access.ts'
import { notLookedThrough } from '../../src/policy/rare-acts.ts'
import type { Grant, RepositoryRole } from '../../src/policy/words.ts'

const [ADA, BEN] = [1, 2]
const [ATLAS, BOREAS] = [10, 20]
const TODAY = '2026-11-22T06:00:00Z'
/** The window of a reading of today begins on 22 May. */
const LAST_SPRING = '2026-05-01T00:00:00Z'
const IN_JUNE = '2026-06-10T00:00:00Z'

function map(...grants: readonly Grant[]) {
  return accessMap(grants, [ATLAS, BOREAS])
}

function holds(account: number, repository: number, role: RepositoryRole): Grant {
  return { kind: 'repository_role', account, repository, role }
}

const member = (account: number): Grant => ({ kind: 'organization_role', account, role: 'member' })

describe('before a silent account is asked about', () => {
  test('every repository to which it can write is looked through, and no other', () => {
    const access = map(holds(ADA, ATLAS, 'write'))
    const { repositories, accounts } = notLookedThrough(
      [{ account: ADA, newest: null }],
      access,
      new Map(),
      6,
    )
    expect([...repositories]).toEqual([ATLAS])
    expect([...accounts]).toEqual([ADA])
  })

  test('a reading since it fell silent will do', () => {
    const read = new Map([[ATLAS, TODAY]])
    const left = notLookedThrough(
      [{ account: ADA, newest: LAST_SPRING }],
      map(holds(ADA, ATLAS, 'maintain')),
      read,
      6,
    )
    expect(left.repositories.size + left.accounts.size).toBe(0)
  })

  test('a reading of the days in which it was active will not: the window has moved on since', () => {
    const read = new Map([[ATLAS, '2026-11-01T00:00:00Z']])
    const silent = [{ account: ADA, newest: '2026-05-10T00:00:00Z' }]
    const left = notLookedThrough(silent, map(holds(ADA, ATLAS, 'write')), read, 6)
    expect([...left.repositories]).toEqual([ATLAS])
    expect([...left.accounts]).toEqual([ADA])
  })

  test('where a review is ahead an old reading is read anew, though nobody has to wait for it', () => {
    const read = new Map([[ATLAS, IN_JUNE]])
    const silent = [{ account: ADA, newest: '2025-01-01T00:00:00Z' }]
    const left = notLookedThrough(silent, map(holds(ADA, ATLAS, 'write')), read, 6, '2026-11-15T00:00:00Z')
    expect([...left.repositories]).toEqual([ATLAS])
    expect(left.accounts.size).toBe(0)
  })

  test('who can only read waits for nothing; what they can read is looked through once', () => {
    const access = map(member(BEN), { kind: 'base_permission', role: 'read' })
    const silent = [{ account: BEN, newest: null }]
    const first = notLookedThrough(silent, access, new Map(), 6)
    expect([...first.repositories]).toEqual([ATLAS, BOREAS])
    expect(first.accounts.size).toBe(0)
    const read = new Map([
      [ATLAS, IN_JUNE],
      [BOREAS, IN_JUNE],
    ])
    expect(notLookedThrough(silent, access, read, 6).repositories.size).toBe(0)
  })

  test('once everything was read after the last of them fell silent, nobody waits, whoever holds what', () => {
    const role = fc.constantFrom<RepositoryRole[]>('read', 'triage', 'write', 'maintain', 'admin')
    const grant = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(ATLAS, BOREAS), role)
      .map(([account, repository, held]) => holds(account, repository, held))
    const day = fc
      .integer({ min: 0, max: 300 })
      .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().replace('.000Z', 'Z'))
    fc.assert(
      fc.property(fc.array(grant), fc.array(day, { minLength: 9, maxLength: 9 }), (grants, days) => {
        const silent = days.map((newest, index) => ({ account: index + 1, newest }))
        const read = new Map([
          [ATLAS, TODAY],
          [BOREAS, TODAY],
        ])
        const left = notLookedThrough(silent, map(...grants), read, 6, TODAY)
        expect(left.repositories.size + left.accounts.size).toBe(0)
      }),
    )
  })
})
