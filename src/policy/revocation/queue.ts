/** The queue: decided proposals on their way to being carried out, each with its day and what it waits for. */

import { hoursAfter, isBefore, latest } from '../calendar.ts'
import type { NoticePeriod } from '../people/notices/notice-period.ts'
import type { Rules } from '../rules/rules.ts'
import type { Instant, ProposalStatus } from '../words.ts'
import { earliestRemoval, endsOfWaiting } from './earliest-removal.ts'
import { type Moving, queueDays } from './queue-days.ts'
import { removalBudget } from './safety-checks.ts'

/** What is known of a decided proposal that has not ended. */
export interface Queued {
  readonly proposal: string
  readonly status: ProposalStatus
  readonly isAccount: boolean
  readonly rank: number
  readonly openedAt: Instant
  /** What is known of its person's notice. */
  readonly notice: NoticePeriod
  /** Since when the votes that stand decide it; null where they do not. */
  readonly decidedAt: Instant | null
  /** The rules that bind it (policy/rules/rule-versions.ts). */
  readonly rules: Rules
  /** When an owner stopped its carrying out; null while it may go on. */
  readonly stoppedAt: Instant | null
  /** Until when the person is away; null or absent while they are not. */
  readonly awayUntil?: Instant | null
  /** The newest attempt; null before the first. */
  readonly attempt: {
    readonly status:
      | 'pending'
      | 'running'
      | 'done'
      | 'failed'
      | 'by_hand'
      | 'withdrawn'
      | 'restoring'
      | 'restored'
    readonly rehearsal: boolean
    readonly startedAt: Instant
    readonly finishedAt: Instant | null
  } | null
}

/** What the whole queue depends on. */
export interface QueueState {
  readonly now: Instant
  /** When an owner paused every removal; null while they may go on. */
  readonly pausedAt: Instant | null
  readonly inEarnest: boolean
  /** How many accounts have access, of which the budget's share is taken. */
  readonly accounts: number
  /** When each account counted that was removed, or rehearsed, in the last 24 hours. */
  readonly spent: readonly Instant[]
}

/**
 * `notice`, `cooling`, `away`, `budget`: time alone, `until` then; `notice` without it: an owner has to tell the person first. `again`: the last attempt met trouble before it changed anything,
 * and is repeated `until` then. `paused`, `stopped`: an owner starts it again. `second_vote`: too few votes stand. `earnest`:
 * what is done meanwhile is a rehearsal. `by_hand`: people follow its links. `owner`: half of it is done, and an owner
 * chooses what becomes of it. `running`: nothing.
 */
export const WAIT_KINDS = [
  'notice',
  'cooling',
  'away',
  'budget',
  'again',
  'paused',
  'stopped',
  'second_vote',
  'earnest',
  'by_hand',
  'owner',
  'running',
] as const
/** One thing that a proposal in the queue waits for. */
export interface Wait {
  readonly kind: (typeof WAIT_KINDS)[number]
  readonly until?: Instant
}

/** A place in the queue. */
export interface QueueItem<Q extends Queued = Queued> {
  readonly queued: Q
  /** The earliest moment at which it is carried out, given notice, cooling time and budget; null where a person has to act first. */
  readonly dueAt: Instant | null
  readonly waitsFor: readonly Wait[]
  /** How many accounts go in 24 hours by the rules that bind it; null where it counts for none, or does not move. */
  readonly budget: number | null
}

/** The queue in order: what has a day first, by day, risk and decision. */
export function queueItems<Q extends Queued>(
  queued: readonly Q[],
  state: QueueState,
): readonly QueueItem<Q>[] {
  const held = queued.flatMap((each): QueueItem<Q>[] => {
    const item = heldItem(each, state)
    return item === null ? [] : [{ queued: each, ...item, budget: null }]
  })
  const known = new Set(held.map(({ queued: { proposal } }) => proposal))
  const free = new Map(
    queued.filter(({ proposal }) => !known.has(proposal)).map((each) => [each.proposal, each]),
  )
  const moving = [...free.values()].map((each) => movingOf(each, state))
  const days = queueDays(moving, state.spent, state.now)
  const placed = new Map(moving.map((each) => [each.proposal, each]))
  const items = [...days].flatMap(([proposal, dueAt]): QueueItem<Q>[] => {
    const each = free.get(proposal)
    const place = placed.get(proposal)
    if (each === undefined || place === undefined) return []
    const waitsFor = waitsOf(each, dueAt, place.notBefore, state)
    return [{ queued: each, dueAt, waitsFor, budget: place.budget }]
  })
  const [withDay, without] = [
    held.filter(({ dueAt }) => dueAt !== null),
    held.filter(({ dueAt }) => dueAt === null),
  ]
  return [...withDay, ...items, ...without]
}

/** Whether the hourly run may start it now: it waits for nothing, or is to be rehearsed. */
export function mayStart({ waitsFor }: Pick<QueueItem, 'waitsFor'>): boolean {
  return waitsFor.every(({ kind }) => kind === 'earnest')
}

/** One that does not move by itself; null for all others. */
function heldItem(each: Queued, { inEarnest }: QueueState): Pick<QueueItem, 'dueAt' | 'waitsFor'> | null {
  const { attempt, status, stoppedAt, decidedAt } = each
  if (attempt !== null && (attempt.status === 'pending' || attempt.status === 'running'))
    return { dueAt: attempt.startedAt, waitsFor: [{ kind: 'running' }] }
  if (stoppedAt !== null) return { dueAt: null, waitsFor: [{ kind: 'stopped' }] }
  const isLeftToPeople = attempt?.status === 'by_hand' || attempt?.status === 'done'
  if (isLeftToPeople && !(inEarnest && attempt.rehearsal)) {
    const rehearsed = attempt.rehearsal ? [{ kind: 'earnest' } as const] : []
    return { dueAt: attempt.startedAt, waitsFor: [{ kind: 'by_hand' }, ...rehearsed] }
  }
  if (status === 'failed') return { dueAt: null, waitsFor: [{ kind: 'owner' }] }
  if (decidedAt === null) return { dueAt: null, waitsFor: [{ kind: 'second_vote' }] }
  if (earliestRemoval(each, { at: decidedAt }, each.rules) === null)
    return { dueAt: null, waitsFor: [{ kind: 'notice' }] }
  return null
}

function movingOf(each: Queued, { accounts }: QueueState): Moving {
  const { proposal, rank, rules, openedAt, isAccount } = each
  const decidedAt = each.decidedAt ?? openedAt
  // Whoever is still to be told is held, and does not come here.
  const over = earliestRemoval(each, { at: decidedAt }, rules) ?? decidedAt
  const notBefore = latest(over, againAt(each), each.awayUntil) ?? over
  return { proposal, rank, decidedAt, notBefore, budget: isAccount ? removalBudget(rules, accounts) : null }
}

/** When an attempt is repeated that failed before it changed anything; null where none did. */
function againAt({ attempt }: Queued): Instant | null {
  if (attempt === null || attempt.status !== 'failed') return null
  return hoursAfter(attempt.finishedAt ?? attempt.startedAt, AGAIN_HOURS)
}

/** A trouble that lasts is told once a day. */
const AGAIN_HOURS = 24

function waitsOf(
  each: Queued,
  dueAt: Instant,
  notBefore: Instant,
  { now, pausedAt, inEarnest }: QueueState,
): readonly Wait[] {
  const { openedAt, notice, rules } = each
  const again = againAt(each)
  const time: readonly Wait[] = [
    ...endsOfWaiting({ openedAt, notice, decidedAt: each.decidedAt ?? openedAt, rules }).flatMap(
      ({ kind, until }) => (until === null ? [] : [{ kind, until }]),
    ),
    ...(each.awayUntil == null ? [] : [{ kind: 'away', until: each.awayUntil } as const]),
    ...(again === null ? [] : [{ kind: 'again', until: again } as const]),
  ]
  return [
    ...time.filter(({ until }) => until !== undefined && isBefore(now, until)),
    ...(isBefore(now, dueAt) && isBefore(notBefore, dueAt)
      ? [{ kind: 'budget', until: dueAt } as const]
      : []),
    ...(pausedAt === null ? [] : [{ kind: 'paused' } as const]),
    ...(inEarnest ? [] : [{ kind: 'earnest' } as const]),
  ]
}
