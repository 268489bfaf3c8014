/** The plans: every path, in the order in which it is taken away, and only what a decision means. */

import { describe, expect, it } from 'vitest'
import { consequencesOf } from '../../../src/policy/proposals/consequences.ts'
import {
  type PlanFacts,
  planDowngrade,
  planEmeritus,
  planRevocation,
} from '../../../src/policy/proposals/plans/plan.ts'
import { planCredential } from '../../../src/policy/proposals/plans/plan-invitation-or-credential.ts'
import type { Account, Credential, Grant, PlanStep } from '../../../src/policy/words.ts'
import {
  ATLAS,
  base,
  CORE,
  cleo,
  DOCS,
  deployKey,
  direct,
  effectiveAccess,
  inTeam,
  invited,
  MOSS,
  member,
  names,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const about = (grants: readonly Grant[], account: Account = cleo): PlanFacts => ({
  account,
  access: effectiveAccess(grants, account.id, [ATLAS, MOSS]),
  grants,
  names,
})
const inWords = (plan: readonly PlanStep[]): string[] =>
  plan.map(({ action, target }) => `${action}: ${target}`)
const everyPath = [
  member(cleo),
  base('read'),
  inTeam(cleo, CORE),
  teamHolds(CORE, ATLAS, 'write'),
  direct(cleo, MOSS, 'triage'),
  invited(cleo, '2026-11-01T00:00:00.000Z'),
]

describe('a revocation', () => {
  it('takes membership first, then direct roles, teams and invitations', () => {
    expect(inWords(planRevocation(about(everyPath)))).toEqual([
      'remove_membership: lichen-lab (member)',
      'remove_repository_role: lichen-lab/moss (triage)',
      'remove_team_membership: team core',
      'cancel_repository_invitation: invitation to lichen-lab/atlas (write)',
    ])
  })

  it('of an outside collaborator takes all their repositories', () => {
    expect(inWords(planRevocation(about([base('read'), direct(cleo, ATLAS, 'write')])))).toEqual([
      'remove_outside_collaborator: lichen-lab (outside collaborator)',
      'remove_repository_role: lichen-lab/atlas (write)',
    ])
  })

  it('of somebody who holds nothing is empty', () => {
    expect(planRevocation(about([base('read'), teamHolds(CORE, ATLAS, 'write')]))).toEqual([])
  })

  it('says what is lost and what can be given back', () => {
    const facts = about(everyPath)
    const { lost, back } = consequencesOf(planRevocation(facts), facts.access)
    expect(lost[0]).toBe('Membership, 1 team and access to 2 repositories.')
    expect(back[0]).toContain('For three months GitHub can reinstate them')
  })
})

describe('a downgrade', () => {
  it('lowers direct roles that are stronger, and leaves teams that give more', () => {
    const grants = [
      member(cleo),
      base('none'),
      direct(cleo, ATLAS, 'maintain'),
      direct(cleo, MOSS, 'read'),
      inTeam(cleo, CORE),
      teamHolds(CORE, ATLAS, 'write'),
      inTeam(cleo, DOCS),
      teamHolds(DOCS, ATLAS, 'triage'),
    ]
    expect(inWords(planDowngrade(about(grants), 'triage'))).toEqual([
      'lower_repository_role: lichen-lab/atlas (maintain → triage)',
      'remove_team_membership: team core',
    ])
  })

  it('to what every member holds removes the direct role, since GitHub refuses one so low', () => {
    const grants = [member(cleo), base('read'), direct(cleo, ATLAS, 'write')]
    expect(inWords(planDowngrade(about(grants), 'read'))).toEqual([
      'remove_repository_role: lichen-lab/atlas (write)',
    ])
  })

  it('takes back what is offered and would give more', () => {
    const offered = (invitation: number, role: 'triage' | 'admin') =>
      ({ ...invited(cleo, '2026-11-20T00:00:00.000Z', null, invitation), role }) as Grant
    const grants = [member(cleo), direct(cleo, MOSS, 'write'), offered(1, 'triage'), offered(2, 'admin')]
    expect(inWords(planDowngrade(about(grants), 'triage'))).toEqual([
      'lower_repository_role: lichen-lab/moss (write → triage)',
      'cancel_repository_invitation: invitation to lichen-lab/atlas (admin)',
    ])
  })

  it('of an owner makes them a member', () => {
    expect(inWords(planDowngrade(about([owner(cleo)]), 'write'))).toEqual([
      'make_member: lichen-lab (owner → member)',
    ])
  })
})

describe('emeritus', () => {
  it('keeps membership, joins the team of honour and leaves every other path', () => {
    expect(inWords(planEmeritus(about(everyPath), 'alumni'))).toEqual([
      'add_to_emeritus_team: alumni',
      'remove_repository_role: lichen-lab/moss (triage)',
      'remove_team_membership: team core',
      'cancel_repository_invitation: invitation to lichen-lab/atlas (write)',
    ])
  })

  it('does not join or leave a team of honour that they are in already', () => {
    expect(planEmeritus(about([member(cleo), inTeam(cleo, DOCS)]), 'docs')).toEqual([])
  })
})

describe('a credential', () => {
  it.each<[Partial<Credential>, Partial<PlanStep>]>([
    [{}, { action: 'delete_deploy_key', target: 'docs robot in lichen-lab/atlas', key: '700001' }],
    [
      { kind: 'fine_grained_token', id: '5' },
      { action: 'revoke_fine_grained_token', token: '5' },
    ],
    [
      { kind: 'token_request', id: '6' },
      { action: 'deny_token_request', request: '6' },
    ],
    [
      { kind: 'app_installation', id: '8' },
      { action: 'by_hand', url: 'https://github.com/organizations/lichen-lab/settings/installations/8' },
    ],
  ])('%j ends by %j', (change, step) => {
    expect(planCredential(deployKey(change), names)).toMatchObject([step])
  })
})
