/** Whatever fails in the middle of a revocation, nothing happens twice and nothing is lost. */

import { describe, expect, test } from 'vitest'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { organizations, reviews } from '../../src/register/schema.ts'
import { dueReviews, startRevocation } from '../../src/review.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  organization,
  owner,
  review,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'
import { listenedTo } from '../fixtures/register/listened.ts'

freshGitHub()

const LOST = { status: 'done', error: "GitHub's answer was lost; reading again showed that it is done." }

const firstOutcome = async (id: string) => (await findOutcomes(fixture.register, id))[0]

const actsOf = async () => {
  const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
  return items.map(({ act }) => act).toReversed()
}

/** Carries it out in a process that is killed when GitHub has done the first change, before anything is recorded of it. */
const killedAfterTheChange = async (id: string) => {
  const killed = Promise.withResolvers<void>()
  const { register } = fixture.platform
  const dying = listenedTo(fixture.register, async () => {
    if (writes().length === 0) return
    killed.resolve()
    await new Promise(() => {})
  })
  Object.assign(fixture.platform, { register: dying.register })
  void fixture.carry(id)
  await killed.promise
  Object.assign(fixture.platform, { register })
}

/** The calendar resumes what was left without a lock, a quarter of an hour later. */
const resumed = async (id: string) => {
  await dueReviews(fixture.platform, '2026-11-22T06:17:00.000Z')
  await fixture.carry(id, { attempt: 2, now: '2026-11-22T06:17:30.000Z' })
}

describe('a change whose answer was lost is ours: done, counted, told as removed, and not sent again', () => {
  test('if the connection broke when GitHub had done it', async () => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching({ method: 'DELETE' }, 'reset_after')
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
    expect(writes()).toHaveLength(1)
    expect(await firstOutcome(id)).toMatchObject(LOST)
    expect(await findRevocation(fixture.register, id)).toMatchObject({
      status: 'done',
      verified: true,
      countedAt: fixture.now,
    })
    expect((await actsOf()).slice(3)).toEqual(['attempting', 'removed', 'already_gone', 'revocation_done'])
    expect(fixture.platform.messages.at(-1)?.counts).toEqual([
      { name: 'Removed', value: 1 },
      { name: 'Already gone', value: 1 },
    ])
  })

  test('if the process is killed between the change and its recording', async () => {
    const id = await decided('carla-nunes')
    await killedAfterTheChange(id)
    expect(isMember('carla-nunes')).toBe(false)
    expect(await firstOutcome(id)).toMatchObject({ status: 'attempting' })
    await resumed(id)
    expect(writes()).toHaveLength(1)
    expect(await firstOutcome(id)).toMatchObject(LOST)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    expect((await actsOf()).filter((act) => act === 'removed')).toHaveLength(1)
  })

  test('if it is stopped before it looks for what it has sent', async () => {
    const id = await decided('carla-nunes')
    await killedAfterTheChange(id)
    await fixture.register.update(organizations).set({ pausedAt: fixture.now })
    await resumed(id)
    expect(await firstOutcome(id)).toMatchObject(LOST)
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'failed' })
    expect(revocation?.reason).toContain('Nothing further was removed')
  })

  test('if GitHub could be read again only when the step had been given up', async () => {
    const id = await decided('carla-nunes')
    const { faults } = fixture.github
    faults.failMatching({ method: 'DELETE' }, 'reset_after')
    const membership = { method: 'GET', path: /\/memberships\// }
    faults.before({ method: 'DELETE' }, 1, () => faults.failMatching(membership, '500', 2))
    await fixture.carry(id)
    expect(await firstOutcome(id)).toMatchObject(LOST)
    expect(await actsOf()).toContain('unanswered')
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })

  test('if GitHub could not be read at all before the end: until the next start it is not known', async () => {
    const id = await decided('felix-moreau')
    const { faults } = fixture.github
    faults.failMatching({ method: 'DELETE' }, 'reset_after')
    faults.before({ method: 'DELETE' }, 1, () => faults.failMatching({ path: /./ }, '500', 999))
    await fixture.carry(id)
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'failed', countedAt: fixture.now })
    expect(revocation?.reason).toContain('not known whether what was sent last is done')
    expect(await firstOutcome(id)).toMatchObject({ status: 'attempting' })
    expect(fixture.platform.messages.at(-1)?.counts).toContainEqual({
      name: 'Not known whether done',
      value: 1,
    })
    faults.clear()
    await startRevocation(fixture.platform, id, owner(), fixture.now)
    await fixture.carry(id, { attempt: 2 })
    expect(writes()).toHaveLength(1)
    expect(await firstOutcome(id)).toMatchObject(LOST)
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
  })
})

describe('a change that GitHub has refused is not ours', () => {
  test('whoever somebody else removes after it is already gone', async () => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching({ method: 'DELETE' }, '401')
    await fixture.carry(id, {
      before: ({ kind }) => {
        if (kind !== 'verify') return
        organization().members = organization().members.filter(({ login }) => login !== 'felix-moreau')
      },
    })
    expect(await firstOutcome(id)).toMatchObject({ status: 'already_gone', error: null })
    expect((await actsOf()).filter((act) => act === 'removed')).toHaveLength(1)
  })

  test('nothing counts as gone because GitHub says so of a change: it is read again', async () => {
    const id = await decided('felix-moreau')
    fixture.github.faults.failMatching({ method: 'DELETE' }, '404')
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
    expect(await firstOutcome(id)).toMatchObject({ status: 'done', error: null })
  })
})

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
    expect(await findRevocation(fixture.register, second)).toMatchObject({ status: 'withdrawn' })
    expect(await fixture.register.$count(reviews)).toBe(1)
  })
})
