/** Second votes, changed answers and two opinions: what becomes of a proposal, and which votes are looked at again. */

import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import { findProposalView } from '../../src/register/reviews/proposal-list.ts'
import { apiTokens, decisions, verdicts } from '../../src/register/schema.ts'
import { addProposals, confirmIdentity, decide, startRevocation } from '../../src/review.ts'
import { act, commit, LAB, mara, NOW, PEOPLE, teo } from '../fixtures/register/organization.ts'
import { acts, codeOf, freshReview, opened, platform, register, revoke } from '../fixtures/register/review.ts'

freshReview()

const keep = { ...revoke, decision: 'keep', until: '2027-03-01' } as const
const byTeo = { ...revoke, by: teo } as const
const LATER: Instant = '2026-11-25T06:00:00.000Z'
const statusOf = async (id: string) => (await findProposalView(register, id))?.proposal.status
const reopenedOf = async (id: string) => (await findProposalView(register, id))?.proposal.reopened?.why

describe('an owner', () => {
  test('is removed only with two votes, and then can be', async () => {
    const gus = (await opened()).of('gus').id
    expect(await decide(platform, gus, revoke, NOW)).toMatchObject({ as: 'first', status: 'needs_second' })
    expect(await codeOf(startRevocation(platform, gus, mara, NOW))).toBe('conflict')
    expect(await codeOf(decide(platform, gus, { ...byTeo, signIn: 'old' }, NOW))).toBe('sign_in_again')
    expect(await codeOf(decide(platform, gus, { ...byTeo, signIn: 'token' }, NOW))).toBe('forbidden')
    expect(await decide(platform, gus, byTeo, NOW)).toMatchObject({ as: 'first', status: 'decided' })
    await startRevocation(platform, gus, mara, NOW)
    expect(platform.started).toMatchObject([{ id: gus }])
  })

  test('is removed by the only active owner, who confirms their own vote 72 hours later', async () => {
    await register.update(verdicts).set({ verdict: 'inactive' })
    const gus = (await opened()).of('gus').id
    await decide(platform, gus, revoke, NOW)
    const early = decide(platform, gus, revoke, '2026-11-25T05:59:59.000Z')
    await expect(early).rejects.toMatchObject({ code: 'conflict', facts: { notBefore: LATER } })
    expect(await codeOf(decide(platform, gus, { ...revoke, signIn: 'old' }, LATER))).toBe('sign_in_again')
    const confirmed = await decide(platform, gus, revoke, LATER)
    expect(confirmed).toMatchObject({ as: 'confirmed', status: 'decided' })
    expect((await acts())[0]).toBe('confirmed')
    const [vote] = await register.select().from(decisions)
    expect(vote).toMatchObject({ confirmedAt: LATER, endedAt: null })
    await startRevocation(platform, gus, mara, LATER)
    expect(platform.started).toHaveLength(1)
  })

  test('who acts again while it is decided is asked about again, and the votes are given anew', async () => {
    const gus = (await opened()).of('gus').id
    await decide(platform, gus, revoke, NOW)
    await decide(platform, gus, byTeo, NOW)
    await act(register, commit(PEOPLE.gus, '2026-11-23T06:00:00.000Z'))
    await addProposals(platform, LAB, 'audit-1', LATER)
    expect(await statusOf(gus)).toBe('open')
    expect(await reopenedOf(gus)).toContain('A newer act of theirs')
    await addProposals(platform, LAB, 'audit-1', LATER)
    expect((await acts()).filter((each) => each === 'proposal_reopened')).toHaveLength(1)
    expect(await decide(platform, gus, revoke, LATER)).toMatchObject({ as: 'first', status: 'needs_second' })
  })

  test('who has acted since nobody looked is not decided about', async () => {
    const gus = (await opened()).of('gus').id
    await act(register, commit(PEOPLE.gus, '2026-11-22T07:00:00.000Z'))
    expect(await codeOf(decide(platform, gus, revoke, LATER))).toBe('conflict')
    expect(await statusOf(gus)).toBe('open')
    expect(await reopenedOf(gus)).toContain('A newer act of theirs')
    expect((await decide(platform, gus, revoke, LATER)).status).toBe('needs_second')
  })
})

describe('that it is an owner themselves who acts again', () => {
  const wayOfTeo = { by: teo, voterRole: 'owner', way: 'I called him.' } as const
  const woken = async () => {
    const gus = (await opened()).of('gus').id
    await act(register, commit(PEOPLE.gus, '2026-11-23T06:00:00.000Z'))
    await addProposals(platform, LAB, 'audit-1', LATER)
    return gus
  }

  test('another owner confirms by another way, and the question is closed', async () => {
    const gus = await woken()
    await confirmIdentity(platform, gus, wayOfTeo, LATER)
    expect(await statusOf(gus)).toBe('stale')
    expect((await acts())[0]).toBe('identity_confirmed')
  })

  test('nobody confirms for themselves, the operator does not, and not without saying how', async () => {
    const gus = await woken()
    const self = { kind: 'person', id: PEOPLE.gus, login: 'gus' } as const
    const operator = { by: { kind: 'operator' }, voterRole: 'operator', way: 'I know.' } as const
    expect(await codeOf(confirmIdentity(platform, gus, { ...wayOfTeo, by: self }, LATER))).toBe('forbidden')
    expect(await codeOf(confirmIdentity(platform, gus, operator, LATER))).toBe('forbidden')
    expect(await codeOf(confirmIdentity(platform, gus, { ...wayOfTeo, way: ' ' }, LATER))).toBe('invalid')
    expect(await statusOf(gus)).toBe('open')
  })

  test('is nothing to confirm where nobody has acted', async () => {
    const gus = (await opened()).of('gus').id
    expect(await codeOf(confirmIdentity(platform, gus, wayOfTeo, LATER))).toBe('conflict')
    expect(await statusOf(gus)).toBe('open')
  })
})

describe('an answer', () => {
  test('can be changed until it is carried out; both stay in the history, and cooling begins again', async () => {
    const felix = (await opened()).of('felix').id
    await decide(platform, felix, revoke, NOW)
    expect(await codeOf(decide(platform, felix, revoke, NOW))).toBe('conflict')
    expect(await decide(platform, felix, keep, LATER)).toMatchObject({ as: 'changed' })
    expect(await statusOf(felix)).toBe('kept')
    const votes = await register.select().from(decisions).orderBy(decisions.at)
    expect(votes).toMatchObject([
      { decision: 'revoke', endedAt: LATER, endedBecause: 'replaced' },
      { decision: 'keep', endedAt: null },
    ])
    expect((await acts()).filter((each) => each === 'decided')).toHaveLength(2)
    expect(await codeOf(startRevocation(platform, felix, mara, LATER))).toBe('conflict')
  })

  test('that differs from another owner’s opens the proposal again, until they agree', async () => {
    const felix = (await opened()).of('felix').id
    await decide(platform, felix, revoke, NOW)
    expect(await decide(platform, felix, { ...keep, by: teo }, NOW)).toMatchObject({ status: 'open' })
    expect(await reopenedOf(felix)).toBe(
      'Owners answered differently: mara revoke and teo keep. Nothing is carried out until they agree.',
    )
    expect(await codeOf(startRevocation(platform, felix, mara, NOW))).toBe('conflict')
    expect(await decide(platform, felix, { ...byTeo }, LATER)).toMatchObject({
      as: 'changed',
      status: 'decided',
    })
    expect(await reopenedOf(felix)).toBeUndefined()
  })

  test('of two owners who answer at the same moment only one is recorded, and the other looks again', async () => {
    const felix = (await opened()).of('felix').id
    const both = await Promise.allSettled([
      decide(platform, felix, revoke, NOW),
      decide(platform, felix, { ...keep, by: teo }, NOW),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await register.$count(decisions)).toBe(1)
  })
})

describe('before it is carried out the votes are looked at again', () => {
  test('an owner who was demoted takes their vote along: the proposal is open again and says why', async () => {
    const felix = (await opened()).of('felix').id
    await decide(platform, felix, revoke, NOW)
    platform.formerOwners.add(PEOPLE.mara)
    const start = startRevocation(platform, felix, teo, NOW)
    await expect(start).rejects.toMatchObject({
      code: 'conflict',
      sentence: expect.stringContaining('mara, who had decided it, is no owner of lichen-lab any more.'),
    })
    expect(await statusOf(felix)).toBe('open')
    expect(await reopenedOf(felix)).toContain('no owner of lichen-lab any more')
    expect(platform.started).toEqual([])
    expect((await acts())[0]).toBe('vote_fell_away')
    expect(await decide(platform, felix, byTeo, NOW)).toMatchObject({ status: 'decided' })
  })

  test('where another vote stands, it is carried out by that one', async () => {
    const felix = (await opened()).of('felix').id
    await decide(platform, felix, revoke, NOW)
    await decide(platform, felix, byTeo, NOW)
    platform.formerOwners.add(PEOPLE.mara)
    await startRevocation(platform, felix, teo, NOW)
    expect(platform.started).toHaveLength(1)
  })

  test('of an owner’s two votes both have to stand', async () => {
    const gus = (await opened()).of('gus').id
    await decide(platform, gus, revoke, NOW)
    await decide(platform, gus, byTeo, NOW)
    platform.formerOwners.add(PEOPLE.teo)
    expect(await codeOf(startRevocation(platform, gus, mara, NOW))).toBe('conflict')
    expect(await statusOf(gus)).toBe('open')
  })

  test.each([
    ['that a person ended takes its vote along', NOW, 'conflict'],
    ['that merely ran out does not', null, 'nothing was refused'],
  ] as const)('a token %s', async (_, endedAt, outcome) => {
    const felix = (await opened()).of('felix').id
    await register.insert(apiTokens).values({
      id: 'robot',
      tokenHash: 'hash',
      name: 'robot',
      accountId: PEOPLE.mara,
      login: 'mara',
      scope: 'decide',
      createdAt: NOW,
      expiresAt: NOW,
      endedAt,
    })
    const by = { kind: 'person', id: PEOPLE.mara, login: 'mara', token: 'robot' } as const
    await decide(platform, felix, { ...revoke, by, signIn: 'token' }, NOW)
    expect(await codeOf(startRevocation(platform, felix, teo, NOW))).toBe(outcome)
  })
})
