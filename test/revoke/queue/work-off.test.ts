/** The queue works itself off: no click, on the days it has promised, within the budget; one that waits blocks nobody. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleWorld } from '../../../sample/sample-world.ts'
import { hoursAfter } from '../../../src/policy/calendar.ts'
import type { Actor, Instant } from '../../../src/policy/words.ts'
import { findOrganizationById } from '../../../src/register/organizations.ts'
import { listProposals } from '../../../src/register/reviews/proposal-list.ts'
import { organizations } from '../../../src/register/schema.ts'
import { decideMany, openReview, readQueue } from '../../../src/review.ts'
import { startNextAfter, workOffQueues } from '../../../src/revoke/queue/work-off.ts'
import { LAB, openRevocation, type RevocationFixture } from '../../fixtures/github/revocation.ts'
import { tellAll } from '../../fixtures/register/told.ts'

const RULES = { noticeDays: 14, coolingHours: 24, removalBudget: { count: 10, share: 1 } }
const SLEEPERS = Array.from({ length: 30 }, (_, n) => `sleeper-${String(n + 1).padStart(2, '0')}`)

let fixture: RevocationFixture

/** The sample organisation with so many silent members more, all of them decided. */
async function decidedAll(
  sleepers: readonly string[],
  rules: object,
  deployment: object = {},
): Promise<void> {
  const world = sampleWorld()
  const members = world.organization(LAB)?.members
  for (const [n, login] of sleepers.entries()) {
    const created_at = '2015-01-01T00:00:00.000Z'
    const plain = { name: null, email: null, two_factor: 'secure', deleted: false } as const
    world.accounts.push({ login, id: 70_001 + n, type: 'User', created_at, ...plain })
    members?.push({ login, role: 'member', added_at: created_at })
  }
  fixture = await openRevocation(sleepers, deployment, world)
  await fixture.register.update(organizations).set({ rules: JSON.stringify(rules) })
  const { platform, now, register } = fixture
  const by: Actor = { kind: 'person', id: fixture.id('mara-voss'), login: 'mara-voss' }
  const { id } = await openReview(platform, { id: 6001 }, by, now)
  await tellAll(register)
  const { items } = await listProposals(register, 6001, id, null, 500)
  const ids = items.flatMap((each) =>
    each.subject.kind === 'account' && sleepers.includes(each.subject.login) ? [each.id] : [],
  )
  const answer = {
    by,
    voterRole: 'owner',
    signIn: 'fresh',
    decision: 'revoke',
    reason: 'Thank you.',
  } as const
  const { decided } = await decideMany(platform, ids, answer, now)
  expect(decided).toHaveLength(sleepers.length)
}

/** The hourly run of that moment, and every instance that it begins, one after another, each for half a minute. */
async function hourlyRun(at: Instant): Promise<void> {
  const { platform } = fixture
  let now = at
  const asOf = () => Object.assign(platform, { now })
  fixture.github.setNow(at)
  platform.started.length = 0
  await workOffQueues(asOf())
  for (let next = platform.started.shift(); next !== undefined; next = platform.started.shift()) {
    const { id, attempt } = next as { id: string; attempt: number }
    await fixture.carry(id, { attempt, now })
    now = hoursAfter(now, 1 / 120)
    await startNextAfter(asOf(), id)
  }
}

const queueAt = async (now: Instant) => {
  const org = await findOrganizationById(fixture.register, 6001)
  if (org === undefined) throw new Error('the organisation is served')
  return (await readQueue(fixture.platform, org, now)).places
}
const members = () =>
  fixture.world.organization(LAB)?.members.filter(({ login }) => SLEEPERS.includes(login)) ?? []
const revocations = () => fixture.register.query.revocations.findMany()
const loginOf = (subject: { kind: string; login?: string | null }) => subject.login ?? subject.kind

afterEach(() => fixture.close())

test('Queue: thirty decided accounts go in three days by the hourly run alone, on the days that were promised', async () => {
  await decidedAll(SLEEPERS, RULES)
  const promised = (await queueAt(fixture.now)).map(({ queued, dueAt }) => [
    loginOf(queued.subject),
    dueAt?.slice(0, 10),
  ])
  expect(promised.map(([, day]) => day)).toEqual([
    ...Array(10).fill('2026-12-06'),
    ...Array(10).fill('2026-12-07'),
    ...Array(10).fill('2026-12-08'),
  ])
  const awake = 'sleeper-07'
  fixture.github.act({
    actor: awake,
    kind: 'pull_request',
    owner: LAB,
    repo: 'lichen',
    n: 990,
    at: '2026-11-30T05:30:00Z',
  })
  await hourlyRun('2026-12-06T05:00:00.000Z')
  expect(members()).toHaveLength(30)
  const gone: (readonly [string, string])[] = []
  for (let at: Instant = '2026-12-06T06:00:00.000Z'; at < '2026-12-09'; at = hoursAfter(at, 1)) {
    const before = members().map(({ login }) => login)
    await hourlyRun(at)
    const after = new Set(members().map(({ login }) => login))
    gone.push(
      ...before.filter((login) => !after.has(login)).map((login) => [login, at.slice(0, 10)] as const),
    )
  }
  expect(members().map(({ login }) => login)).toEqual([awake])
  // The one who is awake leaves a place: whoever stood next in line went a day earlier at most, nobody later.
  const dayOf = new Map(promised.map(([login, day]) => [login, day]))
  for (const [login, day] of gone) expect(day <= (dayOf.get(login) ?? '')).toBe(true)
  for (const day of ['2026-12-06', '2026-12-07', '2026-12-08'])
    expect(gone.filter(([, on]) => on === day).length).toBeLessThanOrEqual(10)
  const ended = await revocations()
  expect(ended.filter(({ status }) => status === 'done').every(({ verified }) => verified === true)).toBe(
    true,
  )
  expect(ended.map(({ status }) => status).filter((status) => status !== 'done')).toEqual(['withdrawn'])
  expect(ended.every(({ startedBy }) => startedBy.kind === 'calendar')).toBe(true)
  const told = new Map(
    fixture.platform.messages
      .filter(({ kind }) => kind === 'queue_day')
      .map((each) => [each.dedupeKey, each]),
  )
  expect([...told.keys()]).toEqual(['6001:2026-12-06', '6001:2026-12-07', '6001:2026-12-08'])
  expect(fixture.platform.messages.filter(({ kind }) => kind === 'revoked')).toEqual([])
  expect(await queueAt('2026-12-09T06:00:00.000Z')).toEqual([])
}, 300_000)

describe('with a few', () => {
  const few = SLEEPERS.slice(0, 4)
  const atOnce = { noticeDays: 0, coolingHours: 0, removalBudget: { count: 2, share: 1 } }
  const NEXT: Instant = '2026-11-22T07:00:00.000Z'
  const gone = () => few.length - members().length

  describe('in earnest', () => {
    beforeEach(() => decidedAll(few, atOnce))

    test('SECURITY.md, row 5: the budget holds however many runs there are, and what waits for it is never failed', async () => {
      for (const at of [NEXT, NEXT, hoursAfter(NEXT, 1), hoursAfter(NEXT, 20)]) await hourlyRun(at)
      expect(gone()).toBe(2)
      expect(
        (await queueAt(hoursAfter(NEXT, 20))).map(({ waitsFor }) => waitsFor.map(({ kind }) => kind)),
      ).toEqual([['budget'], ['budget']])
      expect((await revocations()).map(({ status }) => status)).toEqual(['done', 'done'])
      await hourlyRun(hoursAfter(NEXT, 25))
      expect(gone()).toBe(4)
    })

    test('one that an owner stopped blocks nobody, and a pause stops all', async () => {
      const [first] = await queueAt(NEXT)
      await fixture.register.run(
        `update proposals set stopped_at = '${NEXT}' where id = '${first?.queued.proposal}'`,
      )
      await fixture.register.update(organizations).set({ pausedAt: NEXT })
      await hourlyRun(NEXT)
      expect(gone()).toBe(0)
      await fixture.register.update(organizations).set({ pausedAt: null })
      await hourlyRun(hoursAfter(NEXT, 1))
      expect(gone()).toBe(2)
      const left = await queueAt(hoursAfter(NEXT, 1))
      expect(left.at(-1)).toMatchObject({ dueAt: null, waitsFor: [{ kind: 'stopped' }] })
    })

    test('while the App that writes sleeps, the queue waits and asks once a day that it be woken', async () => {
      const { writer } = fixture.platform
      Object.assign(fixture.platform, {
        writer: async () => ({ kind: 'asleep', reason: 'It is suspended.' }),
      })
      await hourlyRun(NEXT)
      expect([gone(), await revocations()]).toEqual([0, []])
      expect(fixture.platform.messages.at(-1)).toMatchObject({
        kind: 'writer_asleep',
        dedupeKey: '6001:2026-11-22',
      })
      Object.assign(fixture.platform, { writer })
      await hourlyRun(hoursAfter(NEXT, 1))
      expect(gone()).toBe(2)
    })
  })

  test('In earnest: while removals are off the same rehearsal runs once, and goes in earnest once they are on', async () => {
    await decidedAll(few.slice(0, 1), { ...atOnce, removals: 'off' })
    await hourlyRun(NEXT)
    await hourlyRun(hoursAfter(NEXT, 1))
    expect(await revocations()).toMatchObject([{ attempt: 1, rehearsal: true, countedAt: null }])
    expect(members()).toHaveLength(1)
    await fixture.register.update(organizations).set({ rules: JSON.stringify({ ...atOnce, removals: 'on' }) })
    await hourlyRun(hoursAfter(NEXT, 2))
    expect(await revocations()).toMatchObject([
      { attempt: 2, rehearsal: false, status: 'done', verified: true },
    ])
    expect(members()).toEqual([])
  })
})
