/** Since when somebody holds what they hold, by the audit log that an owner handed in. */
import { describe, expect, it } from 'vitest'
import {
  type LoggedDate,
  loggedGrantDate,
  loggedSince,
  type TargetedSpan,
} from '../../../src/policy/access/logged-since.ts'
import { DEFAULT_RULES } from '../../../src/policy/rules/rules.ts'
import { judgeGrant } from '../../../src/policy/verdict/grant-use.ts'
import { judgeAccount } from '../../../src/policy/verdict/inactivity.ts'
import { reasonOf } from '../../../src/policy/verdict/verdict-in-words.ts'
import { act, facts, NOW } from '../../fixtures/policy.ts'

const FIRST = '2026-11-20T06:00:00.000Z'
const JOINED = '2026-09-22T10:00:00.000Z'
const member: TargetedSpan = {
  kind: 'organization_role',
  role: 'member',
  target: 0,
  firstSeen: FIRST,
  closedAt: null,
}
const owner = { ...member, role: 'admin' }
const inRepository = (target: number): TargetedSpan => ({
  ...member,
  kind: 'repository_role',
  role: 'write',
  target,
})
const outside: TargetedSpan = { ...member, kind: 'outside_collaborator', role: '' }
const date = (kind: LoggedDate['kind'], target = 0, at: LoggedDate['at'] = JOINED): LoggedDate => ({
  kind,
  target,
  at,
})
const judged = (spans: readonly TargetedSpan[], logged: readonly LoggedDate[], change = {}) =>
  judgeAccount(
    facts({
      accessSince: FIRST,
      roleSince: FIRST,
      firstCompleteAt: FIRST,
      logged: loggedSince(spans, logged),
      ...change,
    }),
    DEFAULT_RULES,
    NOW,
  )

describe('a date of the audit log', () => {
  it('makes a member new whom the first audit found there already, and the reason says where it is from', () => {
    const verdict = judged([member], [date('organization')])
    expect(verdict).toEqual({ verdict: 'new', because: 'access', since: JOINED, source: 'audit_log' })
    expect(reasonOf(verdict, () => null)).toBe(
      "Has had access here only since 22 September 2026 by the organisation's audit log: too short to judge.",
    )
  })

  it('makes a member of long standing new who was made an owner', () => {
    expect(judged([owner], [date('owner')])).toMatchObject({ verdict: 'new', because: 'role' })
    expect(judged([member], [date('owner')]).verdict).toBe('inactive')
  })

  it('of one more team or repository makes that grant new, and not its holder', () => {
    expect(judged([member, inRepository(10)], [date('repository', 10)]).verdict).toBe('inactive')
    expect(judged([outside, inRepository(10), inRepository(11)], [date('repository', 10)]).verdict).toBe(
      'inactive',
    )
  })

  it('of every path makes an outside collaborator new', () => {
    const dates = [date('repository', 10), date('repository', 11, '2026-10-01T00:00:00.000Z')]
    expect(judged([outside, inRepository(10), inRepository(11)], dates)).toMatchObject({
      verdict: 'new',
      since: JOINED,
    })
  })

  it('does not count after an audit had seen the access, nor from before an earlier stay', () => {
    const early = { ...member, firstSeen: '2026-01-10T06:00:00.000Z' } as const
    expect(loggedSince([early], [date('organization')]).access).toBeNull()
    const left = { ...member, closedAt: '2026-10-01T06:00:00.000Z', firstSeen: JOINED } as const
    const earlier = date('organization', 0, '2026-09-01T00:00:00.000Z')
    expect(loggedSince([left, member], [earlier]).access).toBeNull()
  })

  it('older than the window makes nobody less new, and no date makes an active person anything else', () => {
    const old = date('organization', 0, '2026-01-01T00:00:00.000Z')
    expect(judged([member], [old], { firstCompleteAt: '2026-01-01T06:00:00.000Z' }).verdict).toBe('new')
    expect(
      judged([member], [date('organization')], { newest: act('2026-11-01T10:00:00.000Z') }).verdict,
    ).toBe('active')
  })
})

describe('a grant', () => {
  const team = {
    kind: 'team_membership',
    account: 3,
    team: 20,
    role: 'member',
    firstSeen: FIRST,
    closedAt: null,
  } as const
  const use = (loggedAt: LoggedDate['at'] | null, acts = [act('2025-01-01T00:00:00.000Z')]) =>
    judgeGrant(
      {
        role: 'write',
        opens: 'all',
        firstSeen: FIRST,
        loggedAt,
        firstCompleteAt: FIRST,
        acts,
        read: true,
        opportunity: true,
      },
      DEFAULT_RULES,
      NOW,
    ).verdict

  it('is new where the log dates it', () => {
    expect(loggedGrantDate(team, [date('team', 20)])).toBe(JOINED)
    expect(loggedGrantDate(team, [date('team', 21), date('organization')])).toBeNull()
    expect([use(JOINED), use(null)]).toEqual(['new', 'inactive'])
  })

  it('is not used by an administrative act: that shows presence, and no repository', () => {
    const administered = act('2026-11-01T10:00:00.000Z', {
      kind: 'administration',
      repository: null,
      source: 'audit_log',
    })
    expect(use(null, [administered])).toBe('inactive')
  })
})
