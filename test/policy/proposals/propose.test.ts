/** What a review asks about: the inactive, the lapsed and the unowned, riskiest first, and never the unknown. */

import { describe, expect, it } from 'vitest'
import { type ProposingFacts, proposalsFor } from '../../../src/policy/proposals/propose.ts'
import { judgeCredential } from '../../../src/policy/verdict/credential-use.ts'
import type { Account, Verdict } from '../../../src/policy/words.ts'
import {
  ATLAS,
  act,
  ada,
  base,
  bela,
  cleo,
  deployKey,
  direct,
  helper,
  invited,
  MOSS,
  member,
  NOW,
  named,
  names,
  owner,
} from '../../fixtures/policy.ts'

const inactive: Extract<Verdict, { verdict: 'inactive' }> = {
  verdict: 'inactive',
  newest: act('2026-02-03T10:00:00.000Z'),
  since: '2026-05-22T06:00:00.000Z',
  heldSinceBefore: null,
}
const judged = (account: Account, verdict: Verdict = inactive): ProposingFacts['accounts'][number] => ({
  account,
  verdict,
  evidence: [named('2026-02-03T10:00:00.000Z')],
  twoFactor: 'enabled',
})
const site = (change: Partial<ProposingFacts> = {}): ProposingFacts => ({
  accounts: [],
  grants: [owner(ada), member(bela), member(cleo), base('read')],
  repositories: [ATLAS, MOSS],
  privateRepositories: new Set(),
  actsReadFrom: '2025-04-01T06:00:00.000Z',
  credentials: [],
  names,
  emeritusTeam: null,
  excluded: new Set(),
  windowMonths: 6,
  holdersKnown: true,
  ...change,
})
const asked = (facts: ProposingFacts): string[] =>
  proposalsFor(facts, NOW).map(({ subjectKey }) => subjectKey)

describe('SECURITY.md, row 1: only the inactive are proposed', () => {
  it.each<[string, Verdict]>([
    ['unknown', { verdict: 'unknown', gaps: [{ source: 'contributions', where: 'x', reason: 'y' }] }],
    ['new', { verdict: 'new', because: 'access', since: NOW }],
    ['exempt', { verdict: 'exempt', because: 'exemption', reason: 'leave', until: NOW }],
    ['active', { verdict: 'active', by: act(NOW) }],
    ['silent, but still to be looked for among rare acts,', { ...inactive, rareActsUnread: true }],
  ])('an account that is %s is not', (_, verdict) => {
    expect(asked(site({ accounts: [judged(cleo, verdict)] }))).toEqual([])
  })

  it('one that is inactive is, with evidence, reason and plan', () => {
    expect(proposalsFor(site({ accounts: [judged(cleo)] }), NOW)).toMatchObject([
      {
        subject: { kind: 'account', login: 'Cleo' },
        reason:
          'Last seen with a merged pull request in lichen-lab/atlas on 3 February 2026; from 22 May 2026 on, nothing of theirs was found.',
        plan: [{ action: 'remove_membership' }],
        grantsThen: { 'organization_role:3': 'member', strongest: '' },
      },
    ])
  })

  it('one that holds nothing any more is not', () => {
    expect(asked(site({ accounts: [judged(cleo)], grants: [owner(ada)] }))).toEqual([])
  })

  it('a credential whose use cannot be seen is not', () => {
    const credential = deployKey({ lastUsed: 'unobservable' })
    expect(
      asked(site({ credentials: [{ credential, judgement: judgeCredential(credential, null, NOW) }] })),
    ).toEqual([])
  })
})

describe('what is kept for now, or asked about already,', () => {
  const credential = deployKey()
  const facts = site({
    accounts: [judged(cleo)],
    grants: [
      owner(ada),
      member(cleo),
      invited(cleo, '2026-01-01T00:00:00.000Z'),
      invited(bela, '2026-01-01T00:00:00.000Z', ada.id, 92),
    ],
    credentials: [{ credential, judgement: judgeCredential(credential, null, NOW) }],
  })
  const all = ['account:3', 'credential:deploy_key:700001', 'invitation:92']

  it.each(all)('is not asked about again, all else is: %s, whose own invitation waits with it', (key) => {
    expect(asked(facts)).toEqual(all)
    expect(asked({ ...facts, excluded: new Set([key]) })).toEqual(all.filter((other) => other !== key))
  })
})

describe('what is not known well enough', () => {
  it('somebody whose act inside the window is known by now is not asked about, whatever the last verdict said', () => {
    const today = {
      ...judged(cleo),
      evidence: [named('2026-11-22T05:00:00.000Z'), named('2026-02-03T10:00:00.000Z')],
    }
    expect(asked(site({ accounts: [today] }))).toEqual([])
  })

  it('an inviter whom a page of members may have missed is not called gone', () => {
    const grants = [owner(ada), invited(cleo, '2026-11-20T00:00:00.000Z', 99)]
    expect(asked(site({ grants, holdersKnown: false }))).toEqual([])
    expect(asked(site({ grants }))).toHaveLength(1)
  })
})

describe('the riskiest come first', () => {
  it('owners, then administrators, then those who can push, then credentials and readers', () => {
    const credential = deployKey()
    const facts = site({
      accounts: [judged(cleo), judged(bela), judged(ada)],
      grants: [owner(ada), member(bela), member(cleo), base('read'), direct(bela, ATLAS, 'admin')],
      credentials: [{ credential, judgement: judgeCredential(credential, null, NOW) }],
    })
    const drafts = proposalsFor(facts, NOW)
    expect(drafts.map(({ subjectKey }) => subjectKey)).toEqual([
      'account:1',
      'account:2',
      'account:3',
      'credential:deploy_key:700001',
    ])
    expect(drafts.map(({ risk }) => risk.privileged)).toEqual([true, true, false, false])
    expect(drafts[1]?.risk.opens[0]).toBe('can administer 1 repository')
  })

  it('among equals the longest silent', () => {
    const silent = { ...judged(cleo), evidence: [named('2019-01-01T00:00:00.000Z')] }
    expect(asked(site({ accounts: [judged(bela), silent] }))).toEqual(['account:3', 'account:2'])
  })
})

describe('an invitation', () => {
  it.each([
    ['of exactly a week may still be accepted', invited(cleo, '2026-11-15T06:00:00.000Z'), 0],
    ['older than a week has lapsed', invited(cleo, '2026-11-15T05:59:59.000Z'), 1],
    ['by somebody who is gone is asked about', invited(cleo, '2026-11-20T00:00:00.000Z', 99), 1],
    ['by an App is not, for that alone', invited(cleo, '2026-11-20T00:00:00.000Z', helper.id), 0],
    ['by nobody known is not, for that alone', invited(cleo, '2026-11-20T00:00:00.000Z', null), 0],
  ])('%s', (_, invitation, proposals) => {
    expect(asked(site({ grants: [owner(ada), invitation] }))).toHaveLength(proposals)
  })

  it('is not asked about twice: the plan of its account cancels it', () => {
    const grants = [owner(ada), member(cleo), invited(cleo, '2026-01-01T00:00:00.000Z')]
    expect(asked(site({ accounts: [judged(cleo)], grants }))).toEqual(['account:3'])
  })
})

describe('a credential in use', () => {
  it('is proposed where nobody here answers for it, and says so', () => {
    const credential = deployKey({ lastUsed: { at: NOW } })
    const judgement = judgeCredential(credential, { login: 'Cleo', verdict: null, holdsAccess: false }, NOW)
    expect(proposalsFor(site({ credentials: [{ credential, judgement }] }), NOW)).toMatchObject([
      {
        verdict: { verdict: 'active' },
        reason: 'Cleo, whose it is, no longer holds any access here. Last used on 22 November 2026.',
      },
    ])
  })
})

describe('the groups stand in the order of harm', () => {
  it('an invitation that would make an owner stands before members, an expired token after everything', () => {
    const token = { ...deployKey(), expiresAt: '2026-01-01T00:00:00.000Z' } as const
    const groups = proposalsFor(
      site({
        accounts: [judged(cleo)],
        grants: [
          owner(ada),
          member(cleo),
          {
            kind: 'organization_invitation',
            invitation: 92,
            account: bela.id,
            role: 'admin',
            createdAt: '2026-01-01T00:00:00.000Z',
            inviter: ada.id,
          },
        ],
        credentials: [{ credential: token, judgement: judgeCredential(token, null, NOW) }],
      }),
      NOW,
    ).map(({ subjectKey, power }) => [subjectKey, power])
    expect(groups).toEqual([
      ['invitation:92', 'owners_and_admins'],
      ['account:3', 'membership_only'],
      ['credential:deploy_key:700001', 'clean_up'],
    ])
  })
})
