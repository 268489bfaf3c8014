/** Use of grants and credentials: held is not used, not observable is not unused. */

import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import { judgeCredential } from '../../../src/policy/verdict/credential-use.ts'
import { type GrantFacts, judgeGrant } from '../../../src/policy/verdict/grant-use.ts'
import {
  ACTIVITY_KINDS,
  type ActivityKind,
  type Credential,
  type Finding,
} from '../../../src/policy/words.ts'
import { ATLAS, act, deployKey, MOSS, NOW } from '../../fixtures/policy.ts'

const grant = (change: Partial<GrantFacts> = {}): GrantFacts => ({
  role: 'write',
  opens: new Set([ATLAS]),
  firstSeen: '2025-10-01T06:00:00.000Z',
  firstCompleteAt: '2025-10-01T06:00:00.000Z',
  acts: [],
  read: true,
  opportunity: true,
  ...change,
})

describe('a grant', () => {
  it.each<[string, Partial<GrantFacts>, string]>([
    ['of write is used by a merge', { acts: [act('2026-11-01T00:00:00.000Z')] }, 'active'],
    [
      'of write is used by a label',
      { acts: [act('2026-11-01T00:00:00.000Z', { kind: 'triage' })] },
      'active',
    ],
    [
      'of write is not used by a comment',
      { acts: [act('2026-11-01T00:00:00.000Z', { kind: 'issue_comment' })] },
      'inactive',
    ],
    [
      'of write is not used by authorship, which can be forged',
      { acts: [act('2026-11-01T00:00:00.000Z', { kind: 'commit' })] },
      'inactive',
    ],
    [
      'of read is used by a comment',
      { role: 'read', acts: [act('2026-11-01T00:00:00.000Z', { kind: 'issue_comment' })] },
      'active',
    ],
    [
      'is not used by acts in another repository',
      { acts: [act('2026-11-01T00:00:00.000Z', { repository: MOSS })] },
      'inactive',
    ],
    [
      'over everything is used anywhere',
      { opens: 'all', acts: [act('2026-11-01T00:00:00.000Z', { repository: MOSS })] },
      'active',
    ],
    [
      'of membership alone is used by any act',
      { role: null, acts: [act('2026-11-01T00:00:00.000Z', { repository: null, kind: 'issue' })] },
      'active',
    ],
    ['in a repository where nothing moved is unknown, not unused', { opportunity: false }, 'unknown'],
    ['whose use was not read is unknown', { read: false }, 'unknown'],
    [
      'whose use was not read in full but seen is active',
      { read: false, acts: [act('2026-11-01T00:00:00.000Z')] },
      'active',
    ],
    ['given lately is new, though its holder is not', { firstSeen: '2026-10-01T06:00:00.000Z' }, 'new'],
  ])('%s', (_, change, verdict) => {
    expect(judgeGrant(grant(change), DEFAULT_RULES, NOW).verdict).toBe(verdict)
  })

  it('of write is used by what needs more than reading, one of read by any act', () => {
    const usedBy = (role: GrantFacts['role']) =>
      ACTIVITY_KINDS.filter((kind) => {
        const acts = [act('2026-11-01T00:00:00.000Z', { kind })]
        return judgeGrant(grant({ role, acts }), DEFAULT_RULES, NOW).verdict === 'active'
      })
    const needMore: ActivityKind[] = [
      'push',
      'merge',
      'branch',
      'tag',
      'review',
      'triage',
      'release',
      'workflow_run',
      'deployment',
    ]
    expect(usedBy('write')).toEqual(needMore)
    expect(usedBy('read')).toEqual(ACTIVITY_KINDS)
  })

  it.each<[string, Partial<GrantFacts>, string, string]>([
    ['used', { acts: [act('2026-11-01T00:00:00.000Z')] }, 'active', 'It was used.'],
    ['given lately', { firstSeen: '2026-10-01T06:00:00.000Z' }, 'new', 'It was given too lately to judge.'],
    [
      'given lately, where no audit was complete before,',
      { firstSeen: '2026-10-01T06:00:00.000Z', firstCompleteAt: null },
      'inactive',
      'Nothing that needed it was seen within the window.',
    ],
    [
      'first seen by the first complete audit',
      { firstSeen: '2026-10-01T06:00:00.000Z', firstCompleteAt: '2026-10-01T06:00:00.000Z' },
      'inactive',
      'Nothing that needed it was seen within the window.',
    ],
    [
      'without anything to do',
      { opportunity: false },
      'unknown',
      'Nothing changed there within the window, so nothing could have been done with it.',
    ],
    ['not read in full', { read: false }, 'unknown', 'What happened there has not been read in full yet.'],
    [
      'of an organisation-wide act alone',
      { acts: [act('2026-11-01T00:00:00.000Z', { repository: null })] },
      'inactive',
      'Nothing that needed it was seen within the window.',
    ],
  ])('%s says why', (_, change, verdict, reason) => {
    expect(judgeGrant(grant(change), DEFAULT_RULES, NOW)).toMatchObject({ verdict, reason })
  })

  it('tells its last use however old', () => {
    const use = judgeGrant(grant({ acts: [act('2019-05-05T00:00:00.000Z')] }), DEFAULT_RULES, NOW)
    expect(use).toMatchObject({ verdict: 'inactive', lastUse: { at: '2019-05-05T00:00:00.000Z' } })
  })
})

describe('a credential', () => {
  it.each<[string, Partial<Credential>, string, string]>([
    [
      'used within six months is active',
      { lastUsed: { at: '2026-05-22T06:00:00.000Z' } },
      'active',
      'Last used on 22 May 2026.',
    ],
    [
      'a second longer ago is inactive',
      { lastUsed: { at: '2026-05-22T05:59:59.000Z' } },
      'inactive',
      'Last used on 22 May 2026, not since 22 May 2026.',
    ],
    ['made long ago and never used is inactive', {}, 'inactive', 'Made on 10 January 2026 and never used.'],
    [
      'made exactly six months ago and not used yet is new',
      { createdAt: '2026-05-22T06:00:00.000Z' },
      'new',
      'Made on 22 May 2026 and not used yet: too young to judge.',
    ],
    [
      'never used, but nobody knows since when, is unknown',
      { createdAt: null },
      'unknown',
      'Cannot tell: never used, but GitHub does not show since when it exists.',
    ],
    [
      'whose use GitHub hides is unknown',
      { lastUsed: 'unobservable' },
      'unknown',
      'Cannot tell: GitHub does not show when it was last used.',
    ],
    [
      'expired at this moment is inactive',
      { lastUsed: { at: NOW }, expiresAt: NOW },
      'inactive',
      'Expired on 22 November 2026.',
    ],
    [
      'expired on a day that GitHub does not show is inactive',
      { lastUsed: { at: NOW }, details: { expired: true } },
      'inactive',
      'Expired.',
    ],
    [
      'about to expire is judged by use',
      { lastUsed: { at: NOW }, expiresAt: '2026-11-22T06:00:01.000Z' },
      'active',
      'Last used on 22 November 2026.',
    ],
  ])('%s', (_, change, verdict, reason) => {
    expect(judgeCredential(deployKey(change), null, NOW)).toMatchObject({ verdict, reason })
  })

  const codes = (
    credential: Credential,
    owner: Parameters<typeof judgeCredential>[1] = null,
  ): Finding['code'][] => judgeCredential(credential, owner, NOW).findings.map(({ code }) => code)

  it('says what else is wrong with it, beside the verdict', () => {
    const token = deployKey({
      kind: 'fine_grained_token',
      repository: null,
      scopes: ['all repositories', 'members:read', 'contents:write'],
      details: {},
      lastUsed: { at: NOW },
      createdAt: '2024-01-01T00:00:00.000Z',
    })
    expect(codes(token)).toEqual(['no_expiry', 'wide_scope', 'write_access', 'older_than_a_year'])
    expect(
      codes({
        ...token,
        scopes: ['subset repositories', 'contents:read'],
        expiresAt: '2027-01-01T00:00:00.000Z',
      }),
    ).toEqual(['older_than_a_year'])
    expect(
      codes({ ...token, scopes: ['subset repositories', 'organization_administration:write'] }),
    ).toContain('wide_scope')
  })

  it('a deploy key that can push has write access, one that reads has nothing wrong', () => {
    expect(codes(deployKey())).toEqual([])
    expect(
      codes(deployKey({ scopes: ['repository lichen-lab/atlas', 'write'], details: { readOnly: false } })),
    ).toEqual(['write_access'])
  })

  it("its owner's absence is a finding, and never a verdict", () => {
    const used = deployKey({ lastUsed: { at: NOW } })
    expect(codes(used, { login: 'cleo', verdict: 'inactive', holdsAccess: true })).toEqual(['owner_inactive'])
    expect(codes(used, { login: 'cleo', verdict: null, holdsAccess: false })).toEqual(['owner_gone'])
    expect(judgeCredential(used, { login: 'cleo', verdict: null, holdsAccess: false }, NOW).verdict).toBe(
      'active',
    )
  })

  it('an installed App that is suspended says so', () => {
    const app = deployKey({
      kind: 'app_installation',
      details: { suspendedAt: '2026-03-01T00:00:00.000Z' },
      lastUsed: 'unobservable',
    })
    expect(codes(app)).toEqual(['suspended', 'use_not_observable'])
  })
})
