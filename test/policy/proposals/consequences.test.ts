/** What an owner is told before deciding: what a plan takes away, and what can be given back. */

import { describe, expect, it } from 'vitest'
import { consequencesOf } from '../../../src/policy/proposals/consequences.ts'
import type { Grant, PlanStep } from '../../../src/policy/words.ts'
import {
  ATLAS,
  base,
  CORE,
  cleo,
  DOCS,
  direct,
  effectiveAccess,
  inTeam,
  MOSS,
  member,
  teamHolds,
} from '../../fixtures/policy.ts'

const FORKS =
  'GitHub deletes their forks of private repositories they can no longer see, and unassigns their issues there.'
const account = cleo.id
const endMembership: PlanStep = { action: 'remove_membership', target: 'lichen-lab', account }
const takeBackRole: PlanStep = {
  action: 'remove_repository_role',
  target: 'lichen-lab/atlas',
  account,
  repository: ATLAS,
}
const lowerRole: PlanStep = {
  action: 'lower_repository_role',
  target: 'lichen-lab/atlas',
  account,
  repository: ATLAS,
  role: 'read',
}
const leave = (target: string, team: number): PlanStep => ({
  action: 'remove_team_membership',
  target,
  account,
  team,
})
const thank: PlanStep = { action: 'add_to_emeritus_team', target: 'alumni', account, team: 'alumni' }

const told = (plan: readonly PlanStep[], grants: readonly Grant[] = []) =>
  consequencesOf(plan, effectiveAccess(grants, account))

describe('who loses an account loses', () => {
  it('the membership, the teams and the repositories, counted, and may come back within three months', () => {
    const grants = [
      member(cleo),
      inTeam(cleo, CORE),
      inTeam(cleo, DOCS),
      teamHolds(CORE, ATLAS, 'write'),
      direct(cleo, MOSS, 'read'),
    ]
    expect(told([endMembership, takeBackRole, leave('core', CORE)], grants)).toEqual({
      lost: [
        'Membership, 2 teams and access to 2 repositories.',
        'Their fine-grained tokens stop working here, and GitHub deletes their forks of private repositories and unassigns their issues there.',
      ],
      back: [
        'For three months GitHub can reinstate them with the same teams and roles; they accept an invitation.',
        'Deleted forks and issue assignments do not come back.',
      ],
    })
  })

  it('the membership alone where there is no more', () => {
    expect(told([endMembership], [member(cleo)]).lost[0]).toBe('Membership.')
    expect(consequencesOf([endMembership], null).lost[0]).toBe('Membership.')
  })

  it('every repository, as somebody who is no member', () => {
    const end: PlanStep = { action: 'remove_outside_collaborator', target: 'lichen-lab', account }
    const back = ['Each role can be given again as an invitation, which they have to accept.']
    expect(told([end], [direct(cleo, ATLAS, 'write')])).toEqual({
      lost: ['Access to 1 repository.', FORKS],
      back,
    })
    expect(consequencesOf([end], null)).toEqual({ lost: ['Access to 0 repositories.', FORKS], back })
  })
})

describe('who stays loses', () => {
  const grants = [member(cleo), base('read')]

  it('with a direct role, the forks of what it alone opened', () => {
    expect(told([takeBackRole], grants)).toEqual({ lost: [FORKS], back: [] })
  })

  it('with a lowered role, nothing that cannot be set again', () => {
    expect(told([lowerRole], grants)).toEqual({
      lost: [],
      back: ['The former roles are recorded and can be set again at once.'],
    })
  })

  it('with teams, what comes with them', () => {
    expect(told([lowerRole, leave('core', CORE), leave('docs', DOCS)], grants)).toEqual({
      lost: ['What comes with core and docs.'],
      back: [
        'The former roles are recorded and can be set again at once.',
        'They can be put back into the same teams at once.',
      ],
    })
  })

  it('as emeritus, nothing of what every member has', () => {
    const thanks = 'They stay a member, with the thanks of the emeritus team.'
    expect(told([thank], grants).back).toEqual([thanks, 'They keep what every member holds: read.'])
    expect(told([thank], [member(cleo), base('none')]).back).toEqual([thanks])
    expect(consequencesOf([thank], null).back).toEqual([thanks])
  })
})

describe('without an account', () => {
  it.each<[string, PlanStep, readonly string[], readonly string[]]>([
    [
      'an invitation to the organisation can be sent again',
      { action: 'cancel_invitation', target: 'invitation', invitation: 1 },
      [],
      ['They can be invited again at any time.'],
    ],
    [
      'an invitation to a repository can be sent again',
      { action: 'cancel_repository_invitation', target: 'invitation', invitation: 1, repository: ATLAS },
      [],
      ['They can be invited again at any time.'],
    ],
    [
      'a token cannot be given back',
      { action: 'revoke_fine_grained_token', target: 'robot', token: '7' },
      ['Whatever runs with this token stops working here.'],
      ['Cannot be given back: its owner has to request access again.'],
    ],
    [
      'a request for a token can be made again',
      { action: 'deny_token_request', target: 'robot', request: '7' },
      [],
      ['Its owner can request it again.'],
    ],
    [
      'a deploy key can be added again',
      { action: 'delete_deploy_key', target: 'robot', repository: ATLAS, key: '7' },
      ['Whatever uses this key stops working.'],
      ['The public half is recorded; the same key can be added again and its private half works on.'],
    ],
    [
      'what GitHub has no call for is done by a person',
      { action: 'by_hand', target: 'robot', url: 'https://github.com/x' },
      ['Whatever uses it stops working.'],
      ['GitHub has no call for this: a person follows the link, and the next audit sees the result.'],
    ],
  ])('%s', (_, step, lost, back) => {
    expect(consequencesOf([step], null)).toEqual({ lost, back })
  })
})
