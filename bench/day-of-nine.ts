/** A day of nine organisations in one deployment, held against every daily limit of Cloudflare's Free plan. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Whole } from '../local/whole.ts'
import { type CpuWatch, type Time, watchCpu } from './meter/cpu.ts'
import { databaseBetween } from './meter/database.ts'
import type { Metered, Tally } from './meter/meter.ts'
import { meteredOf } from './meter/meters.ts'
import { FREE_PLAN, startMetered } from './meter/start.ts'
import type { Target } from './table.ts'
import { type Size, syntheticWorlds } from './world/synthetic-world.ts'

/** About the members and repositories of nine organisations of scientific Python. */
const NINE: Readonly<Record<string, Size>> = {
  one: { members: 117, repositories: 30, acts: 8000 },
  two: { members: 134, repositories: 22, acts: 8000 },
  three: { members: 29, repositories: 12, acts: 3000 },
  four: { members: 52, repositories: 18, acts: 4000 },
  five: { members: 20, repositories: 40, acts: 2000 },
  six: { members: 18, repositories: 45, acts: 2000 },
  seven: { members: 17, repositories: 35, acts: 2000 },
  eight: { members: 27, repositories: 40, acts: 3000 },
  nine: { members: 55, repositories: 35, acts: 4000 },
}

const HOUR = 3_600_000

/** The first audits, a day on which nothing changed, and the day on which all nine reviews open. */
const DAYS = [
  { day: 'first', after: 0 },
  { day: 'unchanged', after: 1 },
  { day: 'reviews open', after: 15 },
] as const

/** All of one day (UTC), of the whole deployment. */
export interface Day {
  readonly day: (typeof DAYS)[number]['day']
  readonly audits: number
  readonly proposals: number
  /** Steps of Workflows that ended; retries are not billed. */
  readonly steps: number
  /** Runs of the Worker: crons and steps. */
  readonly runs: number
  readonly rowsRead: number
  readonly rowsWritten: number
  /** The most requests out of the house, and to D1, of any one instance or cron. */
  readonly external: number
  readonly database: number
  /** Milliseconds of processor time: the isolate's by its runs (steps of several organisations run at once), and the dearest cron. */
  readonly cpu: { readonly mean: number; readonly cron: number }
}

/** Fires every cron of three days and counts. */
export async function daysOfNine(seed: number, ended: (day: Day) => void): Promise<readonly Day[]> {
  const world = syntheticWorlds(NINE, seed)
  const { whole, inspected, close } = await startMetered(world, FREE_PLAN)
  const days: Day[] = []
  try {
    const cpu = await watchCpu(inspected)
    const begin = Date.parse(world.now)
    for (const { day, after } of DAYS) {
      const measured = await measuredDay(whole, cpu, day, begin + after * 24 * HOUR)
      days.push(measured)
      ended(measured)
    }
  } finally {
    await close()
  }
  return days
}

async function measuredDay(whole: Whole, cpu: CpuWatch, day: Day['day'], begin: number): Promise<Day> {
  const before = await meteredOf(whole)
  const crons: Time[] = []
  let busy = 0
  let seen = before.tallies.length
  for (let hour = 0; hour < 24; hour += 1) {
    const at = new Date(begin + hour * HOUR).toISOString()
    whole.github.setNow(at.replace('.000Z', 'Z'))
    await cpu.begin()
    await whole.worker.scheduled(at)
    const { tallies } = await untilQuiet(whole)
    const news = tallies.slice(seen)
    seen = tallies.length
    const times = await cpu.times(news)
    crons.push(...times.cron)
    busy += times.all
  }
  const after = await meteredOf(whole)
  const tallies = after.tallies.slice(before.tallies.length)
  const { rowsRead, rowsWritten } = databaseBetween(before, after)
  const byInstance = [
    ...Map.groupBy(tallies, ({ kind, name }) => (kind === 'step' ? name.split(' ')[0] : name)).values(),
  ]
  const most = (of: (tally: Tally) => number) =>
    Math.max(...byInstance.map((all) => all.reduce((sum, tally) => sum + of(tally), 0)))
  return {
    day,
    ...(await endedOn(whole, begin)),
    steps: new Set(tallies.filter(({ kind }) => kind === 'step').map(({ name }) => name)).size,
    runs: tallies.length,
    rowsRead,
    rowsWritten,
    external: most(({ external }) => external),
    database: most(({ database }) => database),
    cpu: { mean: busy / tallies.length, cron: Math.max(...crons.map(({ ms }) => ms)) },
  }
}

/** What has been metered once nothing has happened for a second. */
async function untilQuiet(whole: Whole): Promise<Metered> {
  for (let last = -1; ; ) {
    const metered = await meteredOf(whole)
    const running = await (await whole.worker.database())
      .prepare("SELECT count(*) AS n FROM audits WHERE status IN ('queued', 'running')")
      .first<{ n: number }>()
    if (running?.n === 0 && metered.database.calls === last) return metered
    last = metered.database.calls
    await sleep(1000)
  }
}

async function endedOn(whole: Whole, begin: number): Promise<Pick<Day, 'audits' | 'proposals'>> {
  const day = new Date(begin).toISOString()
  const row = await (await whole.worker.database())
    .prepare(
      "SELECT (SELECT count(*) FROM audits WHERE started_at >= ?1 AND status = 'complete') AS audits, (SELECT count(*) FROM proposals WHERE opened_at >= ?1) AS proposals",
    )
    .bind(day)
    .first<Pick<Day, 'audits' | 'proposals'>>()
  if (row === null) throw new Error('The register counts nothing.')
  return row
}

/** Each daily limit of the Free plan: https://developers.cloudflare.com/workers/platform/limits/ and …/d1/platform/pricing/ */
export function targetsOfDays(days: readonly Day[]): readonly Target[] {
  return days.flatMap((day) => {
    const holds = (name: string, found: number, most: number): Target => ({
      target: `nine organisations, ${day.day}: ${name}, at most ${most}`,
      holds: found <= most,
      measured: String(Math.round(found * 10) / 10),
    })
    return [
      holds('audits complete, of nine that are due', 9 - day.audits, 0),
      holds('Workflow steps', day.steps, 3000),
      holds('runs of the Worker', day.runs, 100_000),
      holds('rows read', day.rowsRead, 5_000_000),
      holds('rows written', day.rowsWritten, 100_000),
      holds('requests out of the house in an instance', day.external, 45),
      holds('requests to D1 in an instance', day.database, 1000),
    ]
  })
}
