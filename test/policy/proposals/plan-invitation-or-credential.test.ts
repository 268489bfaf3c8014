/** How one invitation is cancelled and one credential revoked; where GitHub has no call, the page on which a person does it. */

import { describe, expect, it } from 'vitest'
import {
  planCredential,
  planInvitation,
} from '../../../src/policy/proposals/plans/plan-invitation-or-credential.ts'
import { stepInWords } from '../../../src/policy/proposals/proposal-in-words.ts'
import type { Credential, PlanStep } from '../../../src/policy/words.ts'
import { ATLAS, deployKey, names } from '../../fixtures/policy.ts'

const SETTINGS = 'https://github.com/organizations/lichen-lab/settings'

describe('an invitation', () => {
  const invitation = {
    invitation: 5,
    account: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    inviter: null,
  } as const

  it('to the organisation is cancelled there', () => {
    expect(planInvitation({ ...invitation, kind: 'organization_invitation', role: 'admin' }, names)).toEqual([
      { action: 'cancel_invitation', target: 'invitation to lichen-lab (admin)', invitation: 5 },
    ])
  })

  it('to a repository is cancelled there', () => {
    expect(
      planInvitation(
        { ...invitation, kind: 'repository_invitation', repository: ATLAS, role: 'write' },
        names,
      ),
    ).toEqual([
      {
        action: 'cancel_repository_invitation',
        target: 'invitation to lichen-lab/atlas (write)',
        invitation: 5,
        repository: ATLAS,
      },
    ])
  })
})

describe('a credential', () => {
  const byHand = (url: string): PlanStep => ({ action: 'by_hand', target: 'robot', url })
  it.each<[string, Partial<Credential>, PlanStep]>([
    [
      'is revoked, as a token',
      { kind: 'fine_grained_token' },
      { action: 'revoke_fine_grained_token', target: 'robot', token: '7' },
    ],
    [
      'is denied, as a request for a token',
      { kind: 'token_request' },
      { action: 'deny_token_request', target: 'robot', request: '7' },
    ],
    [
      'is deleted, as a deploy key of a repository',
      { kind: 'deploy_key', repository: ATLAS },
      { action: 'delete_deploy_key', target: 'robot in lichen-lab/atlas', repository: ATLAS, key: '7' },
    ],
    ['is left to a person, as a deploy key of no known repository', { kind: 'deploy_key' }, byHand(SETTINGS)],
    [
      'is left to a person, as an App',
      { kind: 'app_installation', id: '7/8' },
      byHand(`${SETTINGS}/installations/7%2F8`),
    ],
  ])('%s', (_, change, step) => {
    expect(planCredential(deployKey({ id: '7', name: 'robot', repository: null, ...change }), names)).toEqual(
      [step],
    )
  })
})

it.each<[PlanStep['action'], string]>([
  ['remove_membership', 'End the membership in'],
  ['remove_outside_collaborator', 'End all access to'],
  ['remove_repository_role', 'Take back the direct role on'],
  ['lower_repository_role', 'Lower the direct role on'],
  ['remove_team_membership', 'Take out of'],
  ['add_to_emeritus_team', 'Add to the emeritus team'],
  ['cancel_invitation', 'Cancel the'],
  ['cancel_repository_invitation', 'Cancel the'],
  ['revoke_fine_grained_token', 'Revoke the token'],
  ['deny_token_request', 'Deny the token request'],
  ['delete_deploy_key', 'Delete the deploy key'],
  ['by_hand', 'By hand, on GitHub:'],
])('%s is shown as “%s”', (action, words) => {
  expect(stepInWords(action)).toBe(words)
})
