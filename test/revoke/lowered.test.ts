/** Lowering takes what was decided and nothing more: an owner becomes a member, a member an outside collaborator. */

import { describe, expect, test } from 'vitest'
import type { PlanStep } from '../../src/policy/words.ts'
import { findDecisions } from '../../src/register/reviews/decisions.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { decide, startRevocation } from '../../src/review.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  proposalAbout,
  review,
  statusOf,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const outcomesOf = async (id: string) =>
  (await findOutcomes(fixture.register, id)).map(({ action, status }) => `${action} ${status}`)
const outside = { decision: 'downgrade', role: 'outside_collaborator' }

describe('a member who becomes an outside collaborator', () => {
  test('keeps the repositories that their teams gave, and is proven to be no member', async () => {
    const id = await decided('carla-nunes', outside)
    await fixture.carry(id)
    expect(isMember('carla-nunes')).toBe(false)
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(directOf('carla-nunes').length).toBeGreaterThan(0)
    expect(writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /orgs/lichen-lab/outside_collaborators/carla-nunes',
    ])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('keeps only the repositories that were chosen', async () => {
    const reviewId = await review()
    const { choices } = await proposalAbout('carla-nunes', reviewId)
    const step = choices?.flatMap(({ plan }) => plan).find(isConversion)
    const [kept = 0] = step?.repositories ?? []
    const id = await decided('carla-nunes', { ...outside, repositories: [kept] }, reviewId)
    await fixture.carry(id)
    const name = fixture.world.repositoryById(kept)?.name
    expect(directOf('carla-nunes').map((role) => role.split(':')[0])).toEqual([name])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    expect((await findDecisions(fixture.register, id))[0]).toMatchObject({ repositories: [kept] })
  })

  test('who has become an owner meanwhile is left as they are', async () => {
    const id = await decided('carla-nunes', outside)
    const theirs = organization().members.find(({ login }) => login === 'carla-nunes')
    if (theirs !== undefined) theirs.role = 'admin'
    await fixture.carry(id)
    expect(isMember('carla-nunes')).toBe(true)
    expect(writes()).toEqual([])
  })

  test('a refusal of GitHub is recorded and left to a person, and nothing counts as taken back', async () => {
    const reviewId = await review()
    const { choices } = await proposalAbout('carla-nunes', reviewId)
    const [kept = 0] = choices?.flatMap(({ plan }) => plan).find(isConversion)?.repositories ?? []
    const id = await decided('carla-nunes', { ...outside, repositories: [kept] }, reviewId)
    fixture.github.faults.failMatching({ method: 'PUT', path: /outside_collaborators/ }, '403', 99)
    await fixture.carry(id)
    const [conversion, ...rolesAfterIt] = await outcomesOf(id)
    expect(conversion).toBe('convert_to_outside_collaborator by_hand')
    expect(rolesAfterIt).not.toEqual([])
    expect(new Set(rolesAfterIt)).toEqual(new Set(['remove_repository_role by_hand']))
    expect(isMember('carla-nunes')).toBe(true)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'by_hand', verified: null })
    expect(await statusOf(id)).toBe('by_hand')
  })
})

describe('an owner who becomes a member', () => {
  const becomesMember = async () => {
    const { id } = await proposalAbout('ines-okafor', await review())
    const answer = {
      voterRole: 'owner',
      signIn: 'fresh',
      decision: 'downgrade',
      role: 'member',
      reason: '',
    } as const
    const second = { kind: 'person', id: fixture.id('teo-lindqvist'), login: 'teo-lindqvist' } as const
    await decide(fixture.platform, id, { ...answer, by: owner() }, fixture.now)
    await decide(fixture.platform, id, { ...answer, by: second }, fixture.now)
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    return id
  }
  const roleOf = (name: string) => organization().members.find(({ login }) => login === name)?.role

  test('keeps their teams, and is proven to be no owner', async () => {
    const teams = teamsOf('ines-okafor')
    const id = await becomesMember()
    await fixture.carry(id)
    expect(roleOf('ines-okafor')).toBe('member')
    expect(teamsOf('ines-okafor')).toEqual(teams)
    expect(await outcomesOf(id)).toEqual(['make_member done'])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('who has left meanwhile is not invited back', async () => {
    const id = await becomesMember()
    organization().members = organization().members.filter(({ login }) => login !== 'ines-okafor')
    await fixture.carry(id)
    expect(await outcomesOf(id)).toEqual(['make_member already_gone'])
    expect(writes()).toEqual([])
  })
})

describe('a path that the plan did not know of', () => {
  test('is an alarm: what is left is never done', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'read' })
    organization().organization_roles.push({
      id: 9,
      name: 'all write',
      base_role: 'write',
      permissions: [],
      source: 'Organization',
      users: ['carla-nunes'],
      teams: [],
    })
    await fixture.carry(id)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'failed', verified: false })
  })
})

describe('a path that came to be while it was carried out', () => {
  test('in a private repository is an alarm too, although the plan took no path there', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id, {
      before: ({ kind }) => {
        const hidden = fixture.world.repository('lichen-lab', 'field-notes')
        expect(hidden?.private).toBe(true)
        if (kind === 'verify')
          hidden?.collaborators.push({ login: 'felix-moreau', role: 'read', added_at: fixture.now })
      },
    })
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'failed', verified: false })
    expect((await findRevocation(fixture.register, id))?.reason).toContain('field-notes')
  })
})

const isConversion = (step: PlanStep) => step.action === 'convert_to_outside_collaborator'
