/** How a grant is named, so that a changed role is the same grant and two grants are never one. */

import { expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { grantKey, grantsByAccount, keysAndRoles } from '../../../src/policy/access/grant-key.ts'
import type { Grant } from '../../../src/policy/words.ts'
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
  inTeam,
  invited,
  MOSS,
  member,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const outside: Grant = { kind: 'outside_collaborator', account: bela.id }
const toOrganization: Grant = {
  kind: 'organization_invitation',
  invitation: 8,
  account: null,
  role: 'direct_member',
  createdAt: '2026-01-01T00:00:00.000Z',
  inviter: null,
}

it.each<[Grant, string]>([
  [member(cleo), 'organization_role:3'],
  [outside, 'outside_collaborator:2'],
  [base('read'), 'base_permission'],
  [inTeam(cleo, CORE), 'team_membership:72:3'],
  [teamHolds(CORE, ATLAS, 'write'), 'team_repository:72:501'],
  [childOf(DOCS, CORE), 'team_parent:73'],
  [direct(cleo, MOSS, 'admin'), 'repository_role:502:3'],
  [toOrganization, 'organization_invitation:8'],
  [invited(cleo, '2026-01-01T00:00:00.000Z'), 'repository_invitation:91'],
])('a grant is named without its role: %j is %s', (grant, key) => {
  expect(grantKey(grant)).toBe(key)
})

it('a proposal records the own grants of an account with their roles, and nobody else’s', () => {
  const grants = [member(cleo), direct(cleo, MOSS, 'admin'), outside, base('read'), toOrganization]
  expect(keysAndRoles(grants, cleo.id)).toEqual({
    'organization_role:3': 'member',
    'repository_role:502:3': 'admin',
  })
  expect(keysAndRoles(grants, bela.id)).toEqual({ 'outside_collaborator:2': '' })
})

it('what belongs to no single account is under none', () => {
  const byAccount = grantsByAccount([member(cleo), base('read'), toOrganization, direct(cleo, MOSS, 'read')])
  expect(byAccount.get(cleo.id)).toEqual([member(cleo), direct(cleo, MOSS, 'read')])
  expect(byAccount.get(null)).toEqual([base('read'), toOrganization])
})

it('every account with a grant and every repository that one names is in the map; an invitation gives nothing', () => {
  const map = accessMap([
    owner(ada),
    outside,
    inTeam(cleo, CORE),
    teamHolds(CORE, ATLAS, 'write'),
    toOrganization,
    { ...invited(cleo, '2026-01-01T00:00:00.000Z'), account: 77 } as Grant,
  ])
  expect([...map.accounts]).toEqual([ada.id, bela.id, cleo.id])
  expect([...map.repositories]).toEqual([ATLAS])
  expect([...map.outsideCollaborators]).toEqual([bela.id])
  expect(map.base).toBe('none')
  expect([...map.toMembers]).toEqual([])
  expect([...map.toOwners]).toEqual([[ATLAS, { role: 'admin', paths: [{ kind: 'owner', role: 'admin' }] }]])
  expect([...accessMap([direct(cleo, MOSS, 'read')]).accounts]).toEqual([cleo.id])
  expect([...accessMap([direct(cleo, MOSS, 'read')]).repositories]).toEqual([MOSS])
})

it('an owner stays one, though a later page shows them as a member', () => {
  expect(accessMap([owner(ada), member(ada)]).organizationRoles.get(ada.id)).toBe('admin')
  expect(accessMap([member(ada), owner(ada)]).organizationRoles.get(ada.id)).toBe('admin')
})

it('what the base permission gives is one more path of an owner', () => {
  const { toOwners, toMembers } = accessMap([base('write')], [ATLAS])
  expect(toOwners.get(ATLAS)?.paths).toEqual([
    { kind: 'owner', role: 'admin' },
    { kind: 'base', role: 'write' },
  ])
  expect(toMembers.get(ATLAS)).toEqual({ role: 'write', paths: [{ kind: 'base', role: 'write' }] })
})
