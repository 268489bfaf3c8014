/** The one grant that a proposal may be about: who holds it, what uses it, and what its answers would do. */

import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import { instant } from '../../../src/policy/calendar.ts'
import { draftAboutGrant } from '../../../src/policy/proposals/one-grant/draft-about-grant.ts'
import { concerning, holdersIn } from '../../../src/policy/proposals/one-grant/grant-in-scope.ts'
import { stalenessOf } from '../../../src/policy/proposals/staleness.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import type { Grant, NamedActivity, ProposalScope } from '../../../src/policy/words.ts'
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
  MOSS,
  member,
  NOW,
  named,
  names,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const TEAM: ProposalScope = { kind: 'team', id: CORE, name: 'core' }
const ROLE: ProposalScope = { kind: 'repository', id: ATLAS, name: 'atlas' }
const GRANTS: readonly Grant[] = [
  owner(ada),
  member(cleo),
  inTeam(bela, CORE),
  inTeam(cleo, CORE),
  inTeam(cleo, DOCS),
  childOf(DOCS, CORE),
  teamHolds(CORE, ATLAS, 'write'),
  teamHolds(CORE, MOSS, 'read'),
  direct(cleo, ATLAS, 'admin'),
]
const draft = (
  scope: ProposalScope,
  evidence: readonly NamedActivity[] = [],
  more: readonly Grant[] = [],
) => {
  const grants = [...GRANTS, ...more]
  const verdict = { verdict: 'unknown', gaps: [] } as const
  return draftAboutGrant({ account: cleo, verdict, evidence }, scope, grants, accessMap(grants), names)
}

describe('a proposal about one grant', () => {
  it('is about those who hold it themselves, not those who inherit it', () => {
    expect(holdersIn(TEAM, GRANTS)).toEqual([bela.id, cleo.id])
    expect(holdersIn({ ...TEAM, id: DOCS }, GRANTS)).toEqual([cleo.id])
    expect(holdersIn(ROLE, GRANTS)).toEqual([cleo.id])
  })

  it('of a team is answered by keeping or leaving it, weighs what the team opens, and has a key of its own', () => {
    const { subjectKey, plan, choices, power, risk } = draft(TEAM)
    expect(subjectKey).toBe(`grant:account:3:team:${CORE}`)
    expect(plan.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'remove_team_membership team core',
    ])
    expect(choices.map(({ decision }) => decision)).toEqual(['keep', 'revoke'])
    expect({ power, privileged: risk.privileged }).toEqual({ power: 'can_push', privileged: false })
  })

  it('of a direct role offers each lower one above the base permission, and needs two where it is admin', () => {
    const inWords = (more: readonly Grant[]) =>
      draft(ROLE, [], more).choices.map(({ decision, role }) =>
        role === null ? decision : `${decision} ${role}`,
      )
    expect(inWords([base('none')])).toEqual([
      'keep',
      ...['read', 'triage', 'write', 'maintain'].map((role) => `downgrade ${role}`),
      'revoke',
    ])
    expect(inWords([base('write')])).toEqual(['keep', 'downgrade maintain', 'revoke'])
    expect(draft(ROLE).risk.privileged).toBe(true)
  })

  it('shows as evidence only what used the grant: an act there that needs the role it gives there', () => {
    const acts = [
      named('2026-11-01T00:00:00.000Z', { kind: 'issue_comment' }),
      named('2026-10-01T00:00:00.000Z', { repository: MOSS, kind: 'issue_comment' }),
      named('2026-09-01T00:00:00.000Z', { kind: 'push' }),
      named('2026-08-01T00:00:00.000Z', { repository: null, kind: 'administration' }),
    ]
    const { evidence, lastActiveAt } = draft(TEAM, acts)
    expect(evidence.map(({ at }) => at.slice(0, 7))).toEqual(['2026-10', '2026-09'])
    expect(lastActiveAt).toBe('2026-10-01T00:00:00.000Z')
  })
})

describe('it goes stale', () => {
  const known = named('2026-11-01T00:00:00.000Z', { kind: 'push' })
  const proposal = { ...draft(TEAM, [known]), openedAt: instant(NOW) }
  const staleBy = (acts: readonly NamedActivity[], grants: readonly Grant[] = GRANTS) => {
    const about = concerning(proposal, acts, grants)
    return stalenessOf(proposal, about.acts, about.grants, { rules: DEFAULT_RULES, now: NOW })?.kind ?? null
  }

  it('by a use that was not known when it was opened, and by no other act', () => {
    expect(staleBy([known])).toBe(null)
    expect(staleBy([named('2026-11-23T00:00:00.000Z', { kind: 'push' }), known])).toBe('act')
    expect(staleBy([named('2026-11-23T00:00:00.000Z', { kind: 'issue_comment' }), known])).toBe(null)
    expect(staleBy([named('2026-11-23T00:00:00.000Z', { kind: 'push', repository: 999 }), known])).toBe(null)
  })

  it('where that grant was raised, and not where another one was given', () => {
    expect(staleBy([], [...GRANTS, direct(cleo, MOSS, 'admin')])).toBe(null)
    const raised = GRANTS.map((grant) =>
      grant.kind === 'team_membership' && grant.account === cleo.id
        ? { ...grant, role: 'maintainer' as const }
        : grant,
    )
    expect(staleBy([], raised)).toBe('more_access')
  })
})
