/** A day of the past for the running product: the world comes to it, the Worker's clock stands at it, audits and the hourly run follow. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../../fake-github/world/world.ts'
import type { Whole } from '../../local/whole.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { passTo } from './arrivals.ts'

const PATIENCE = 120_000
const LOOK_EVERY = 50

/** Hours after the day's audit at which people sit before it: the hourly runs of the day have come by then. */
const EVENING = 4

/** Returns what runs from then on: the Worker is started again with its clock on the evening of `to`. */
export async function comeTo(running: Whole, whole: World, from: Instant, to: Instant): Promise<Whole> {
  running.github.setNow(to)
  passTo(running.world, whole, from, to)
  const then = await running.restart({ CLOCK: hoursAfter(to, EVENING) })
  await hours(then, to, 0)
  return then
}

/** The hourly runs so many hours later, and each time the end of all that it begins. */
export async function hours(running: Whole, at: Instant, ...later: readonly number[]): Promise<void> {
  for (const n of later) {
    const then = hoursAfter(at, n)
    running.github.setNow(then)
    await running.worker.scheduled(then)
    await rested(running)
  }
}

/** Until nothing is audited, removed or given back: what starts the next removal needs a moment after the last one's end. */
async function rested({ worker }: Whole): Promise<void> {
  const database = await worker.database()
  const underWay = database.prepare(
    `select (select count(*) from revocations where status in ('pending', 'running'))
      + (select count(*) from restorations where status = 'running')
      + (select count(*) from audits where status in ('queued', 'running')) as n`,
  )
  const patience = performance.now() + PATIENCE
  for (let quiet = 0; quiet < 4; await sleep(LOOK_EVERY)) {
    if (performance.now() > patience) throw new Error('The sample came to no rest. Nothing more was tried.')
    quiet = (await underWay.first<{ n: number }>())?.n === 0 ? quiet + 1 : 0
  }
}
