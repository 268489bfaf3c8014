/** One audit of a soak, begun by the cron and waited for, through the death of the process if its plan has one. */
import { setTimeout as sleep } from 'node:timers/promises'
import { rngFrom } from '../bench/world/rng.ts'
import type { Whole } from '../local/whole.ts'
import { makeMove } from './moves.ts'
import { type Plan, RANDOM_FAULTS } from './plan.ts'

const HOUR = 3_600_000
/** Real time after which an audit is said never to end, in milliseconds. */
const PATIENCE = 180_000
const LOOK_EVERY = 50

export interface Ended {
  readonly whole: Whole
  /** `never ended` where patience did. */
  readonly status: string
  readonly failure: string | null
}

/** The day's audit, with GitHub failing by the plan; null: nothing fails. */
export async function oneDay(
  begun: Whole,
  organization: string,
  at: string,
  plan: Plan | null,
): Promise<Ended> {
  let whole = begun
  const { github } = whole
  github.setNow(at)
  const death = plan === null ? null : failBy(whole, organization, plan)
  await cron(whole, at)
  let killed = death === null
  for (const until = performance.now() + PATIENCE; performance.now() < until; await sleep(LOOK_EVERY)) {
    if (death?.due() && !killed) {
      killed = true
      whole = await whole.restart()
      // The lease of the lane that died has run out by then.
      await cron(whole, new Date(Date.parse(at) + 2 * HOUR).toISOString())
    }
    const audit = await auditOf(whole, at)
    // The cron met GitHub's faults before there was an audit: the next hour's finds it due.
    if (audit === null) await cron(whole, at)
    else if (audit.status !== 'queued' && audit.status !== 'running') {
      github.faults.clear()
      return { whole, ...audit }
    }
  }
  github.faults.clear()
  return { whole, status: 'never ended', failure: (await auditOf(whole, at))?.step ?? null }
}

function failBy(
  { github }: Whole,
  organization: string,
  { seed, rate, burst, moves, killedAt }: Plan,
): { due(): boolean } | null {
  const { faults } = github
  const rng = rngFrom(seed)
  if (rate > 0) faults.random(seed, rate, RANDOM_FAULTS)
  if (burst !== null) faults.failMatching(burst.match, burst.how, burst.times)
  for (const { move, before, nth } of moves)
    faults.before(before, nth, () => makeMove(github, organization, move, rng))
  if (killedAt === null) return null
  let due = false
  faults.before({}, killedAt, () => {
    due = true
  })
  return { due: () => due }
}

/** A cron that failed is followed by the next hour's, some time by one that GitHub answers. */
async function cron({ worker }: Whole, at: string): Promise<void> {
  for (let hour = 1; ; hour += 1) {
    try {
      return await worker.scheduled(at)
    } catch (trouble) {
      if (hour === HOURS) throw trouble
    }
  }
}

/** So many times in a row GitHub does not fail by chance. */
const HOURS = 8

async function auditOf({ worker }: Whole, at: string) {
  const database = await worker.database()
  return database
    .prepare('SELECT status, failure, step FROM audits WHERE substr(as_of, 1, 10) = ?1')
    .bind(at.slice(0, 10))
    .first<{ status: string; failure: string | null; step: string }>()
}
