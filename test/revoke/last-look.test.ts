/** What the last look asks of the proposal and of its answers, and that it comes before anything is stored or removed. */

import { describe, expect, test } from 'vitest'
import { findProposal } from '../../src/register/reviews/proposals.ts'
import { transitionEach } from '../../src/register/reviews/transitions.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { decisions } from '../../src/register/schema.ts'
import { outdatedTransition } from '../../src/review/close-stale.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import { decided, fixture, freshGitHub, statusOf, untouched } from '../fixtures/github/revoking.ts'

freshGitHub()

/** It was stopped by the look: no snapshot was stored and no step was begun. */
const stoppedByTheLook = async (id: string) => {
  await fixture.carry(id)
  const revocation = await untouched(id)
  expect(revocation?.snapshot).toBeNull()
  expect(await findOutcomes(fixture.register, id)).toEqual([])
  return revocation
}

describe('nothing is removed if, before the last look,', () => {
  test('an audit has closed the proposal', async () => {
    const id = await decided('felix-moreau')
    const proposal = await findProposal(fixture.register, id)
    if (proposal === null) throw new Error('the proposal is there')
    const sentence = 'Their exemption holds.'
    await transitionEach(fixture.register, 6001, [
      outdatedTransition({ proposal, staleness: { kind: 'more_access', sentence } }, fixture.now),
    ])
    expect(await stoppedByTheLook(id)).toMatchObject({
      status: 'withdrawn',
      reason: `${sentence} The proposal no longer stands. Nothing was removed.`,
    })
    expect(await findProposal(fixture.register, id)).toMatchObject({ status: 'stale', stale: sentence })
  })

  test('the vote that decided it has ended', async () => {
    const id = await decided('felix-moreau')
    await fixture.register.update(decisions).set({ endedAt: fixture.now, endedBecause: 'token_ended' })
    expect(await stoppedByTheLook(id)).toMatchObject({
      status: 'withdrawn',
      reason: expect.stringContaining('Only a proposal that was decided can be carried out'),
    })
  })

  test('another owner has answered otherwise', async () => {
    const id = await decided('felix-moreau')
    const [first] = await fixture.register.select().from(decisions)
    if (first === undefined) throw new Error('somebody has decided')
    await fixture.register
      .insert(decisions)
      .values({ ...first, id: 'second', voter: 'person:2', decision: 'keep' })
    expect((await stoppedByTheLook(id))?.reason).toContain('this one is not')
  })

  test('the person was given more', async () => {
    const id = await decided('felix-moreau')
    fixture.world
      .repository(LAB, 'lichen')
      ?.collaborators.push({ login: 'felix-moreau', role: 'write', added_at: fixture.world.now })
    expect((await stoppedByTheLook(id))?.reason).toContain('given more')
    expect(await statusOf(id)).toBe('stale')
  })
})

test('the oldest answer that stands is carried out, not one that was replaced', async () => {
  const id = await decided('carla-nunes')
  const [first] = await fixture.register.select().from(decisions)
  if (first === undefined) throw new Error('somebody has decided')
  await fixture.register.update(decisions).set({ endedAt: fixture.now, endedBecause: 'replaced' })
  const plan = first.plan.filter(({ action }) => action === 'remove_repository_role')
  await fixture.register.insert(decisions).values({ ...first, id: 'second', plan })
  await fixture.carry(id)
  expect((await findOutcomes(fixture.register, id)).map(({ action }) => action)).toEqual([
    'remove_repository_role',
  ])
})

test("an administrator's right, which one answer does not decide, is not even started on", async () => {
  await expect(decided('rosa-campos')).rejects.toMatchObject({ code: 'conflict' })
  expect(fixture.platform.started).toEqual([])
})
