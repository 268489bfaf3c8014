/** What happens between the last look and a change still stops it: each condition of the write that authorizes a change. */

import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findProposal } from '../../src/register/reviews/proposals.ts'
import { transitionEach } from '../../src/register/reviews/transitions.ts'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { findRevocation } from '../../src/register/revocations/revocations.ts'
import { decisions, notices, organizations, proposals, revocations } from '../../src/register/schema.ts'
import { outdatedTransition } from '../../src/review/close-stale.ts'
import { setLeave } from '../../src/review.ts'
import { decided, fixture, freshGitHub, isMember, review, writes } from '../fixtures/github/revoking.ts'
import { tellAll } from '../fixtures/register/told.ts'

freshGitHub()

/** Runs `action` after the look, when only the change itself is left. */
const atTheLastMoment = (action: () => Promise<unknown>) => {
  const { writer } = fixture.platform
  Object.assign(fixture.platform, {
    writer: async (...args: Parameters<typeof writer>) => {
      await action()
      return writer(...args)
    },
  })
}

const updateOrganization = (change: Partial<typeof organizations.$inferInsert>) => () =>
  fixture.register.update(organizations).set(change)

const updateRevocation = (change: Partial<typeof revocations.$inferInsert>) => () =>
  fixture.register.update(revocations).set(change)

/** A second owner answers as the first has, but for what `otherwise` says. */
const anotherAnswer = async (otherwise: Partial<typeof decisions.$inferInsert>) => {
  const [first] = await fixture.register.select().from(decisions)
  if (first === undefined) throw new Error('somebody has decided')
  await fixture.register
    .insert(decisions)
    .values({ ...first, id: 'second', voter: 'person:2', at: '2026-11-22T06:00:01.000Z', ...otherwise })
}

const aBudgetOfOne = () =>
  updateOrganization({
    rules: JSON.stringify({ noticeDays: 0, coolingHours: 0, removalBudget: { count: 1, share: 1 } }),
  })()

describe('nothing is removed if, after the last look,', () => {
  /** `withdrawn`: it waits, which is no failure. */
  const stopped = async (id: string, sentence: string, status: 'failed' | 'withdrawn' = 'failed') => {
    await fixture.carry(id)
    expect(writes()).toEqual([])
    expect(isMember('felix-moreau')).toBe(true)
    expect(await findRevocation(fixture.register, id)).toMatchObject({
      countedAt: null,
      status,
      reason: expect.stringContaining(sentence),
    })
  }

  test('an owner pauses the organisation', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateOrganization({ pausedAt: fixture.now }))
    await stopped(id, 'An owner paused every removal', 'withdrawn')
  })

  test('an owner stops this one removal', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(() => fixture.register.update(proposals).set({ stoppedAt: fixture.now }))
    await stopped(id, 'An owner stopped this removal', 'withdrawn')
  })

  test('nobody has told the person after all', async () => {
    const id = await decided('felix-moreau')
    await updateOrganization({ rules: JSON.stringify({ noticeDays: 14, coolingHours: 0 }) })()
    await tellAll(fixture.register, '2026-11-08T06:00:00.000Z')
    atTheLastMoment(() => fixture.register.delete(notices))
    await stopped(id, 'The person is still to be told', 'withdrawn')
  })

  test('the person says that they are away', async () => {
    const id = await decided('felix-moreau')
    const account = fixture.id('felix-moreau')
    const by = { kind: 'person', id: account, login: 'felix-moreau' } as const
    atTheLastMoment(() =>
      setLeave(fixture.platform, { account, orgId: null, until: '2027-05-01', by }, fixture.now),
    )
    await stopped(id, 'waits, as the review says to owners', 'withdrawn')
  })

  test('an owner switches removals off', async () => {
    const id = await decided('felix-moreau')
    const rules = JSON.stringify({ noticeDays: 0, coolingHours: 0, removals: 'off' })
    atTheLastMoment(updateOrganization({ rules }))
    await stopped(id, 'Removals were switched off', 'withdrawn')
  })

  test('the organisation takes the App back', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateOrganization({ closedAt: fixture.now }))
    await stopped(id, 'Nothing further was removed')
  })

  test('the removal budget is spent on somebody else', async () => {
    const reviewId = await review()
    const id = await decided('felix-moreau', {}, reviewId)
    const other = await decided('wei-sandoval', {}, reviewId)
    await aBudgetOfOne()
    atTheLastMoment(() =>
      fixture.register.update(revocations).set({ countedAt: fixture.now }).where(eq(revocations.id, other)),
    )
    await stopped(id, 'The removal budget was spent', 'withdrawn')
  })

  test('another revocation holds the lock', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateOrganization({ revoking: 'another' }))
    await stopped(id, 'Another revocation of the organisation is under way', 'withdrawn')
  })

  test('the lock expires: from then on another revocation may acquire it', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateOrganization({ revokingUntil: fixture.now }))
    await stopped(id, 'another run took over')
  })

  test('what is needed to give it back is no longer stored', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateRevocation({ snapshot: null }))
    await stopped(id, 'Nothing further was removed')
  })

  test('an audit closes the proposal', async () => {
    const id = await decided('felix-moreau')
    const proposal = await findProposal(fixture.register, id)
    const sentence = 'A newer act of theirs is known by now: a push.'
    atTheLastMoment(async () => {
      if (proposal !== null)
        await transitionEach(fixture.register, 6001, [
          outdatedTransition({ proposal, staleness: { kind: 'more_access', sentence } }, fixture.now),
        ])
    })
    await stopped(id, sentence, 'withdrawn')
  })

  test('the vote that decided it ends', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(() =>
      fixture.register.update(decisions).set({ endedAt: fixture.now, endedBecause: 'no_owner' }),
    )
    await stopped(id, 'an answer has changed')
  })

  test.each([
    ['to keep it', { decision: 'keep', role: null }],
    ['to lower it to another role', { decision: 'downgrade', role: 'read' }],
  ] as const)('another owner answers %s', async (_, answer) => {
    const id = await decided('felix-moreau')
    atTheLastMoment(() => anotherAnswer(answer))
    await stopped(id, 'an answer has changed')
  })

  test('another owner answers the same, the removal goes on', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(() => anotherAnswer({}))
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
  })

  test('a rehearsal is asked for: nothing is sent, and it is told as one', async () => {
    const id = await decided('felix-moreau')
    await fixture.carry(id, {
      before: ({ kind }) => {
        if (kind === 'remove') Object.assign(fixture.platform.deployment, { rehearsal: 'REHEARSAL is on.' })
      },
    })
    expect(writes()).toEqual([])
    expect((await findOutcomes(fixture.register, id))[0]).toMatchObject({ status: 'rehearsed' })
  })

  test('the revocation ends', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateRevocation({ status: 'withdrawn' }))
    await fixture.carry(id)
    expect(writes()).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'withdrawn', countedAt: null })
  })

  test('a later attempt takes over', async () => {
    const id = await decided('felix-moreau')
    atTheLastMoment(updateRevocation({ attempt: 2 }))
    await expect(fixture.carry(id)).rejects.toThrow('overtaken')
    expect(writes()).toEqual([])
    expect(await findRevocation(fixture.register, id)).toMatchObject({ status: 'running', countedAt: null })
  })
})

describe('the removal budget of an organisation is not spent by', () => {
  test('what another organisation removes', async () => {
    await aBudgetOfOne()
    const id = await decided('felix-moreau')
    const [mine] = await fixture.register.select().from(proposals).where(eq(proposals.id, id))
    const [started] = await fixture.register.select().from(revocations).where(eq(revocations.id, id))
    if (mine === undefined || started === undefined) throw new Error('the revocation was started')
    const theirs = { id: 'theirs', orgId: 7001 }
    await fixture.register.insert(proposals).values({ ...mine, ...theirs, reviewId: 'theirs' })
    await fixture.register.insert(revocations).values({ ...started, ...theirs, countedAt: fixture.now })
    await fixture.carry(id)
    expect(isMember('felix-moreau')).toBe(false)
  })

  test('a deploy key: the budget counts people', async () => {
    await aBudgetOfOne()
    const reviewId = await review()
    await fixture.carry(await decided('never-used', {}, reviewId))
    expect(writes()).toHaveLength(1)
    await fixture.carry(await decided('felix-moreau', {}, reviewId))
    expect(isMember('felix-moreau')).toBe(false)
  })

  test('what was removed more than 24 hours ago', async () => {
    await aBudgetOfOne()
    const reviewId = await review()
    const other = await decided('wei-sandoval', {}, reviewId)
    await fixture.register
      .update(revocations)
      .set({ status: 'done', countedAt: '2026-11-21T05:59:59.000Z' })
      .where(eq(revocations.id, other))
    await fixture.carry(await decided('felix-moreau', {}, reviewId))
    expect(isMember('felix-moreau')).toBe(false)
  })
})
