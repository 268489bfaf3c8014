/** The revocation of a decided proposal is started once, and not before notice and cooling time are over. */

import { eq, isNotNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Credential } from '../../src/policy/words.ts'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { grants, organizations, proposals } from '../../src/register/schema.ts'
import { decide, openGrantProposals, startRevocation } from '../../src/review.ts'
import { CORE, give, LAB, mara, NOW, PEOPLE, teo } from '../fixtures/register/organization.ts'
import {
  acts,
  asked,
  codeOf,
  freshReview,
  opened,
  platform,
  register,
  revoke,
} from '../fixtures/register/review.ts'
import { tellAll } from '../fixtures/register/told.ts'

freshReview()

describe('starting a revocation', () => {
  test('nothing is carried out without a decision', async () => {
    const { of } = await opened()
    expect(await codeOf(startRevocation(platform, of('felix').id, mara, NOW))).toBe('conflict')
    expect(await findRevocation(register, of('felix').id)).toBeNull()
  })

  test('nothing is carried out while notice or cooling time runs, whichever ends later', async () => {
    await register.update(organizations).set({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 24 }) })
    const { of } = await opened()
    await tellAll(register)
    const decidedAt = '2026-12-06T00:00:00.000Z'
    await decide(platform, of('felix').id, revoke, decidedAt)
    const early = startRevocation(platform, of('felix').id, mara, '2026-12-06T23:59:59.000Z')
    await expect(early).rejects.toMatchObject({
      code: 'not_before',
      facts: { notBefore: '2026-12-07T00:00:00.000Z' },
    })
    expect(platform.started).toEqual([])
    await startRevocation(platform, of('felix').id, mara, '2026-12-07T00:00:00.000Z')
    expect(platform.started).toMatchObject([{ id: of('felix').id, attempt: 1 }])
  })

  test('nothing is carried out while the person is still to be told', async () => {
    await register.update(organizations).set({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 24 }) })
    const { of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    const later = '2027-02-01T06:00:00.000Z'
    await expect(startRevocation(platform, of('felix').id, mara, later)).rejects.toMatchObject({
      code: 'conflict',
      facts: { why: 'notice' },
    })
    await tellAll(register, '2027-01-19T06:00:00.000Z')
    await expect(startRevocation(platform, of('felix').id, mara, later)).rejects.toMatchObject({
      facts: { notBefore: '2027-02-02T06:00:00.000Z' },
    })
    await startRevocation(platform, of('felix').id, mara, '2027-02-02T06:00:00.000Z')
    expect(platform.started).toHaveLength(1)
  })

  test('a double click starts one revocation', async () => {
    const { of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    await Promise.all([1, 2].map(() => startRevocation(platform, of('felix').id, mara, NOW)))
    expect(await findRevocation(register, of('felix').id)).toMatchObject({ attempt: 1, status: 'pending' })
    expect(new Set(platform.started.map((start) => JSON.stringify(start))).size).toBe(1)
    expect((await acts()).filter((each) => each === 'revocation_started')).toHaveLength(1)
  })

  test('a pause stops every start', async () => {
    const { of } = await opened()
    await decide(platform, of('felix').id, revoke, NOW)
    await register.update(organizations).set({ pausedAt: NOW })
    await expect(startRevocation(platform, of('felix').id, mara, NOW)).rejects.toMatchObject({
      code: 'conflict',
      facts: { why: 'paused' },
    })
  })

  test('an owner who stopped one removal stops its start, and no other', async () => {
    const { of } = await opened()
    for (const login of ['felix', 'dora']) await decide(platform, of(login).id, revoke, NOW)
    await register
      .update(proposals)
      .set({ stoppedBy: teo, stoppedAt: NOW })
      .where(eq(proposals.id, of('felix').id))
    await expect(startRevocation(platform, of('felix').id, mara, NOW)).rejects.toMatchObject({
      code: 'conflict',
      facts: { why: 'stopped' },
    })
    await startRevocation(platform, of('dora').id, mara, NOW)
    expect(platform.started).toMatchObject([{ id: of('dora').id }])
  })

  test('a spent budget stops a start and says from when on there is budget again; nothing is failed', async () => {
    const rules = { noticeDays: 0, coolingHours: 0, removalBudget: { count: 1, share: 1 } }
    await register.update(organizations).set({ rules: JSON.stringify(rules) })
    const { of } = await opened()
    for (const login of ['felix', 'dora']) await decide(platform, of(login).id, revoke, NOW)
    await startRevocation(platform, of('felix').id, mara, NOW)
    await expect(startRevocation(platform, of('dora').id, mara, NOW)).rejects.toMatchObject({
      code: 'conflict',
      facts: { why: 'budget', notBefore: '2026-11-23T06:00:00.000Z' },
    })
    expect(await findRevocation(register, of('dora').id)).toBeNull()
  })

  test('a base permission that makes everybody an administrator since asks for a second vote, also where no grant names the repository', async () => {
    const { of } = await opened()
    await decide(platform, of('dora').id, revoke, NOW)
    await register.update(grants).set({ closedAt: NOW }).where(isNotNull(grants.repositoryId))
    await register.update(grants).set({ role: 'admin' }).where(eq(grants.kind, 'base_permission'))
    await expect(startRevocation(platform, of('dora').id, mara, NOW)).rejects.toMatchObject({
      sentence: expect.stringContaining('second vote'),
    })
    expect(platform.started).toEqual([])
  })

  test("an owner's place in a team goes with one vote, at the start as at the decision", async () => {
    await give(register, [{ kind: 'team_membership', account: PEOPLE.gus, team: CORE, role: 'member' }])
    const { id } = await opened()
    const asking = { reviewId: id, orgId: LAB.id }
    await openGrantProposals(platform, asking, { kind: 'team', name: 'core' }, mara, NOW)
    const about = (await asked(id)).find(
      ({ scope, subject }) => scope !== null && 'id' in subject && subject.id === PEOPLE.gus,
    )
    const question = about?.id ?? ''
    expect((await decide(platform, question, revoke, NOW)).status).toBe('decided')
    await startRevocation(platform, question, mara, NOW)
    expect(platform.started).toMatchObject([{ id: question, attempt: 1 }])
  })

  test('nobody carries out their own case, even a credential of theirs that another owner decided about', async () => {
    const key: Credential = {
      kind: 'deploy_key',
      id: '700',
      name: 'docs',
      owner: PEOPLE.teo,
      repository: 101,
      scopes: ['write'],
      createdAt: '2025-01-01T00:00:00.000Z',
      lastUsed: 'never',
      expiresAt: null,
      details: {},
    }
    await credentialsStatement(register, LAB.id, [key], NOW)
    const { id } = await opened()
    const proposal = (await asked(id)).find(({ subject }) => subject.kind === 'credential')?.id ?? ''
    await decide(platform, proposal, revoke, NOW)
    expect(await codeOf(startRevocation(platform, proposal, teo, NOW))).toBe('forbidden')
    expect(platform.started).toEqual([])
    await startRevocation(platform, proposal, mara, NOW)
    expect(platform.started).toMatchObject([{ id: proposal, attempt: 1 }])
  })
})
