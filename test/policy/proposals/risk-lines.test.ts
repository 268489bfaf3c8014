/** A row says what a key opens today and, in one line, why it stands where it does. */

import { describe, expect, it } from 'vitest'
import { riskOfCredential } from '../../../src/policy/proposals/risk.ts'
import {
  holdsByCredential,
  holdsByInvitation,
  holdsOf,
  whyOf,
  whyOfCredential,
  whyOfInvitation,
} from '../../../src/policy/proposals/risk-lines.ts'
import type { Finding, Grant, Instant } from '../../../src/policy/words.ts'
import {
  ATLAS,
  base,
  CORE,
  cleo,
  deployKey,
  direct,
  effectiveAccess,
  inTeam,
  MOSS,
  member,
  NOW,
  names,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const holds = (grants: readonly Grant[], hidden: readonly number[] = []) =>
  holdsOf(effectiveAccess(grants, cleo.id, [MOSS, ATLAS]), {
    names,
    repositories: [MOSS, ATLAS, 503, 504],
    privateRepositories: new Set(hidden),
  })
const noTwoFactor: Finding = { code: 'two_factor_off', sentence: 'x' }

describe('what a key opens', () => {
  it('is everything for an owner', () => {
    expect(holds([owner(cleo), direct(cleo, ATLAS, 'write')])).toMatchObject({
      role: 'owner',
      places: [],
      more: 0,
    })
  })

  it('is the strongest role with the repositories pushed to most recently first, and the teams it comes through', () => {
    const grants = [
      member(cleo),
      inTeam(cleo, CORE),
      ...[ATLAS, 503, 504, MOSS].map((repository) => teamHolds(CORE, repository, 'write')),
    ]
    expect(holds(grants)).toEqual({
      role: 'write',
      places: ['moss', 'atlas', 'repository 503'],
      more: 1,
      teams: ['core'],
      outsideCollaborator: false,
    })
  })

  it('says who is an outside collaborator', () => {
    expect(holds([direct(cleo, ATLAS, 'admin')])).toMatchObject({
      role: 'admin',
      places: ['atlas'],
      outsideCollaborator: true,
    })
  })

  it.each<[string, readonly Grant[], readonly number[], string]>([
    ['what every member can read is none', [member(cleo), base('read')], [ATLAS], 'member'],
    ['what everybody can read is none', [direct(cleo, ATLAS, 'read')], [], 'none'],
    [
      'a private repository that not every member can read is one',
      [direct(cleo, ATLAS, 'read')],
      [ATLAS],
      'read',
    ],
  ])('%s', (_, grants, hidden, role) => {
    expect(holds(grants, hidden).role).toBe(role)
  })

  it('of an expired key is nothing, of an invitation what it would give', () => {
    expect(holdsByCredential(deployKey(), 'clean_up', names)).toMatchObject({
      role: 'none',
      places: ['atlas'],
    })
    expect(holdsByCredential(deployKey({ details: {}, scopes: [] }), 'credentials', names).role).toBe('write')
    expect(holdsByInvitation(toBe('admin'), names).role).toBe('owner')
  })
})

describe('the line of why', () => {
  const why = (grants: readonly Grant[], last: Instant | null, findings: readonly Finding[] = []) =>
    whyOf(holds(grants), last, findings, NOW)
  it.each<[string, string]>([
    [
      why([owner(cleo)], '2022-11-01T00:00:00.000Z', [noTwoFactor]),
      'owner, silent for 4 years, no two-factor',
    ],
    [why([direct(cleo, ATLAS, 'admin')], null), 'admin in atlas, outside collaborator, never seen'],
    [
      why(
        [member(cleo), direct(cleo, ATLAS, 'write'), direct(cleo, MOSS, 'write')],
        '2026-04-01T00:00:00.000Z',
      ),
      'write in 2 repositories, silent for 7 months',
    ],
    [why([member(cleo)], '2026-11-20T00:00:00.000Z'), 'member, silent for 2 days'],
    [why([], null), 'holds nothing but what everybody can read, never seen'],
    [whyOfInvitation(toBe('admin'), names, NOW), 'would make an owner, sent 10 months ago'],
    [whyOfInvitation(toBe('direct_member'), names, NOW), 'would make a member, sent 10 months ago'],
  ])('%s', (line, expected) => {
    expect(line).toBe(expected)
  })

  it('of a credential says what it can do and its last use, or why it opens nothing', () => {
    const key = deployKey({ lastUsed: { at: '2025-10-01T00:00:00.000Z' } })
    const risk = riskOfCredential(key, [], names)
    expect(whyOfCredential(key, risk, 'credentials', NOW)).toBe(
      'can read lichen-lab/atlas and last used 1 year ago',
    )
    const expired = deployKey({ expiresAt: '2026-02-01T12:00:00.000Z' })
    expect(whyOfCredential(expired, risk, 'clean_up', NOW)).toBe('expired on 1 February 2026, opens nothing')
    expect(whyOfCredential(deployKey(), risk, 'clean_up', NOW)).toBe('suspended, opens nothing')
  })
})

function toBe(role: string): Extract<Grant, { kind: 'organization_invitation' }> {
  const createdAt = '2026-01-01T00:00:00.000Z'
  return { kind: 'organization_invitation', invitation: 5, account: null, role, createdAt, inviter: null }
}
