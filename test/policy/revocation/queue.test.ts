/** The queue: its order, the day of each, and what it waits for, over simulated days. */
import { describe, expect, it } from 'vitest'
import { mayStart, type Queued, type QueueState, queueItems } from '../../../src/policy/revocation/queue.ts'
import { budgetFreeAt } from '../../../src/policy/revocation/queue-days.ts'
import { DEFAULT_RULES, type Rules } from '../../../src/policy/rules/rules.ts'
import type { Instant } from '../../../src/policy/words.ts'

const OPENED: Instant = '2026-11-22T06:00:00.000Z'
const NOW: Instant = '2026-11-29T12:30:00.000Z'
/** Fourteen days after the opening. */
const NOTICED = '2026-12-06T06:00:00.000Z'

const queued = (proposal: string, change: Partial<Queued> = {}): Queued => ({
  proposal,
  status: 'decided',
  isAccount: true,
  rank: 1,
  openedAt: OPENED,
  notice: { kind: 'from_opening' },
  decidedAt: '2026-11-23T09:00:00.000Z',
  rules: budget(10),
  stoppedAt: null,
  attempt: null,
  ...change,
})
const state = (change: Partial<QueueState> = {}): QueueState => ({
  now: NOW,
  pausedAt: null,
  inEarnest: true,
  accounts: 400,
  spent: [],
  ...change,
})
const attempt = (change: Partial<NonNullable<Queued['attempt']>>): Queued['attempt'] => ({
  status: 'done',
  rehearsal: false,
  startedAt: NOW,
  finishedAt: NOW,
  ...change,
})
const people = (n: number, change: Partial<Queued> = {}) =>
  Array.from({ length: n }, (_, index) => queued(`p${String(index).padStart(4, '0')}`, change))
const one = (change: Partial<Queued>, about: Partial<QueueState> = {}) => {
  const [item] = queueItems([queued('one', change)], state(about))
  if (item === undefined) throw new Error('it is in the queue')
  return { dueAt: item.dueAt, waitsFor: item.waitsFor, starts: mayStart(item) }
}
const daysOf = (entries: readonly Queued[], about: Partial<QueueState> = {}) => {
  const days = new Map<string, number>()
  for (const { dueAt } of queueItems(entries, state(about)))
    days.set(dueAt?.slice(0, 10) ?? 'no day', (days.get(dueAt?.slice(0, 10) ?? 'no day') ?? 0) + 1)
  return [...days]
}

describe('the order', () => {
  it('is by due day, then risk, then decision', () => {
    const entries = [
      queued('later day', { openedAt: '2026-11-23T05:00:00.000Z', rank: 9 }),
      queued('low', { rank: 1 }),
      queued('high', { rank: 5 }),
      queued('high, decided first', { rank: 5, decidedAt: '2026-11-22T09:00:00.000Z' }),
    ]
    expect(queueItems(entries, state()).map((item) => item.queued.proposal)).toEqual([
      'high, decided first',
      'high',
      'low',
      'later day',
    ])
  })
})

describe('the day of each', () => {
  it('is when notice and cooling time are over', () => {
    expect(one({})).toEqual({
      dueAt: NOTICED,
      waitsFor: [{ kind: 'notice', until: NOTICED }],
      starts: false,
    })
    const lately = one({ openedAt: '2026-11-01T06:00:00.000Z', decidedAt: '2026-11-29T12:00:00.000Z' })
    expect(lately.waitsFor).toEqual([{ kind: 'cooling', until: '2026-11-30T12:00:00.000Z' }])
    expect(lately.dueAt).toBe('2026-11-30T12:00:00.000Z')
  })

  it('is filled up by the budget, day after day', () => {
    expect(daysOf(people(25))).toEqual([
      ['2026-12-06', 10],
      ['2026-12-07', 10],
      ['2026-12-08', 5],
    ])
  })

  it('is later while what was removed in the last 24 hours spends the budget', () => {
    const entries = people(1, { openedAt: '2026-11-01T06:00:00.000Z', rules: budget(1) })
    const spent: Instant[] = ['2026-11-29T06:00:10.000Z']
    const [item] = queueItems(entries, state({ spent }))
    expect(item).toMatchObject({
      dueAt: '2026-11-30T07:00:00.000Z',
      waitsFor: [{ kind: 'budget', until: '2026-11-30T07:00:00.000Z' }],
    })
    expect(budgetFreeAt(spent, 1, NOW)).toBe('2026-11-30T06:00:10.000Z')
  })

  it('never holds more accounts in any 24 hours than the budget, whatever comes due when', () => {
    const entries = people(120).map((each, index) => ({
      ...each,
      openedAt: `2026-11-${22 + (index % 5)}T${String(index % 24).padStart(2, '0')}:00:00.000Z` as Instant,
      rank: index % 7,
    }))
    const moments = queueItems(entries, state()).map(({ dueAt }) => Date.parse(dueAt ?? ''))
    expect(moments).toHaveLength(120)
    for (const moment of moments)
      expect(moments.filter((at) => at > moment - 86_400_000 && at <= moment).length).toBeLessThanOrEqual(10)
  })

  it('spends nothing of the budget on a credential or an invitation', () => {
    const keys = people(30, { isAccount: false })
    expect(daysOf(keys)).toEqual([['2026-12-06', 30]])
  })

  it('is not moved by one that waits: the next goes in its place', () => {
    const entries = people(12).map((each, index) => (index < 3 ? { ...each, stoppedAt: NOW } : each))
    expect(daysOf(entries)).toEqual([
      ['2026-12-06', 9],
      ['no day', 3],
    ])
  })

  it('is the same every hour until then: the promise is kept', () => {
    const entries = people(25)
    const promised = queueItems(entries, state())
    for (let hours = 1; hours < 24 * 6; hours += 5) {
      const now = new Date(Date.parse(NOW) + hours * 3_600_000).toISOString() as Instant
      expect(queueItems(entries, state({ now })).map(({ dueAt }) => dueAt)).toEqual(
        promised.map(({ dueAt }) => dueAt),
      )
    }
  })
})

describe('it waits', () => {
  it('for an owner to tell the person first, without a day, and holds up nobody', () => {
    expect(one({ notice: { kind: 'owed' } })).toMatchObject({ dueAt: null, waitsFor: [{ kind: 'notice' }] })
    const tried = { kind: 'tried', way: 'mail', at: OPENED, nextFrom: NOTICED } as const
    expect(one({ notice: tried })).toMatchObject({ dueAt: null, waitsFor: [{ kind: 'notice' }] })
    const entries = people(12).map((each, index) =>
      index < 3 ? { ...each, notice: { kind: 'owed' } as const } : each,
    )
    expect(daysOf(entries)).toEqual([
      ['2026-12-06', 9],
      ['no day', 3],
    ])
  })

  it('for the notice from the day on which the person was told', () => {
    const notice = { kind: 'sent', at: '2026-11-28T06:00:00.000Z', way: 'mail' } as const
    const over = '2026-12-12T06:00:00.000Z'
    expect(one({ notice })).toMatchObject({ dueAt: over, waitsFor: [{ kind: 'notice', until: over }] })
  })

  const due = { openedAt: '2026-11-01T06:00:00.000Z' } as const

  it('for nothing once it is due', () => {
    expect(one(due)).toMatchObject({ waitsFor: [], starts: true })
  })

  it('for an owner where one paused every removal or stopped this one', () => {
    expect(one(due, { pausedAt: NOW })).toMatchObject({ waitsFor: [{ kind: 'paused' }], starts: false })
    expect(one({ ...due, stoppedAt: NOW })).toMatchObject({ dueAt: null, waitsFor: [{ kind: 'stopped' }] })
  })

  it('for a second vote where too few stand', () => {
    expect(one({ ...due, decidedAt: null })).toMatchObject({
      waitsFor: [{ kind: 'second_vote' }],
      starts: false,
    })
  })

  it('for a day after a trouble that changed nothing, and for an owner where half of it is done', () => {
    const failed = attempt({ status: 'failed', finishedAt: '2026-11-29T12:00:00.000Z' })
    expect(one({ ...due, attempt: failed })).toMatchObject({
      waitsFor: [{ kind: 'again', until: '2026-11-30T12:00:00.000Z' }],
    })
    expect(one({ ...due, status: 'failed', attempt: failed }).waitsFor).toEqual([{ kind: 'owner' }])
  })

  it('while it runs', () => {
    expect(one({ ...due, attempt: attempt({ status: 'running' }) })).toMatchObject({
      waitsFor: [{ kind: 'running' }],
      starts: false,
    })
  })

  it('after a withdrawn attempt only for what it waited for: that was no failure', () => {
    expect(one({ ...due, attempt: attempt({ status: 'withdrawn' }) })).toMatchObject({
      waitsFor: [],
      starts: true,
    })
  })
})

describe('a rehearsal', () => {
  const due = { openedAt: '2026-11-01T06:00:00.000Z' } as const
  const rehearsed = { ...due, attempt: attempt({ rehearsal: true }) }

  it('is started on its day, once, and then waits for people', () => {
    expect(one(due, { inEarnest: false })).toMatchObject({ waitsFor: [{ kind: 'earnest' }], starts: true })
    expect(one(rehearsed, { inEarnest: false })).toMatchObject({
      waitsFor: [{ kind: 'by_hand' }, { kind: 'earnest' }],
      starts: false,
    })
  })

  it('is taken up again once the run would be in earnest', () => {
    expect(one(rehearsed)).toMatchObject({ waitsFor: [], starts: true })
    expect(one({ ...due, attempt: attempt({ status: 'by_hand' }) })).toMatchObject({
      waitsFor: [{ kind: 'by_hand' }],
      starts: false,
    })
  })
})

function budget(count: number): Rules {
  return { ...DEFAULT_RULES, removalBudget: { count, share: 1 } }
}
