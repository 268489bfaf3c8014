/** What was read about a person is at most ten minutes old when access is removed, however long GitHub makes it wait. */

import { describe, expect, test } from 'vitest'
import { type RevocationParameters, startRevocationInstance } from '../../src/platform/instances.ts'
import type { RevocationPart } from '../../src/platform.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { findProposal } from '../../src/register/reviews/proposals.ts'
import { transitionEach } from '../../src/register/reviews/transitions.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { outdatedTransition } from '../../src/review/close-stale.ts'
import { startRevocation } from '../../src/review.ts'
import { LAB } from '../fixtures/github/revocation.ts'
import {
  decided,
  directOf,
  fixture,
  freshGitHub,
  isMember,
  owner,
  statusOf,
  teamsOf,
  writes,
} from '../fixtures/github/revoking.ts'

freshGitHub()

const minutesOn = (minutes: number) => hoursAfter(fixture.now, minutes / 60)

/** A clock that stands still at the fixture's moment until it is set. */
const clock = () => {
  let minutes = 0
  return {
    now: () => minutesOn(minutes),
    to: (later: number) => {
      minutes = later
      fixture.github.setNow(minutesOn(later))
    },
  }
}

const act = (
  minutes: number,
  done: { kind: 'issue_comment'; n: number } | { kind: 'push'; branch: string; repo: string },
) =>
  fixture.github.act({ actor: 'felix-moreau', owner: LAB, repo: 'lichen', at: minutesOn(minutes), ...done })

const COMMENT = { kind: 'issue_comment', n: 3 } as const
const PUSH = { kind: 'push', branch: 'fix', repo: 'website' } as const

describe('access is not removed', () => {
  test.each([
    ['commented', COMMENT],
    ['pushed', PUSH],
  ])('from someone who has %s while the removal waited for GitHub after the look', async (_, done) => {
    const id = await decided('felix-moreau')
    const { now, to } = clock()
    await fixture.carry(id, {
      now,
      before: ({ kind }) => {
        if (kind !== 'remove') return
        to(18)
        act(18, done)
        to(42)
      },
    })
    expect(writes()).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'withdrawn' })
    expect(await statusOf(id)).toBe('stale')
  })

  test('from someone who was active while the look itself waited for GitHub', async () => {
    const id = await decided('felix-moreau')
    const { now, to } = clock()
    await fixture.carry(id, {
      now,
      before: ({ kind }) => {
        if (kind !== 'look_again') return
        to(30)
        act(30, COMMENT)
        to(60)
      },
    })
    expect(writes()).toEqual([])
    expect(await statusOf(id)).toBe('stale')
  })

  test('once an audit has closed the proposal, which stays closed', async () => {
    const id = await decided('felix-moreau')
    const sentence = 'A newer act of theirs is known by now: a push.'
    await fixture.carry(id, {
      before: async ({ kind }) => {
        const proposal = await findProposal(fixture.register, id)
        if (kind !== 'remove' || proposal === null) return
        await transitionEach(fixture.register, 6001, [
          outdatedTransition({ proposal, staleness: { kind: 'more_access', sentence } }, fixture.now),
        ])
      },
    })
    expect(writes()).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({
      status: 'withdrawn',
      countedAt: null,
      reason: `${sentence} The proposal no longer stands; nothing further was removed.`,
    })
    expect(await findProposal(fixture.register, id)).toMatchObject({ status: 'stale', stale: sentence })
    await expect(startRevocation(fixture.platform, id, owner(), fixture.now)).rejects.toThrow(
      'no longer stands',
    )
  })

  test.each([
    ['look', { kind: 'look_again' }],
    ['removal', { kind: 'remove', from: 0, steps: 1 }],
  ] as const)(
    'by a %s that an earlier version has started, before acts were read again',
    async (_, first) => {
      const id = await decided('felix-moreau')
      await fixture.register.run(`update revocations set status = 'running', before_image = '{}'`)
      act(0, COMMENT)
      await fixture.carry(id, { first })
      expect(writes()).toEqual([])
      expect(await statusOf(id)).toBe('stale')
    },
  )

  test('if twelve rounds came too late; it can be started again', async () => {
    const id = await decided('felix-moreau')
    const { now, to } = clock()
    let rounds = 0
    await fixture.carry(id, {
      now,
      before: ({ kind }) => {
        if (kind === 'newer_acts') rounds += 1
        if (kind === 'remove') to(rounds * 11)
      },
    })
    expect(rounds).toBe(12)
    expect(writes()).toEqual([])
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'failed', countedAt: null })
    expect(revocation?.reason).toContain('was read 12 times')
    expect(await statusOf(id)).toBe('decided')
    await startRevocation(fixture.platform, id, owner(), now())
    await fixture.carry(id, { attempt: 2, now })
    expect(isMember('felix-moreau')).toBe(false)
  })
})

describe('a removal that waits for GitHub in the middle', () => {
  /** An hour passes with the first change. */
  const anHourAfterTheFirst = () => minutesOn(writes().length === 0 ? 0 : 60)

  test('reads again what they have done, and removes everything once and only once', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    const parts: string[] = []
    await fixture.carry(id, { now: anHourAfterTheFirst, before: ({ kind }) => void parts.push(kind) })
    const round = ['newer_acts', 'look_again', 'remove']
    expect(parts).toEqual([...round, ...round, 'verify'])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'done', verified: true })
    expect([teamsOf('carla-nunes'), directOf('carla-nunes')]).toEqual([[], ['lichen:triage']])
    const changes = writes().map(({ method, path }) => `${method} ${path}`)
    expect(changes.length).toBeGreaterThan(1)
    expect(new Set(changes).size).toBe(changes.length)
    const { items } = await findHistoryPage(fixture.register, 6001, null, 50)
    expect(items.filter((entry) => entry.act === 'removed')).toHaveLength(changes.length)
    expect(items.filter((entry) => entry.act === 'revocation_done')).toHaveLength(1)
  })

  test('leaves the rest to someone who was active meanwhile, and says that something was removed', async () => {
    const id = await decided('carla-nunes', { decision: 'downgrade', role: 'triage' })
    await fixture.carry(id, {
      now: anHourAfterTheFirst,
      before: ({ kind }) => {
        if (kind !== 'newer_acts' || writes().length === 0) return
        fixture.github.setNow(minutesOn(60))
        const at = minutesOn(40)
        fixture.github.act({ actor: 'carla-nunes', owner: LAB, repo: 'lichen', at, ...COMMENT })
      },
    })
    expect(writes()).toHaveLength(1)
    const revocation = await findRevocation(fixture.register, id)
    expect(revocation).toMatchObject({ status: 'failed' })
    expect(revocation?.reason).toContain('Nothing further was removed')
    expect(await statusOf(id)).toBe('stale')
  })

  test('runs each part of each round in an instance of its own', async () => {
    const parts: RevocationPart[] = []
    for (const round of [1, 2, 12]) {
      const reading = { round, at: fixture.now }
      parts.push({ kind: 'newer_acts', round }, { kind: 'look_again', reading })
      for (const from of [0, 3]) parts.push({ kind: 'remove', from, steps: 6, reading })
    }
    const names: string[] = []
    // The cast: only createBatch of the Workflow is used.
    const workflow = {
      createBatch: async (batch: { instances: readonly { id: string }[] }) => {
        names.push(...batch.instances.map((instance) => instance.id))
        return { errors: [] }
      },
    } as unknown as Workflow<RevocationParameters>
    for (const part of parts) await startRevocationInstance(workflow, { id: 'a', attempt: 1, part }, 0)
    expect(new Set(names).size).toBe(parts.length)
    expect(names).toContain('revoke-a-1-remove-3')
    expect(names).toContain('revoke-a-1-round-2-remove-3')
  })
})
