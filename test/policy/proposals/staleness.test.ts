/** What makes a frozen question out of date, and what does not. */

import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { strongestGiven } from '../../../src/policy/access/effective-access.ts'
import { type FrozenProposal, type KnownNow, stalenessOf } from '../../../src/policy/proposals/staleness.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import type { Grant, NamedActivity } from '../../../src/policy/words.ts'
import {
  ATLAS,
  ada,
  base,
  CORE,
  cleo,
  direct,
  inTeam,
  MOSS,
  member,
  NOW,
  named,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const frozen: FrozenProposal = {
  subject: { kind: 'account', id: cleo.id, login: cleo.login },
  openedAt: '2026-11-01T06:00:00.000Z',
  evidence: [named('2026-02-03T10:00:00.000Z'), named('2026-01-01T00:00:00.000Z')],
  grantsThen: { 'organization_role:3': 'member', 'repository_role:501:3': 'write' },
}
const held = [member(cleo), direct(cleo, ATLAS, 'write')]
const outside: Grant = { kind: 'outside_collaborator', account: cleo.id }
const stale = (
  change: { acts?: NamedActivity[]; grants?: Grant[]; known?: Partial<KnownNow> } = {},
  proposal = frozen,
): string | null =>
  stalenessOf(proposal, change.acts ?? proposal.evidence, change.grants ?? held, {
    rules: DEFAULT_RULES,
    now: NOW,
    ...change.known,
  })?.sentence ?? null

describe('a proposal about an account', () => {
  it('stands while nothing happened', () => {
    expect(stale()).toBeNull()
  })

  it('stands when grants have vanished: the plan is only shorter', () => {
    expect(stale({ grants: [] })).toBeNull()
    expect(stale({ grants: [member(cleo), direct(cleo, ATLAS, 'read')] })).toBeNull()
  })

  it('stands when half of it is done: who is no member any more is an outside collaborator of what they held', () => {
    expect(stale({ grants: [outside, direct(cleo, ATLAS, 'write')] })).toBeNull()
    expect(stale({ grants: [outside, direct(cleo, MOSS, 'read')] })).toContain('given more')
  })

  it('is out of date when a team of theirs opens more, not when every member may do more', () => {
    const then = { ...frozen, grantsThen: { ...frozen.grantsThen, strongest: 'write' } }
    expect(stale({ known: { strongest: 'write' } }, then)).toBeNull()
    expect(stale({ known: { strongest: 'maintain' } }, then)).toBe(
      'A team of theirs was given more since it was opened (write → maintain).',
    )
    const grants = [...held, inTeam(cleo, CORE), teamHolds(CORE, MOSS, 'triage'), base('admin')]
    expect(strongestGiven(accessMap(grants))(cleo.id)).toBe('write')
    expect(strongestGiven(accessMap([...grants, teamHolds(CORE, MOSS, 'admin')]))(cleo.id)).toBe('admin')
  })

  it('stands whatever others were given, or did before the window', () => {
    expect(stale({ grants: [...held, owner(ada), direct(ada, MOSS, 'admin')] })).toBeNull()
    expect(stale({ acts: [named('2026-03-01T00:00:00.000Z')] })).toBeNull()
  })

  it.each<[string, Parameters<typeof stale>[0], string]>([
    [
      'a newer act',
      { acts: [named('2026-11-20T10:00:00.000Z')] },
      'A newer act of theirs is known by now: a merged pull request in lichen-lab/atlas on 20 November 2026.',
    ],
    [
      'an act found late, inside the window',
      { acts: [named('2026-06-20T10:00:00.000Z')] },
      'A newer act of theirs is known by now: a merged pull request in lichen-lab/atlas on 20 June 2026.',
    ],
    [
      'an answer after the decision',
      { known: { answeredAt: '2026-11-05T00:00:00.000Z', decidedAt: '2026-11-04T00:00:00.000Z' } },
      'They answered on 5 November 2026, after this was decided.',
    ],
    [
      'leave that drops the question, without a word on it',
      { known: { droppedForLeave: true } },
      'They are exempt by now.',
    ],
    [
      'an exemption',
      {
        known: {
          rules: {
            ...DEFAULT_RULES,
            exemptions: [{ login: 'CLEO', reason: 'On leave.', until: '2027-01-01T00:00:00.000Z' }],
          },
        },
      },
      'They are exempt by now (On leave).',
    ],
    [
      'a grant added',
      { grants: [...held, inTeam(cleo, CORE)] },
      'They were given more since it was opened (team membership, member).',
    ],
    [
      'a grant raised',
      { grants: [member(cleo), direct(cleo, ATLAS, 'maintain')] },
      'They were given a stronger role since it was opened (write → maintain).',
    ],
    [
      'a promotion to owner',
      { grants: [owner(cleo), direct(cleo, ATLAS, 'write')] },
      'They were given a stronger role since it was opened (member → admin).',
    ],
  ])('goes stale on %s, and says so', (_, change, sentence) => {
    expect(stale(change)).toBe(sentence)
  })
})

describe('a proposal about a credential', () => {
  const key: FrozenProposal = {
    ...frozen,
    subject: { kind: 'credential', credentialKind: 'deploy_key', id: '7', name: 'key' },
    evidence: [],
    grantsThen: {},
  }
  it('goes stale when it is used again', () => {
    expect(stale({ known: { lastUsed: { at: '2026-11-20T00:00:00.000Z' } } }, key)).toBe(
      'It was used after this was opened, on 20 November 2026.',
    )
    expect(stale({ known: { lastUsed: { at: '2026-02-20T00:00:00.000Z' } } }, key)).toBeNull()
    expect(stale({ known: { lastUsed: 'never' } }, key)).toBeNull()
  })

  it('goes stale when a use inside the window is found late, and stands where it was known', () => {
    const used = { known: { lastUsed: { at: '2026-10-20T00:00:00.000Z' } } } as const
    const knowing = (at: string) => ({ ...key, grantsThen: { last_used: at } })
    expect(stale(used, knowing('2026-04-24T00:00:00.000Z'))).toBe(
      'It was used on 20 October 2026, which was not known when this was opened.',
    )
    expect(stale(used, knowing(''))).not.toBeNull()
    expect(stale(used, knowing('2026-10-20T00:00:00.000Z'))).toBeNull()
    expect(stale({ known: { lastUsed: { at: '2026-03-01T00:00:00.000Z' } } }, knowing(''))).toBeNull()
  })
})
