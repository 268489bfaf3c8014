/** What is wrong with a credential or account apart from its use, word for word. */

import { describe, expect, it } from 'vitest'
import {
  type CredentialOwner,
  canWrite,
  findingsOf,
  isStrong,
  twoFactorFinding,
} from '../../../src/policy/verdict/findings.ts'
import { CREDENTIAL_KINDS, type Credential, type Finding } from '../../../src/policy/words.ts'
import { deployKey, NOW } from '../../fixtures/policy.ts'

const LONG_AGO = '2024-01-01T00:00:00.000Z'
const token = (change: Partial<Credential> = {}): Credential =>
  deployKey({ kind: 'fine_grained_token', repository: null, scopes: [], details: {}, ...change })
const sentences = (credential: Credential, owner: CredentialOwner | null = null): string[] =>
  findingsOf(credential, owner, NOW).map(({ sentence }) => sentence)
const codes = (credential: Credential, owner: CredentialOwner | null = null): Finding['code'][] =>
  findingsOf(credential, owner, NOW).map(({ code }) => code)
/** A token about which there is nothing to say but what `change` brings. */
const sound = (change: Partial<Credential> = {}): Credential =>
  token({ expiresAt: '2027-01-01T00:00:00.000Z', ...change })

describe('the findings of a credential', () => {
  it('are none where nothing is wrong', () => {
    expect(codes(sound())).toEqual([])
    expect(codes(sound(), { login: 'cleo', verdict: 'active', holdsAccess: true })).toEqual([])
  })

  it.each<[string, Credential, CredentialOwner | null, readonly string[]]>([
    [
      'whose owner left',
      sound(),
      { login: 'cleo', verdict: 'inactive', holdsAccess: false },
      ['cleo, whose it is, no longer holds any access here.'],
    ],
    [
      'whose owner is inactive',
      sound(),
      { login: 'cleo', verdict: 'inactive', holdsAccess: true },
      ['cleo, whose it is, is inactive.'],
    ],
    [
      'that is suspended',
      sound({ details: { suspendedAt: LONG_AGO } }),
      null,
      ['Suspended on 1 January 2024.'],
    ],
    ['that expired at this moment', token({ expiresAt: NOW }), null, ['Expired on 22 November 2026.']],
    ['that expired on a day GitHub does not show', token({ details: { expired: true } }), null, ['Expired.']],
    ['that never expires', token(), null, ['Never expires; SPEC 6 asks for a year at most.']],
    [
      'that can change every repository',
      sound({ scopes: ['all repositories', 'contents:write', 'issues:write', 'members:read'] }),
      null,
      [
        'Can change every repository (contents:write and issues:write).',
        'Can write (contents:write and issues:write).',
      ],
    ],
    ['that can read every repository', sound({ scopes: ['all repositories', 'contents:read'] }), null, []],
    [
      'that can administer',
      sound({ scopes: ['contents:write', 'organization_administration:write', 'members:write'] }),
      null,
      [
        'Can administer (organization_administration:write and members:write).',
        'Can write (contents:write, organization_administration:write and members:write).',
      ],
    ],
    [
      'that can write',
      sound({ scopes: ['contents:write', 'x:write-only'] }),
      null,
      ['Can write (contents:write).'],
    ],
    [
      'that is a deploy key and can push',
      deployKey({ scopes: [], details: { readOnly: false } }),
      null,
      ['Can push to its repository.'],
    ],
    [
      'that was made more than a year ago',
      sound({ createdAt: '2025-11-22T05:59:59.000Z' }),
      null,
      ['Made on 22 November 2025, more than a year ago.'],
    ],
    ['that was made exactly a year ago', sound({ createdAt: '2025-11-22T06:00:00.000Z' }), null, []],
    [
      'whose use GitHub hides',
      sound({ lastUsed: 'unobservable' }),
      null,
      ['GitHub does not show when it was last used.'],
    ],
  ])('%s', (_, credential, owner, expected) => {
    expect(sentences(credential, owner)).toEqual(expected)
  })

  it('come in the order of their weight', () => {
    const all = token({
      scopes: ['all repositories', 'contents:admin'],
      details: { suspendedAt: LONG_AGO, expired: true },
      createdAt: LONG_AGO,
      lastUsed: 'unobservable',
    })
    expect(codes(all, { login: 'cleo', verdict: null, holdsAccess: false })).toEqual([
      'owner_gone',
      'suspended',
      'expired',
      'wide_scope',
      'write_access',
      'older_than_a_year',
      'use_not_observable',
    ])
  })

  it('count an expiry only where there can be one, and age only where there is a secret that ages', () => {
    const having = (code: Finding['code']) =>
      CREDENTIAL_KINDS.filter((kind) => codes(token({ kind, createdAt: LONG_AGO })).includes(code))
    expect(having('no_expiry')).toEqual(['fine_grained_token', 'token_request'])
    expect(having('older_than_a_year')).toEqual(['fine_grained_token', 'token_request', 'deploy_key'])
  })
})

it('a deploy key reads only where GitHub says so in either way', () => {
  const writes = (change: Partial<Credential>) => canWrite(deployKey(change))
  expect(writes({ scopes: [], details: { readOnly: true } })).toBe(false)
  expect(writes({ scopes: ['read-only'], details: {} })).toBe(false)
  expect(writes({ scopes: [], details: {} })).toBe(true)
  expect(canWrite(token({ scopes: ['read-only'] }))).toBe(false)
})

it('only an owner who is gone, and what no longer works, is reason enough for a proposal', () => {
  const strong: Finding['code'][] = ['owner_gone', 'expired', 'suspended', 'invitation_lapsed']
  const weak: Finding['code'][] = [
    'owner_inactive',
    'no_expiry',
    'older_than_a_year',
    'wide_scope',
    'write_access',
    'use_not_observable',
    'two_factor_off',
  ]
  const isReason = (code: Finding['code']) => isStrong({ code, sentence: '' })
  expect(strong.map(isReason)).toEqual(strong.map(() => true))
  expect(weak.map(isReason)).toEqual(weak.map(() => false))
})

it('a missing second factor is a finding; an unknown one is not', () => {
  expect(twoFactorFinding('disabled')).toEqual([
    { code: 'two_factor_off', sentence: 'Has no second factor at sign-in.' },
  ])
  expect(twoFactorFinding('enabled')).toEqual([])
  expect(twoFactorFinding('unknown')).toEqual([])
})
