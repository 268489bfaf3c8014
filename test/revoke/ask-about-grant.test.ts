/** Cull the team, not the member: a question about one grant takes that grant and nothing else, and only while nobody uses it. */

import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findOpenGrants } from '../../src/register/access/grants.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { findVerdicts } from '../../src/register/activity/verdicts.ts'
import { together } from '../../src/register/open.ts'
import { listProposals } from '../../src/register/reviews/proposal-list.ts'
import { findSharedGrants } from '../../src/register/reviews/shared-grants.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations } from '../../src/register/schema.ts'
import { addProposals, decide, openGrantProposals, startRevocation } from '../../src/review.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  owner,
  review,
  statusOf,
  teamsOf,
  untouched,
} from '../fixtures/github/revoking.ts'
import { codeOf } from '../fixtures/register/review.ts'

freshGitHub()

const LATER: Instant = '2026-11-26T06:00:00.000Z'
type About = Parameters<typeof openGrantProposals>[2]
const CORE: About = { kind: 'team', name: 'core' }

const ask = (reviewId: string, about: About) =>
  openGrantProposals(fixture.platform, { reviewId, orgId: 6001 }, about, owner(), fixture.now)
const scoped = async (reviewId: string) => {
  const { items } = await listProposals(fixture.register, 6001, reviewId, null, 500)
  return items.filter(({ scope }) => scope !== null)
}
const about = async (login: string, reviewId: string) => {
  const found = (await scoped(reviewId)).find(
    ({ subject }) => subject.kind === 'account' && subject.login === login,
  )
  if (found === undefined) throw new Error(`${login} was not asked about`)
  return found
}
const answered = (id: string, answer: object = {}) =>
  decide(
    fixture.platform,
    id,
    {
      by: owner(),
      voterRole: 'owner',
      signIn: 'fresh',
      decision: 'revoke',
      reason: 'The team is smaller now.',
      ...answer,
    },
    fixture.now,
  )
/** The newest audit knows how they used it last. */
const knowUse = (login: string) => {
  const repository = fixture.world.repository(LAB, 'spores')?.id ?? 0
  const act = { account: fixture.id(login), repository, kind: 'push', url: null, at: fixture.now } as const
  return together(
    fixture.register,
    activityStatements(fixture.register, 6001, [{ ...act, source: 'repository_activity' }], fixture.now),
  )
}
/** Asks about core, decides about one of its active members and starts the removal. */
const decidedAbout = async (login: string, reviewId?: string) => {
  await knowUse(login)
  const asked = reviewId ?? (await review())
  await ask(asked, CORE)
  const { id } = await about(login, asked)
  await answered(id)
  await startRevocation(fixture.platform, id, owner(), fixture.now)
  return id
}
const acted = (kind: 'push' | 'issue_comment', repo: string) =>
  fixture.github.act({
    actor: 'priya-raman',
    kind,
    owner: LAB,
    repo,
    at: '2026-11-24T06:00:00Z',
    ...(kind === 'push' ? { branch: 'fix' } : { n: 3 }),
  })

describe('asking about a team', () => {
  test('asks about everybody in it, the active ones too, once, and beside what their account is asked', async () => {
    const reviewId = await review()
    expect(await ask(reviewId, CORE)).toEqual({ added: 6 })
    expect(await ask(reviewId, CORE)).toEqual({ added: 0 })
    const proposals = await scoped(reviewId)
    expect(proposals.filter(({ verdict }) => verdict === 'active')).toHaveLength(5)
    const { items } = await listProposals(fixture.register, 6001, reviewId, null, 500)
    expect(items.filter(({ subject }) => 'login' in subject && subject.login === 'carla-nunes')).toHaveLength(
      2,
    )
    for (const { plan, choices } of proposals) {
      expect(plan.map(({ action, target }) => `${action} ${target}`)).toEqual([
        'remove_team_membership team core',
      ])
      expect(choices?.map(({ decision }) => decision)).toEqual(['keep', 'revoke'])
    }
    expect(await addProposals(fixture.platform, { id: 6001 }, 'audit-1', fixture.now)).toMatchObject({
      stale: 0,
    })
  })

  test('of a repository, offers each lower role that GitHub takes', async () => {
    const reviewId = await review()
    const [asked] = (await findSharedGrants(fixture.register, 6001)).filter(
      ({ kind }) => kind === 'repository',
    )
    if (asked === undefined) throw new Error('somebody has a direct role')
    expect(await ask(reviewId, asked)).toEqual({ added: asked.people })
    const [first] = await scoped(reviewId)
    expect(first?.plan.map(({ action }) => action)).toEqual(['remove_repository_role'])
    expect(first?.choices?.at(-1)?.decision).toBe('revoke')
  })

  test('needs a team that somebody is in, and an open review of this organisation', async () => {
    const reviewId = await review()
    expect(await codeOf(ask(reviewId, { kind: 'team', name: 'nobody-here' }))).toBe('not_found')
    expect(await codeOf(ask('no-review', CORE))).toBe('not_found')
  })

  test('has no answer but keep and leave: not emeritus, no lower role, and nobody on their own case', async () => {
    const reviewId = await review()
    await ask(reviewId, CORE)
    const { id } = await about('priya-raman', reviewId)
    expect(await codeOf(answered(id, { decision: 'downgrade', role: 'read' }))).toBe('invalid')
    const priya = { kind: 'person', id: fixture.id('priya-raman'), login: 'priya-raman' } as const
    expect(await codeOf(answered(id, { by: priya }))).toBe('forbidden')
  })
})

describe('carrying it out', () => {
  test('leaves the team and takes nothing else: membership, other teams, roles and verdict stay, and no budget is spent', async () => {
    const before = { direct: directOf('priya-raman'), teams: teamsOf('priya-raman') }
    const id = await decidedAbout('priya-raman')
    await fixture.carry(id, { now: LATER })
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'done', verified: true })
    expect(isMember('priya-raman')).toBe(true)
    expect(teamsOf('priya-raman')).toEqual(before.teams.filter((team) => team !== 'core'))
    expect(directOf('priya-raman')).toEqual(before.direct)
    const open = await findOpenGrants(fixture.register, 6001)
    const own = open.filter((grant) => 'account' in grant && grant.account === fixture.id('priya-raman'))
    expect(own.some(({ kind }) => kind === 'organization_role')).toBe(true)
    expect(own.some((grant) => grant.kind === 'team_membership' && grant.team === 6101)).toBe(false)
    expect((await findVerdicts(fixture.register, 6001)).has(fixture.id('priya-raman'))).toBe(true)
    expect(revocation?.snapshot).toMatchObject({ grants: [{ kind: 'team_membership', team: 6101 }] })
  })

  test('is stopped where they push to a repository of the team meanwhile', async () => {
    const id = await decidedAbout('priya-raman')
    acted('push', 'spores')
    await fixture.carry(id, { now: LATER })
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('stale')
  })

  test.each([
    ['comment there, which needs no role', 'issue_comment', 'spores'],
    ['push to a repository of another team', 'push', 'website'],
  ] as const)('is not stopped where they %s', async (_, kind, repo) => {
    const id = await decidedAbout('priya-raman')
    acted(kind, repo)
    await fixture.carry(id, { now: LATER })
    expect(await statusOf(id)).toBe('done')
    expect(isMember('priya-raman')).toBe(true)
  })

  test('goes on where the removal budget is spent', async () => {
    const rules = JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 1, share: 0.1 } })
    await fixture.register.update(organizations).set({ rules })
    const reviewId = await review()
    const whole = await decided('felix-moreau', {}, reviewId)
    await fixture.carry(whole, { now: LATER })
    expect(await statusOf(whole)).toBe('done')
    const id = await decidedAbout('priya-raman', reviewId)
    await fixture.carry(id, { now: LATER })
    expect(await statusOf(id)).toBe('done')
  })
})
