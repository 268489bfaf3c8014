/** Who reaches a repository: the same as asking every account, whichever paths there are. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { accessIn } from '../../../src/policy/access/effective-access.ts'
import { grantKey } from '../../../src/policy/access/grant-key.ts'
import { keyholdersAmong } from '../../../src/policy/access/keyholders.ts'
import { holdersByRepository } from '../../../src/policy/access/repository-holders.ts'
import { keysOfRepository } from '../../../src/policy/access/repository-keys.ts'
import { useHere } from '../../../src/policy/verdict/use-here.ts'
import { type Grant, isWeaker, REPOSITORY_ROLES } from '../../../src/policy/words.ts'
import {
  ATLAS,
  act,
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
  MOSS,
  member,
  NOW,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const holdersIn = (grants: readonly Grant[]) => holdersByRepository(accessMap(grants, [ATLAS, MOSS]))

describe('the holders of a repository', () => {
  const role = fc.constantFrom(...REPOSITORY_ROLES)
  const account = fc.constantFrom(ada, bela, cleo)
  const team = fc.constantFrom(71, 72, 73, 74)
  const repository = fc.constantFrom(ATLAS, MOSS)
  const edge: fc.Arbitrary<Grant> = fc.oneof(
    account.map(owner),
    account.map(member),
    fc.constantFrom('read', 'write', 'admin', 'none' as const).map((r) => base(r as 'none')),
    fc.tuple(account, team).map(([a, t]) => inTeam(a, t)),
    fc.tuple(team, repository, role).map(([t, r, held]) => teamHolds(t, r, held)),
    fc.tuple(team, team).map(([t, p]) => childOf(t, p)),
    fc.tuple(account, repository, role).map(([a, r, held]) => direct(a, r, held)),
  )
  const edges = fc.uniqueArray(edge, { selector: grantKey, maxLength: 16 })

  it('are those whose own access reaches it, with the same role and the same paths', () => {
    fc.assert(
      fc.property(edges, repository, role, (grants, asked, least) => {
        const map = accessMap(grants, [ATLAS, MOSS])
        const index = holdersByRepository(map)
        const plain = [...map.accounts].flatMap((id) => {
          const reached = accessIn(map, id).repositories.get(asked)
          return reached === undefined || isWeaker(reached.role, least) ? [] : [{ account: id, ...reached }]
        })
        const inOrder = (of: readonly { account: number; role: string; paths: readonly unknown[] }[]) =>
          of
            .map((each) => ({ ...each, paths: each.paths.map((path) => JSON.stringify(path)).sort() }))
            .sort((a, b) => a.account - b.account)
        expect(inOrder(index.holders(asked, least))).toEqual(inOrder(plain))
        const counted = [...index.everywhere(least), ...index.onlyHere(asked, least)].sort((a, b) => a - b)
        expect(counted).toEqual(plain.map(({ account: id }) => id).sort((a, b) => a - b))
      }),
    )
  })

  it('are told by their strongest path first, a parent team named', () => {
    const grants = [
      member(cleo),
      base('read'),
      inTeam(cleo, DOCS),
      childOf(DOCS, CORE),
      teamHolds(CORE, ATLAS, 'write'),
    ]
    expect(holdersIn(grants).holders(ATLAS, 'write')).toEqual([
      {
        account: cleo.id,
        role: 'write',
        paths: [
          { kind: 'team', role: 'write', team: DOCS, through: CORE },
          { kind: 'base', role: 'read' },
        ],
      },
    ])
    expect(holdersIn(grants).membersOf(CORE)).toEqual([cleo.id])
  })
})

describe('two keyholders', () => {
  const person = (verdict: 'active' | 'inactive' | 'new' | 'exempt' | 'unknown' | null) =>
    ({ type: 'User', verdict }) as const
  it('are two active people; a bot is none, nor is somebody new, exempt or away', () => {
    expect(keyholdersAmong([person('active'), person('active')]).two).toBe('yes')
    expect(keyholdersAmong([person('active'), { type: 'Bot', verdict: 'active' }]).two).toBe('no')
    expect(keyholdersAmong([person('active'), person('new'), person('exempt'), person('inactive')])).toEqual({
      active: 1,
      unknown: 0,
      two: 'no',
    })
  })
  it('are not known where somebody of whom nobody knows could be the second', () => {
    expect(keyholdersAmong([person('active'), person('unknown')]).two).toBe('unknown')
    expect(keyholdersAmong([person('active'), person(null)]).two).toBe('unknown')
    expect(keyholdersAmong([person('unknown')]).two).toBe('no')
  })
})

describe('the use of a repository', () => {
  const cutoff = '2026-05-22T06:00:00.000Z'
  const push = act('2026-02-03T10:00:00.000Z', { kind: 'push' })
  const comment = act('2026-11-03T10:00:00.000Z', { kind: 'issue_comment' })
  it('is an act that needs write; a comment is none', () => {
    expect(useHere([push, comment], true, cutoff)).toEqual({ use: 'unused', lastUse: push, lastAct: comment })
    const lately = act('2026-11-03T10:00:00.000Z', { kind: 'triage' })
    expect(useHere([push, lately], true, cutoff).use).toBe('used')
  })
  it('is unknown, never unused, where not everything was read', () => {
    expect(useHere([push], false, cutoff).use).toBe('unknown')
    expect(useHere([act(NOW, { kind: 'push' })], false, cutoff).use).toBe('used')
  })
})

describe('the keys of a repository', () => {
  const placesOf = (...keys: Parameters<typeof deployKey>[0][]) =>
    keysOfRepository(
      keys.map((change) => deployKey({ details: {}, ...change })),
      ATLAS,
      NOW,
    ).map(({ place }) => place)
  const app = { kind: 'app_installation', repository: null } as const
  it('are its own that write, and those that reach it or may reach it', () => {
    expect(placesOf({ repository: ATLAS, scopes: ['write'] })).toEqual(['this'])
    expect(placesOf({ repository: MOSS, scopes: ['write'] })).toEqual([])
    expect(placesOf({ repository: ATLAS, scopes: ['read-only'] })).toEqual([])
    expect(placesOf({ ...app, scopes: ['all repositories', 'contents:write'] })).toEqual(['all'])
    expect(placesOf({ ...app, scopes: ['selected repositories', 'contents:write'] })).toEqual(['selected'])
    expect(placesOf({ ...app, scopes: ['none repositories', 'members:write'] })).toEqual([])
    expect(placesOf({ ...app, scopes: ['all repositories', 'contents:read'] })).toEqual([])
  })
  it('say what they may change there; a permission on the organisation alone changes no repository', () => {
    const scopes = ['all repositories', 'members:write', 'organization_hooks:write']
    expect(placesOf({ ...app, scopes })).toEqual([])
    const key = deployKey({ ...app, details: {}, scopes: [...scopes, 'contents:write', 'issues:read'] })
    expect(keysOfRepository([key], ATLAS, NOW)[0]?.writes).toEqual(['contents:write'])
  })
  it('are none that expired or are suspended', () => {
    const scopes = ['all repositories', 'contents:write']
    expect(placesOf({ ...app, scopes, details: { suspendedAt: NOW } })).toEqual([])
    expect(placesOf({ kind: 'fine_grained_token', repository: null, scopes, expiresAt: NOW })).toEqual([])
  })
})
