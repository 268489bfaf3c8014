/** Whatever fails in the middle of a revocation, nothing happens twice and nothing is lost. */

import { describe, expect, test } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations, reviews } from '../../src/register/schema.ts'
import { dueReviews, startRevocation } from '../../src/review.ts'
import {
  decided,
  directOf,
  freshStage,
  isMember,
  owner,
  review,
  scene,
  teamsOf,
  writes,
} from '../fixtures/revoking.ts'

freshStage()

describe('whatever breaks, nothing happens twice and nothing is lost', () => {
  test('every step may run twice', async () => {
    const id = await decided('carla-nunes')
    await scene.carry(id, { twice: true })
    expect(await findRevocation(scene.register, id)).toMatchObject({ status: 'done', verified: true })
    const { items } = await findHistoryPage(scene.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(1)
    expect(items.filter(({ act }) => act === 'revocation_done')).toHaveLength(1)
    expect(scene.platform.messages.filter(({ kind }) => kind === 'revoked')).toHaveLength(1)
  })

  test('a second start of a done revocation does nothing', async () => {
    const id = await decided('felix-moreau')
    await scene.carry(id)
    const before = { writes: writes().length, started: scene.platform.started.length }
    expect(await startRevocation(scene.platform, id, owner(), scene.world.now)).toEqual({
      id,
      status: 'done',
    })
    expect({ writes: writes().length, started: scene.platform.started.length }).toEqual(before)
  })

  test('a removal whose answer was lost is recorded and not done again', async () => {
    const id = await decided('felix-moreau')
    scene.github.faults.failMatching({ method: 'DELETE' }, 'reset_after')
    await scene.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
    expect(await findRevocation(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('one failure does not stop the rest, and is shown; a second start finishes it', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    scene.github.faults.failMatching({ method: 'PUT' }, '500', 3)
    await scene.carry(id)
    const first = await findRevocation(scene.register, id)
    expect(first).toMatchObject({ status: 'failed', verified: false })
    expect(teamsOf('carla-nunes')).toEqual([])
    expect(first?.reason).toContain('lichen-lab/lichen')
    await startRevocation(scene.platform, id, owner(), scene.world.now)
    await scene.carry(id, { attempt: 2 })
    expect(directOf('carla-nunes')).toEqual(['lichen:triage'])
    expect(await findRevocation(scene.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('a process that dies in the middle is resumed when its lock has expired, and nothing is done again', async () => {
    const id = await decided('carla-nunes')
    await scene.carry(id, { crashAt: 'look at what remains' })
    expect(isMember('carla-nunes')).toBe(false)
    await dueReviews(scene.platform, '2026-11-22T06:10:00Z')
    expect(scene.platform.started).toMatchObject([{ id, attempt: 1 }])
    await dueReviews(scene.platform, '2026-11-22T06:17:00Z')
    expect(scene.platform.started.at(-1)).toEqual({ id, attempt: 2, part: { kind: 'newer_acts' } })
    await scene.carry(id, { attempt: 2, now: '2026-11-22T06:17:30Z' })
    expect(writes()).toHaveLength(1)
    expect(await findRevocation(scene.register, id)).toMatchObject({ status: 'done', verified: true })
    const { items } = await findHistoryPage(scene.register, 6001, null, 50)
    expect(items.filter(({ act }) => act === 'removed')).toHaveLength(1)
  })

  test('an attempt that was overtaken changes nothing any more', async () => {
    const id = await decided('felix-moreau')
    await scene.register.run(`update revocations set attempt = 2 where id = '${id}'`)
    await expect(scene.carry(id, { attempt: 1 })).rejects.toThrow('overtaken')
    expect(writes()).toEqual([])
  })

  test('revocations of one organisation run one at a time', async () => {
    const reviewId = await review()
    const first = await decided('felix-moreau', {}, reviewId)
    const second = await decided('wei-sandoval', {}, reviewId)
    await scene.register.update(organizations).set({ revoking: first, revokingUntil: '2026-11-22T06:10:00Z' })
    await scene.carry(second)
    expect(writes()).toEqual([])
    expect(await findRevocation(scene.register, second)).toMatchObject({ status: 'failed' })
    expect(await scene.register.$count(reviews)).toBe(1)
  })
})
