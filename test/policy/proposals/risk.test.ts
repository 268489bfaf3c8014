/** How risky an access is: in which order it is proposed, and the words that say what it opens. */

import { describe, expect, it } from 'vitest'
import { riskInWords } from '../../../src/policy/proposals/proposal-in-words.ts'
import {
  isPrivileged,
  riskOf,
  riskOfCredential,
  riskOfInvitation,
} from '../../../src/policy/proposals/risk.ts'
import type { Credential, Finding, Grant } from '../../../src/policy/words.ts'
import {
  ATLAS,
  base,
  bela,
  cleo,
  deployKey,
  direct,
  effectiveAccess,
  MOSS,
  member,
  names,
  owner,
} from '../../fixtures/policy.ts'

const finding = (code: Finding['code']): Finding => ({ code, sentence: code })
const of = (grants: readonly Grant[], findings: readonly Finding[] = []) =>
  riskOf(effectiveAccess(grants, cleo.id, [ATLAS, MOSS]), findings)

describe('the risk of an account', () => {
  it.each<[string, readonly Grant[], number, readonly string[], boolean]>([
    ['of an owner', [owner(cleo)], 1002, ['owner of the organisation'], true],
    [
      'of an administrator of one repository who writes to another',
      [member(cleo), direct(cleo, ATLAS, 'admin'), direct(cleo, MOSS, 'write')],
      701,
      ['can administer 1 repository', 'can push to 1 repository', 'member of the organisation'],
      true,
    ],
    [
      'of somebody who maintains',
      [member(cleo), direct(cleo, ATLAS, 'maintain')],
      501,
      ['can push to and manage 1 repository', 'member of the organisation'],
      false,
    ],
    [
      'of an outside collaborator',
      [direct(cleo, ATLAS, 'triage')],
      201,
      ['can triage in 1 repository', 'not a member of the organisation'],
      false,
    ],
    [
      'of a member who reads what every member reads',
      [member(cleo), base('read')].concat(direct(bela, ATLAS, 'read'), direct(bela, MOSS, 'read')),
      50,
      ['can read 2 repositories', 'member of the organisation'],
      false,
    ],
    ['of a member with no repository', [member(cleo)], 50, ['member of the organisation'], false],
    ['of nobody', [], 50, [], false],
  ])('%s', (_, grants, score, opens, privileged) => {
    expect(of(grants)).toEqual({ score, opens, privileged })
  })

  it('is higher without a second factor, and by nothing else', () => {
    expect(of([member(cleo)], [finding('two_factor_off')]).score).toBe(100)
    expect(of([member(cleo)], [finding('no_expiry')]).score).toBe(50)
  })

  it('of somebody who reads a private repository is more than that of everybody', () => {
    const access = effectiveAccess([direct(cleo, ATLAS, 'read')], cleo.id)
    expect(riskOf(access, [], new Set([ATLAS])).score).toBe(101)
    expect(riskOf(access, [], new Set([MOSS])).score).toBe(50)
  })

  it('never rises above a stronger role by the number of repositories', () => {
    const many = Array.from({ length: 200 }, (_, i) => direct(cleo, 1000 + i, 'triage'))
    expect(of(many).score).toBe(249)
  })
})

it.each([
  [1000, 'highest'],
  [999, 'very high'],
  [700, 'very high'],
  [699, 'high'],
  [350, 'high'],
  [349, 'moderate'],
  [200, 'moderate'],
  [199, 'low'],
])('a score of %i is %s', (score, words) => {
  expect(riskInWords(score)).toBe(words)
})

it('an owner, and who administers one repository, needs a second vote; who writes does not', () => {
  const privileged = (grants: readonly Grant[]) => isPrivileged(effectiveAccess(grants, cleo.id))
  expect(privileged([owner(cleo)])).toBe(true)
  expect(privileged([direct(cleo, ATLAS, 'admin')])).toBe(true)
  expect(privileged([direct(cleo, ATLAS, 'maintain')])).toBe(false)
  expect(privileged([])).toBe(false)
})

describe('the risk of a credential', () => {
  const writes: Partial<Credential> = { scopes: [], details: { readOnly: false } }
  it.each<[string, Partial<Credential>, readonly Finding['code'][], number, readonly string[]]>([
    ['that reads', {}, [], 90, ['can read lichen-lab/atlas']],
    ['that writes', writes, [], 350, ['can write to lichen-lab/atlas']],
    [
      'of a repository without a name',
      { ...writes, repository: 999 },
      [],
      350,
      ['can write to repository 999'],
    ],
    [
      'of the organisation, that never expires',
      { kind: 'fine_grained_token', repository: null, scopes: ['contents:write'] },
      ['no_expiry'],
      355,
      ['can write to the organisation'],
    ],
    [
      'that opens much and has no owner',
      { ...writes, repository: null },
      ['wide_scope', 'owner_gone'],
      490,
      [
        'opens more than one repository or their settings',
        'can write to the organisation',
        'nobody here answers for it',
      ],
    ],
  ])('%s', (_, change, codes, score, opens) => {
    expect(riskOfCredential(deployKey(change), codes.map(finding), names)).toEqual({
      score,
      opens,
      privileged: false,
    })
  })
})

describe('the risk of an invitation', () => {
  const invitation = {
    invitation: 5,
    account: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    inviter: null,
  } as const
  it('is below the same role of an account, for it gives no access yet; one of an owner is above all', () => {
    const to = (role: string) =>
      riskOfInvitation({ ...invitation, kind: 'organization_invitation', role }, names)
    expect(to('admin')).toEqual({
      score: 1100,
      opens: ['would make an owner of lichen-lab'],
      privileged: true,
    })
    expect(to('direct_member')).toEqual({
      score: 60,
      opens: ['would make a member of lichen-lab'],
      privileged: false,
    })
    expect(
      riskOfInvitation(
        { ...invitation, kind: 'repository_invitation', repository: MOSS, role: 'write' },
        names,
      ),
    ).toEqual({ score: 133, opens: ['would give write to lichen-lab/moss'], privileged: false })
  })
})
