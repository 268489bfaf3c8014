/** Effective access: the strongest of all paths, and every path told. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highestRole, ownersOf } from '../../../src/policy/access/effective-access.ts'
import { grantKey, keysAndRoles } from '../../../src/policy/access/grant-key.ts'
import {
  type Grant,
  isWeaker,
  REPOSITORY_ROLES,
  type RepositoryRole,
  stronger,
} from '../../../src/policy/words.ts'
import {
  ATLAS,
  ada,
  base,
  bela,
  CORE,
  childOf,
  cleo,
  DOCS,
  direct,
  effectiveAccess,
  inTeam,
  MOSS,
  member,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const roleOf = (grants: readonly Grant[], repository = ATLAS): RepositoryRole | null =>
  effectiveAccess(grants, cleo.id, [ATLAS, MOSS]).repositories.get(repository)?.role ?? null

describe('an account can do', () => {
  it.each<[string, Grant[], RepositoryRole | null]>([
    ['everything, as an owner', [owner(cleo)], 'admin'],
    ['what every member holds', [member(cleo), base('write')], 'write'],
    ['nothing by a base permission of none', [member(cleo), base('none')], null],
    ['nothing by the base permission when not a member', [base('write')], null],
    [
      'what the team holds',
      [member(cleo), inTeam(cleo, CORE), teamHolds(CORE, ATLAS, 'maintain')],
      'maintain',
    ],
    [
      "what the team's parent holds",
      [inTeam(cleo, DOCS), childOf(DOCS, CORE), teamHolds(CORE, ATLAS, 'write')],
      'write',
    ],
    [
      'but not what a child team holds',
      [inTeam(cleo, CORE), childOf(DOCS, CORE), teamHolds(DOCS, ATLAS, 'write')],
      null,
    ],
    [
      'the strongest of base, team and direct',
      [
        member(cleo),
        base('read'),
        inTeam(cleo, CORE),
        teamHolds(CORE, ATLAS, 'triage'),
        direct(cleo, ATLAS, 'write'),
      ],
      'write',
    ],
    ["nothing by somebody else's grants", [owner(ada), direct(bela, ATLAS, 'admin')], null],
    [
      'nothing by an invitation that is not accepted',
      [
        {
          kind: 'repository_invitation',
          invitation: 1,
          account: cleo.id,
          repository: ATLAS,
          role: 'admin',
          createdAt: '2026-01-01T00:00:00.000Z',
          inviter: null,
        },
      ],
      null,
    ],
  ])('%s', (_, grants, role) => {
    expect(roleOf(grants)).toBe(role)
  })

  it('and every path is told, with the team through which it comes', () => {
    const grants = [
      member(cleo),
      base('read'),
      inTeam(cleo, DOCS),
      childOf(DOCS, CORE),
      teamHolds(CORE, ATLAS, 'write'),
      direct(cleo, ATLAS, 'triage'),
    ]
    expect(effectiveAccess(grants, cleo.id).repositories.get(ATLAS)?.paths).toEqual([
      { kind: 'base', role: 'read' },
      { kind: 'team', role: 'write', team: DOCS, through: CORE },
      { kind: 'direct', role: 'triage' },
    ])
  })

  it('an owner reaches repositories that no grant names', () => {
    expect([...effectiveAccess([owner(cleo)], cleo.id, [ATLAS, MOSS]).repositories.keys()]).toEqual([
      ATLAS,
      MOSS,
    ])
  })

  it('a direct role without membership makes an outside collaborator', () => {
    expect(effectiveAccess([direct(cleo, ATLAS, 'read')], cleo.id).isOutsideCollaborator).toBe(true)
    expect(effectiveAccess([member(cleo), direct(cleo, ATLAS, 'read')], cleo.id).isOutsideCollaborator).toBe(
      false,
    )
  })

  it('a circle of teams, read at two moments, does not hang', () => {
    expect(
      roleOf([inTeam(cleo, CORE), childOf(CORE, DOCS), childOf(DOCS, CORE), teamHolds(DOCS, ATLAS, 'write')]),
    ).toBe('write')
  })
})

describe('an owner', () => {
  it('is who holds the owner role, not who administers a repository', () => {
    expect(ownersOf([owner(bela), member(cleo), owner(ada), direct(cleo, MOSS, 'admin')])).toEqual([
      ada.id,
      bela.id,
    ])
  })

  it('without repositories still holds the strongest role', () => {
    expect(highestRole(effectiveAccess([owner(cleo)], cleo.id))).toBe('admin')
    expect(highestRole(effectiveAccess([member(cleo)], cleo.id))).toBeNull()
  })
})

describe('always', () => {
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
  // One edge per key, as in the register: a second base permission or parent would replace the first.
  const edges = fc.uniqueArray(edge, { selector: grantKey, maxLength: 14 })

  it('effective access is the maximum over all paths', () => {
    fc.assert(
      fc.property(edges, (grants) => {
        for (const { role: effective, paths } of effectiveAccess(grants, cleo.id, [
          ATLAS,
          MOSS,
        ]).repositories.values()) {
          expect(paths.length).toBeGreaterThan(0)
          expect(paths.map((path) => path.role).reduce(stronger)).toBe(effective)
        }
      }),
    )
  })

  it('adding an edge never lowers', () => {
    fc.assert(
      fc.property(edges, (grants) => {
        const added = grants.at(-1)
        if (added === undefined) return
        const before = effectiveAccess(grants.slice(0, -1), cleo.id, [ATLAS, MOSS])
        const after = effectiveAccess(grants, cleo.id, [ATLAS, MOSS])
        for (const [id, { role: held }] of before.repositories) {
          const now = after.repositories.get(id)?.role
          expect(now !== undefined && !isWeaker(now, held)).toBe(true)
        }
      }),
    )
  })

  it("another's direct role changes nothing for me", () => {
    fc.assert(
      fc.property(edges, role, (grants, held) => {
        const mine = effectiveAccess(grants, cleo.id, [ATLAS, MOSS])
        expect(effectiveAccess([...grants, direct(ada, ATLAS, held)], cleo.id, [ATLAS, MOSS])).toEqual(mine)
      }),
    )
  })
})

describe('the key of a grant', () => {
  it('is the same whatever the role', () => {
    expect(grantKey(direct(cleo, ATLAS, 'read'))).toBe(grantKey(direct(cleo, ATLAS, 'admin')))
    expect(grantKey(inTeam(cleo, CORE))).toBe('team_membership:72:3')
  })

  it("an account's own are frozen with their roles", () => {
    expect(
      keysAndRoles([member(cleo), owner(ada), direct(cleo, ATLAS, 'write'), base('read')], cleo.id),
    ).toEqual({
      'organization_role:3': 'member',
      'repository_role:501:3': 'write',
    })
  })
})
