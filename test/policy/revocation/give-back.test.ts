/** Whatever was held and whatever was taken: giving back ends at exactly the snapshot, and never gives more. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantKey } from '../../../src/policy/access/grant-key.ts'
import { daysAfter } from '../../../src/policy/calendar.ts'
import { beyondSnapshot } from '../../../src/policy/revocation/beyond-snapshot.ts'
import { giveBackSteps } from '../../../src/policy/revocation/give-back.ts'
import type { HeldNow } from '../../../src/policy/revocation/held-now.ts'
import type { Grant, Instant, PlanStep, RestoreStep, Snapshot, Taken } from '../../../src/policy/words.ts'
import { isWeaker, REPOSITORY_ROLES } from '../../../src/policy/words.ts'

const BELA = 2
const REMOVED: Instant = '2026-11-22T06:00:00.000Z'
const repositories = new Map([1, 2, 3, 4].map((id) => [id, `guild/r${id}`]))
const teams = new Map([11, 12, 13].map((id) => [id, `t${id}`]))

const snapshotOf = (grants: readonly Grant[]): Extract<Snapshot, { kind: 'account' }> => ({
  ...{ kind: 'account', id: BELA, login: 'bela', at: REMOVED, grants, repositories: {}, teams: {} },
})
const held = (grants: readonly Grant[], rest: Partial<HeldNow> = {}): HeldNow => ({
  ...{
    membership: grants.some(({ kind }) => kind === 'organization_role') ? 'active' : 'none',
    login: 'bela',
  },
  ...{ grants, failedInvitations: [], lapsedInvitations: [], repositories, teams, deployKeys: [] },
  ...{ base: 'none', organization: 'guild' },
  ...rest,
})

const member = fc.constantFrom('admin' as const, 'member' as const).map((role): Grant => {
  return { kind: 'organization_role', account: BELA, role }
})
const inTeam = fc
  .record({
    team: fc.constantFrom(...teams.keys()),
    role: fc.constantFrom('member' as const, 'maintainer' as const),
  })
  .map((row): Grant => ({ kind: 'team_membership', account: BELA, ...row }))
const direct = fc
  .record({ repository: fc.constantFrom(...repositories.keys()), role: fc.constantFrom(...REPOSITORY_ROLES) })
  .map((row): Grant => ({ kind: 'repository_role', account: BELA, ...row }))
const unique = (one: fc.Arbitrary<Grant>) => fc.uniqueArray(one, { selector: grantKey, maxLength: 4 })
const holdings = fc
  .tuple(member, unique(inTeam), unique(direct))
  .map(([role, ...rest]) => [role, ...rest.flat()])

/** What GitHub makes of a step; an invitation is accepted at once. */
const given = (grants: readonly Grant[], step: RestoreStep, former: readonly Grant[]): readonly Grant[] => {
  const put = (grant: Grant) => [...grants.filter((each) => grantKey(each) !== grantKey(grant)), grant]
  switch (step.action) {
    case 'reinstate':
      return former
    case 'invite':
      return [
        ...put({
          kind: 'organization_role',
          account: BELA,
          role: step.role === 'admin' ? 'admin' : 'member',
        }),
        ...step.teams.map(
          (team): Grant => ({ kind: 'team_membership', account: BELA, team, role: 'member' }),
        ),
      ]
    case 'give_owner_role':
      return put({ kind: 'organization_role', account: BELA, role: 'admin' })
    case 'give_team':
      return put({ kind: 'team_membership', account: BELA, team: step.team, role: step.role })
    case 'give_repository_role':
      return put({ kind: 'repository_role', account: BELA, repository: step.repository, role: step.role })
    default:
      return grants
  }
}

const sorted = (grants: readonly Grant[]) => grants.toSorted((a, b) => grantKey(a).localeCompare(grantKey(b)))

/** Gives back until nothing is left; every step passes the guard. */
const allGivenBack = (taken: Taken, start: readonly Grant[], now: Instant) => {
  const former = taken.snapshot.kind === 'account' ? taken.snapshot.grants : []
  let grants = start
  for (let rounds = 0; rounds < 10; rounds += 1) {
    const steps = giveBackSteps(taken, held(grants), now)
    if (steps.length === 0) return sorted(grants)
    for (const step of steps) {
      expect(beyondSnapshot(step, taken)).toBeNull()
      grants = given(grants, step, former)
    }
  }
  throw new Error('it never ends')
}

describe('after the end of a membership', () => {
  const plan: readonly PlanStep[] = [{ action: 'remove_membership', target: 'guild', account: BELA }]
  test.each([1, 89, 91, 400])('%i days later exactly the snapshot is held again', (days) => {
    fc.assert(
      fc.property(holdings, (grants) => {
        const taken = { snapshot: snapshotOf(grants), plan }
        expect(allGivenBack(taken, [], daysAfter(REMOVED, days))).toEqual(sorted(grants))
      }),
    )
  })
})

test('after a plan that took a part, that part is held again, and nothing else has changed', () => {
  fc.assert(
    fc.property(holdings, fc.infiniteStream(fc.boolean()), (grants, chosen) => {
      const isTaken = grants.map(
        (grant) => grant.kind !== 'organization_role' && chosen.next().value === true,
      )
      const plan = grants.flatMap((grant, n): PlanStep[] => {
        if (isTaken[n] !== true) return []
        const target = grantKey(grant)
        if (grant.kind === 'team_membership')
          return [{ action: 'remove_team_membership', target, account: BELA, team: grant.team }]
        if (grant.kind === 'repository_role')
          return [{ action: 'remove_repository_role', target, account: BELA, repository: grant.repository }]
        return []
      })
      const left = grants.filter((_, n) => isTaken[n] !== true)
      const taken = { snapshot: snapshotOf(grants), plan }
      expect(allGivenBack(taken, left, REMOVED)).toEqual(sorted(grants))
      // What they gave up themselves meanwhile does not come back with it.
      const steps = giveBackSteps(
        taken,
        held(left.filter(({ kind }) => kind === 'organization_role')),
        REMOVED,
      )
      expect(steps).toHaveLength(plan.length)
    }),
  )
})

test('whatever is held by now, no step gives more than the snapshot, and none takes anything', () => {
  const plan: readonly PlanStep[] = [{ action: 'remove_membership', target: 'guild', account: BELA }]
  fc.assert(
    fc.property(holdings, fc.option(holdings), (then, now) => {
      const taken = { snapshot: snapshotOf(then), plan }
      for (const step of giveBackSteps(taken, held(now ?? []), REMOVED)) {
        expect(beyondSnapshot(step, taken)).toBeNull()
        if (step.action === 'give_repository_role') {
          const had = then.find(
            (each) => each.kind === 'repository_role' && each.repository === step.repository,
          )
          const has = now?.find(
            (each) => each.kind === 'repository_role' && each.repository === step.repository,
          )
          expect(had).toMatchObject({ role: step.role })
          if (has?.kind === 'repository_role') expect(isWeaker(has.role, step.role)).toBe(true)
        }
      }
    }),
  )
})

describe('the guard refuses', () => {
  const grants: readonly Grant[] = [
    { kind: 'organization_role', account: BELA, role: 'member' },
    { kind: 'team_membership', account: BELA, team: 11, role: 'member' },
    { kind: 'repository_role', account: BELA, repository: 1, role: 'write' },
  ]
  const taken: Taken = {
    snapshot: snapshotOf(grants),
    plan: [{ action: 'remove_membership', target: 'guild', account: BELA }],
  }
  const of = { key: 'x', target: 'bela', account: BELA }
  const cases: readonly (readonly [string, RestoreStep])[] = [
    ['an owner of whoever was a member', { ...of, action: 'give_owner_role' }],
    ['an invitation as an owner', { ...of, action: 'invite', role: 'admin', teams: [] }],
    ['a team that they were not in', { ...of, action: 'invite', role: 'direct_member', teams: [12] }],
    ['a maintainer of whoever was in the team', { ...of, action: 'give_team', team: 11, role: 'maintainer' }],
    ['a higher role', { ...of, action: 'give_repository_role', repository: 1, role: 'admin' }],
    ['another repository', { ...of, action: 'give_repository_role', repository: 2, role: 'read' }],
    ['somebody else', { ...of, account: 3, action: 'reinstate' }],
    [
      'a deploy key of a person',
      {
        key: 'x',
        target: 'k',
        action: 'add_deploy_key',
        repository: 1,
        title: 'k',
        publicKey: 'ssh',
        readOnly: true,
      },
    ],
  ]
  test.each(cases)('%s', (_, step) => {
    expect(beyondSnapshot(step, taken)).toContain('nothing else is ever given')
  })
})

describe('a credential', () => {
  const fields = { title: 'ci', key: 'ssh-ed25519 A', read_only: true }
  const plan: readonly PlanStep[] = [{ action: 'delete_deploy_key', target: 'ci', repository: 1, key: '5' }]
  const taken: Taken = { snapshot: { kind: 'credential', at: REMOVED, fields }, plan }
  test('a deploy key is added again as it was, and only where it is not there', () => {
    const [step] = giveBackSteps(taken, held([]), REMOVED)
    expect(step).toMatchObject({ action: 'add_deploy_key', repository: 1, readOnly: true })
    expect(step && beyondSnapshot({ ...step, readOnly: false } as RestoreStep, taken)).not.toBeNull()
    expect(giveBackSteps(taken, held([], { deployKeys: ['ssh-ed25519 A'] }), REMOVED)).toEqual([])
  })
  test('a fine-grained token cannot be given back, and that is said', () => {
    const revoked: Taken = {
      ...taken,
      plan: [{ action: 'revoke_fine_grained_token', target: 'ci', token: '5' }],
    }
    expect(giveBackSteps(revoked, held([]), REMOVED)).toMatchObject([
      { action: 'cannot_give_back', why: expect.stringContaining('ask for it again') },
    ])
  })
})
