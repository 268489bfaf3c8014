/** Whatever fails in the middle of a revocation, nothing happens twice and nothing is lost. */

import { describe, expect, test } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations, reviews } from '../../src/register/schema.ts'
import { dueReviews, startRevocation } from '../../src/review.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  owner,
  review,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

describe('whatever breaks, nothing happens twice and nothing is lost', () => {
  test('every step may run twice', async () => {
    const id = await decided('carla-nunes')
    await fixture.carry(id, { twice: true })
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(1)
    expect(items.filter(({ act }) => act === 'revocation_done')).toHaveLength(1)
    expect(fixture.platform.messages.filter(({ kind }) => kind === 'revoked')).toHaveLength(1)
  })

  test('a second start of a done revocation does nothing', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id)
    const before = { writes: writes().length, started: fixture.platform.started.length }
    expect(await startRevocation(fixture.platform, id, owner(), fixture.now)).toEqual({
      id,
      status: 'done',
    })
    expect({ writes: writes().length, started: fixture.platform.started.length }).toEqual(before)
  })

  test('a removal whose answer was lost is recorded and not done again', async () => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching({ method: 'DELETE' }, 'reset_after')
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('one failure does not stop the rest, and is shown; a second start finishes it', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    fixture.github.faults.failMatching({ method: 'PUT' }, '500', 3)
    await fixture.carry(id)
    const first = await findRevocation(fixture.register, id)
    expect(first).toMatchObject({ status: 'failed', verified: false })
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(first?.reason).toContain('lichen-lab/lichen')
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect(directOf('carla-nunes')).toEqual(['lichen:triage'])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('a process that dies in the middle is resumed when its lock has expired, and nothing is done again', async () => {
    const id = await decided('carla-nunes')
    await fixture.carry(id, { crashAt: 'look at what remains' })
    expect(isMember('carla-nunes')).toBe(false)
    await dueReviews(fixture.platform, '2026-11-22T06:10:00.000Z')
    expect(fixture.platform.started).toMatchObject([{ id, attempt: 1 }])
    await dueReviews(fixture.platform, '2026-11-22T06:17:00.000Z')
    expect(fixture.platform.started.at(-1)).toEqual({ id, attempt: 2, part: { kind: 'newer_acts' } })
    await fixture.carry(id, { attempt: 2, now: '2026-11-22T06:17:30.000Z' })
    expect(writes()).toHaveLength(1)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(1)
  })

  test('an attempt that was overtaken changes nothing any more', async () => {
    const id = await decided('felix-moreau')
    await fixture.register.run(`update revocations set attempt = 2 where id = '${id}'`)
    await expect(fixture.carry(id, { attempt: 1 })).rejects.toThrow('overtaken')
    expect(writes()).toEqual([])
  })

  test('revocations of one organisation run one at a time', async () => {
    const reviewId = await review()
    const first = await decided('felix-moreau', {}, reviewId)
    const second = await decided('wei-sandoval', {}, reviewId)
    await fixture.register
      .update(organizations)
      .set({ revoking: first, revokingUntil: '2026-11-22T06:10:00.000Z' })
    await fixture.carry(second)
    expect(writes()).toEqual([])
    expect(await findRevocation(fixture.register, second)).toMatchObject({ status: 'failed' })
    expect(await fixture.register.$count(reviews)).toBe(1)
  })
})
