/** Every answer has its plan before it is chosen, and no plan gives anybody more. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { accessIn, highestRole } from '../../../src/policy/access/effective-access.ts'
import { choicesOf } from '../../../src/policy/proposals/choices.ts'
import { grantsAfter } from '../../../src/policy/proposals/plans/after-plan.ts'
import { usableEmeritusTeam } from '../../../src/policy/proposals/plans/emeritus-team.ts'
import { type PlanFacts, planOutsideCollaborator } from '../../../src/policy/proposals/plans/plan.ts'
import { type Choice, type Grant, isWeaker, REPOSITORY_ROLES } from '../../../src/policy/words.ts'
import {
  ATLAS,
  base,
  CORE,
  childOf,
  cleo,
  DOCS,
  direct,
  effectiveAccess,
  inTeam,
  MOSS,
  member,
  names,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const REPOSITORIES = [ATLAS, MOSS]
const about = (grants: readonly Grant[]): PlanFacts => ({
  account: cleo,
  access: effectiveAccess(grants, cleo.id, REPOSITORIES),
  grants,
  names,
})
const named = ({ decision, role }: Choice): string => (role === null ? decision : `${decision} to ${role}`)
const offered = (grants: readonly Grant[], emeritusTeam: string | null = null) =>
  choicesOf(about(grants), emeritusTeam)
const planOf = (grants: readonly Grant[], answer: string, emeritusTeam: string | null = null) =>
  offered(grants, emeritusTeam)
    .find((choice) => named(choice) === answer)
    ?.plan.map(({ action, target }) => `${action}: ${target}`)

describe('the answers on offer', () => {
  it.each<[string, readonly Grant[], readonly string[]]>([
    [
      'to a member who writes through a team: each lower role, and outside collaborator',
      [member(cleo), inTeam(cleo, CORE), teamHolds(CORE, ATLAS, 'write')],
      ['keep', 'downgrade to triage', 'downgrade to read', 'downgrade to outside_collaborator', 'revoke'],
    ],
    [
      'to an outside collaborator who writes: the lower roles and no other standing',
      [direct(cleo, ATLAS, 'write')],
      ['keep', 'downgrade to triage', 'downgrade to read', 'revoke'],
    ],
    ['to a member without a role: nothing lower', [member(cleo), base('read')], ['keep', 'revoke']],
    [
      'to an owner with no other role: member alone',
      [owner(cleo)],
      ['keep', 'downgrade to member', 'revoke'],
    ],
    [
      'to an owner who writes as well: member, and what is lower than that',
      [owner(cleo), direct(cleo, ATLAS, 'write')],
      ['keep', 'downgrade to member', 'downgrade to triage', 'downgrade to read', 'revoke'],
    ],
  ])('%s', (_, grants, answers) => {
    expect(offered(grants).map(named)).toEqual(answers)
  })

  it('emeritus is offered to members, and where the team is usable', () => {
    expect(offered([member(cleo)], 'alumni').map(named)).toContain('emeritus')
    expect(offered([direct(cleo, ATLAS, 'write')], 'alumni').map(named)).not.toContain('emeritus')
  })
})

describe('the plan of an answer', () => {
  it('makes an owner a member first, and then lowers', () => {
    const grants = [
      owner(cleo),
      direct(cleo, ATLAS, 'maintain'),
      inTeam(cleo, CORE),
      teamHolds(CORE, MOSS, 'admin'),
    ]
    expect(planOf(grants, 'downgrade to write')).toEqual([
      'make_member: lichen-lab (owner → member)',
      'lower_repository_role: lichen-lab/atlas (maintain → write)',
      'remove_team_membership: team core',
    ])
  })

  it('makes an owner emeritus without a step by hand', () => {
    expect(planOf([owner(cleo)], 'emeritus', 'alumni')).toEqual([
      'add_to_emeritus_team: alumni',
      'make_member: lichen-lab (owner → member)',
    ])
  })

  it('keeps for an outside collaborator what is named, and takes the rest back after the conversion', () => {
    const grants = [
      member(cleo),
      inTeam(cleo, CORE),
      teamHolds(CORE, ATLAS, 'write'),
      direct(cleo, MOSS, 'triage'),
    ]
    expect(planOutsideCollaborator(about(grants), [ATLAS])).toMatchObject([
      {
        action: 'convert_to_outside_collaborator',
        target: 'lichen-lab (member → outside collaborator of 1 repository)',
        repositories: [ATLAS, MOSS],
      },
      { action: 'remove_repository_role', repository: MOSS, afterConversion: true },
    ])
  })

  it('says what an outside collaborator loses: what only the base permission gives, and organisation roles', () => {
    const grants = [member(cleo), base('read'), inTeam(cleo, CORE), teamHolds(CORE, ATLAS, 'write')]
    const lost = offered(grants).find(({ role }) => role === 'outside_collaborator')?.lost
    expect(lost).toContain('What only the base permission gives: read in 1 repository.')
    expect(lost).toContain('Organisation roles, if they hold any.')
  })
})

describe('the emeritus team', () => {
  const teams = [
    { id: CORE, slug: 'core' },
    { id: DOCS, slug: 'docs' },
  ]
  const usable = (slug: string, grants: readonly Grant[]) =>
    usableEmeritusTeam(slug, teams, accessMap(grants))
  it('is one that the audit knows, and that opens nothing itself and by its parents', () => {
    expect(usable('docs', [])).toBe('docs')
    expect(usable('dogs', [])).toBeNull()
    expect(usable('docs', [teamHolds(DOCS, ATLAS, 'read')])).toBeNull()
    expect(usable('docs', [childOf(DOCS, CORE), teamHolds(CORE, ATLAS, 'read')])).toBeNull()
  })
})

describe('whatever somebody holds,', () => {
  const role = fc.constantFrom(...REPOSITORY_ROLES)
  const repository = fc.constantFrom(...REPOSITORIES)
  const world = fc
    .record({
      standing: fc.constantFrom('owner', 'member', 'none'),
      base: fc.constantFrom('none', 'read', 'write', 'admin'),
      direct: fc.uniqueArray(fc.tuple(repository, role), { selector: ([id]) => id, maxLength: 2 }),
      teams: fc.uniqueArray(fc.tuple(fc.constantFrom(CORE, DOCS), repository, role), {
        selector: ([team, id]) => `${team}/${id}`,
      }),
      nested: fc.boolean(),
    })
    .map(({ standing, base: all, direct: own, teams, nested }): readonly Grant[] => [
      ...(standing === 'none' ? [] : [standing === 'owner' ? owner(cleo) : member(cleo), inTeam(cleo, CORE)]),
      base(all),
      ...own.map(([id, held]) => direct(cleo, id, held)),
      ...teams.map(([team, id, held]) => teamHolds(team, id, held)),
      ...(nested ? [childOf(CORE, DOCS)] : []),
    ])
  const roleIn = (grants: readonly Grant[], id: number) =>
    accessIn(accessMap(grants, REPOSITORIES), cleo.id).repositories.get(id)?.role ?? null

  it('no plan raises a role anywhere', () => {
    fc.assert(
      fc.property(world, (grants) => {
        for (const { plan } of offered(grants, 'alumni')) {
          const after = grantsAfter(grants, cleo.id, plan)
          for (const id of REPOSITORIES) {
            const [before, left] = [roleIn(grants, id), roleIn(after, id)]
            if (left !== null) expect(before !== null && !isWeaker(before, left)).toBe(true)
          }
        }
      }),
    )
  })

  it('a downgrade leaves nothing above the role that was chosen, but what everybody has', () => {
    fc.assert(
      fc.property(world, (grants) => {
        for (const { decision, role: chosen, plan } of offered(grants)) {
          const access = accessIn(accessMap(grantsAfter(grants, cleo.id, plan), REPOSITORIES), cleo.id)
          if (decision === 'revoke') expect(highestRole(access)).toBeNull()
          if (decision !== 'downgrade') continue
          expect(access.organizationRole).not.toBe('admin')
          if (chosen === 'outside_collaborator') expect(access.organizationRole).toBeNull()
          const limit = REPOSITORY_ROLES.find((known) => known === chosen)
          if (limit === undefined) continue
          for (const { paths } of access.repositories.values())
            for (const path of paths) if (path.kind !== 'base') expect(isWeaker(limit, path.role)).toBe(false)
        }
      }),
    )
  })
})
