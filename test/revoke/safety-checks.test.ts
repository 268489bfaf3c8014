/** What stops a decided removal at the last moment: nothing is written then. */

import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { audits, grants, organizations } from '../../src/register/schema.ts'
import { startRevocation } from '../../src/review.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  review,
  statusOf,
  untouched,
  writes,
} from '../fixtures/github/revoking.ts'
import { anAudit } from '../fixtures/register/organization.ts'

freshGitHub()

describe('access is not removed', () => {
  test('from someone who has become active since the decision', async () => {
    const id = await decided('felix-moreau')
    fixture.github.act({
      actor: 'felix-moreau',
      kind: 'pull_request',
      owner: LAB,
      repo: 'lichen',
      n: 990,
      at: '2026-11-22T05:30:00Z',
    })
    await fixture.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('stale')
  })

  test.each([
    ['pushed to any branch', { kind: 'push', branch: 'fix', repo: 'website' }],
    ['approved a pull request', { kind: 'review', n: 3 }],
    ['commented', { kind: 'issue_comment', n: 3 }],
    ['labelled an issue', { kind: 'label', n: 3 }],
    ['published a release', { kind: 'release', branch: 'v9.0', repo: 'website' }],
    ['started a workflow by hand', { kind: 'workflow_dispatch', repo: 'website' }],
  ] as const)('from someone who has %s since the decision', async (_, done) => {
    const id = await decided('felix-moreau')
    fixture.github.act({
      actor: 'felix-moreau',
      owner: LAB,
      repo: 'lichen',
      at: '2026-11-22T05:40:00Z',
      ...done,
    })
    await fixture.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
  })

  test('from someone who has pushed where only the base permission lets them write', async () => {
    const id = await decided('felix-moreau')
    organization().default_repository_permission = 'write'
    await fixture.register.update(grants).set({ role: 'write' }).where(eq(grants.kind, 'base_permission'))
    const granted = await fixture.register.select({ id: grants.repositoryId }).from(grants)
    const withoutGrant = fixture.world
      .repositoriesOf(LAB)
      .find((row) => granted.every((grant) => grant.id !== row.id))
    expect(withoutGrant).toBeDefined()
    fixture.github.act({
      actor: 'felix-moreau',
      kind: 'push',
      branch: 'fix',
      owner: LAB,
      repo: withoutGrant?.name ?? '',
      at: '2026-11-22T05:40:00Z',
    })
    await fixture.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
  })

  test('if more has changed since the audit than can be read at once: an audit is asked for', async () => {
    const id = await decided('felix-moreau')
    for (const repo of ['lichen', 'website', 'field-notes'])
      fixture.github.act({ actor: 'mara-voss', kind: 'issue', owner: LAB, repo, at: '2026-11-22T05:40:00Z' })
    Object.assign(fixture.platform.deployment, { requests: { perInstance: 1, perStep: 1 } })
    for (const repo of ['lichen', 'website', 'field-notes'])
      fixture.github.act({
        actor: 'mara-voss',
        kind: 'discussion',
        owner: LAB,
        repo,
        at: '2026-11-22T05:41:00Z',
      })
    await fixture.carry(id)
    const revocation = await untouched(id)
    expect(revocation).toMatchObject({ status: 'failed' })
    expect(revocation?.reason).toContain('run an audit and start again')
    expect(await statusOf(id)).toBe('decided')
  })

  test('from someone who was given more since the proposal was opened', async () => {
    const id = await decided('felix-moreau')
    fixture.world
      .repository(LAB, 'lichen')
      ?.collaborators.push({ login: 'felix-moreau', role: 'write', added_at: fixture.world.now })
    await fixture.carry(id)
    expect((await untouched(id))?.reason).toContain('given more')
  })

  test('from someone who has become an owner or an administrator', async () => {
    const id = await decided('carla-nunes')
    const release = organization().teams.find(({ slug }) => slug === 'release')
    release?.repositories.push({ name: 'field-notes', permission: 'admin' })
    await fixture.register.insert(grants).values({
      orgId: 6001,
      key: 'team_repository:6102:6805',
      kind: 'team_repository',
      teamId: 6102,
      repositoryId: 6805,
      role: 'admin',
      firstSeen: fixture.now,
    })
    await fixture.carry(id)
    expect((await untouched(id))?.status).toBe('withdrawn')
    expect(await statusOf(id)).toBe('needs_second')
  })

  test('while an owner has paused it; it can be started again afterwards', async () => {
    const id = await decided('felix-moreau')
    await fixture.register.update(organizations).set({ pausedAt: fixture.now })
    await fixture.carry(id)
    // Waiting is no failure, and no news either.
    expect(await untouched(id)).toMatchObject({
      status: 'withdrawn',
      reason: expect.stringContaining('paused every removal'),
    })
    expect(await statusOf(id)).toBe('decided')
    expect(fixture.platform.messages.filter(({ kind }) => kind === 'revoked')).toEqual([])
    await fixture.register.update(organizations).set({ pausedAt: null })
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect(isMember('felix-moreau')).toBe(false)
  })

  test('beyond the removal budget, however many runs and clicks there are', async () => {
    const reviewId = await review()
    const ids: string[] = []
    for (const login of ['felix-moreau', 'wei-sandoval', 'iris-blum'])
      ids.push(await decided(login, {}, reviewId))
    await fixture.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 2, share: 1 } }),
    })
    for (const id of ids) await fixture.carry(id)
    for (const id of ids.slice(0, 2)) await startRevocation(fixture.platform, id, owner(), fixture.now)
    const click = startRevocation(fixture.platform, ids[2] ?? '', owner(), fixture.now)
    await expect(click).rejects.toMatchObject({ facts: { why: 'budget' } })
    expect([isMember('felix-moreau'), isMember('wei-sandoval'), directOf('iris-blum').length]).toEqual([
      false,
      false,
      1,
    ])
    const [, , third] = ids
    // Waiting is no failure.
    expect(await findRevocation(fixture.register, third ?? '')).toMatchObject({
      status: 'withdrawn',
      reason: expect.stringContaining('budget'),
    })
    expect(await statusOf(third ?? '')).toBe('decided')
    await startRevocation(fixture.platform, third ?? '', owner(), '2026-11-23T06:00:01.000Z')
    await fixture.carry(third ?? '', { attempt: 2, now: '2026-11-23T06:00:01.000Z' })
    expect(directOf('iris-blum')).toEqual([])
  })

  test('beyond the budget of a later day: a revocation that is started again counts in it again', async () => {
    const reviewId = await review()
    const first = await decided('felix-moreau', {}, reviewId)
    const second = await decided('wei-sandoval', {}, reviewId)
    await fixture.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 1, share: 1 } }),
    })
    fixture.github.faults.failMatching({ method: 'DELETE' }, '500', 99)
    await fixture.carry(first)
    expect(await findRevocation(fixture.register, first)).toMatchObject({ status: 'failed' })
    fixture.github.faults.clear()
    const later: Instant = '2026-11-26T06:00:00.000Z'
    await fixture.register.insert(audits).values({ ...anAudit('audit-2', later), orgId: organization().id })
    await startRevocation(fixture.platform, first, owner(), later)
    await fixture.carry(second, { now: later })
    expect(isMember('wei-sandoval')).toBe(false)
    await fixture.carry(first, { attempt: 2, now: later })
    expect((await findRevocation(fixture.register, first))?.reason).toContain('budget')
    expect(isMember('felix-moreau')).toBe(true)
  })

  test('beyond the budget, even if the removal that used it up is started again as a rehearsal', async () => {
    const reviewId = await review()
    const first = await decided('carla-nunes', {}, reviewId)
    const second = await decided('felix-moreau', {}, reviewId)
    await fixture.register.update(organizations).set({
      rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 1, share: 1 } }),
    })
    await fixture.carry(first, { crashAt: 'look at what remains' })
    expect(isMember('carla-nunes')).toBe(false)
    await fixture.register.run(
      `update revocations set status = 'failed', rehearsal = 1 where id = '${first}'`,
    )
    await fixture.register.update(organizations).set({ revoking: null, revokingUntil: null })
    await fixture.carry(second)
    expect((await findRevocation(fixture.register, second))?.reason).toContain('budget')
    expect(isMember('felix-moreau')).toBe(true)
  })

  test('from someone who was given more between a failed attempt and the next', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    fixture.github.faults.failMatching({ method: 'PUT' }, '500', 3)
    await fixture.carry(id)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'failed' })
    const before = writes().length
    fixture.world
      .repository(LAB, 'website')
      ?.collaborators.push({ login: 'carla-nunes', role: 'write', added_at: fixture.world.now })
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect((await findRevocation(fixture.register, id))?.reason).toContain('given more')
    expect(writes()).toHaveLength(before)
  })

  test('where GitHub cannot be read anew: missing data stops it', async () => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching({ operation: /RecentContributions/ }, 'graphql_partial', 99)
    await fixture.carry(id)
    expect(await untouched(id)).toMatchObject({ status: 'failed' })
    expect(await statusOf(id)).toBe('decided')
  })

  test.each([
    ['workflows', { path: /actions\/runs/ }],
    ['tags and deployments', { operation: 'UncommonActivity' }],
    ['security advisories', { path: /security-advisories/ }],
  ])('while GitHub fails to show %s', async (_, match) => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching(match, '500', 99)
    await fixture.carry(id)
    expect(await untouched(id)).toMatchObject({ status: 'failed' })
    expect(await statusOf(id)).toBe('decided')
  })
})

test('access is removed although GitHub refuses to show what is not decisive: workflows, tags, deployments, advisories', async () => {
  const id = await decided('felix-moreau')
  const { faults } = fixture.github
  for (const path of [/actions\/runs/, /\/deployments/, /security-advisories/]) {
    faults.failMatching({ path }, '404', 99)
  }
  faults.failMatching({ operation: 'UncommonActivity' }, 'RESOURCE_LIMITS_EXCEEDED', 99)
  await fixture.carry(id)
  expect(isMember('felix-moreau')).toBe(false)
})
