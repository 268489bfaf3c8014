/** Waits for an audit and its Workflow instances to end. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Whole } from '../local/whole.ts'
import { instant } from '../src/policy/calendar.ts'

export interface Ended {
  readonly id: string
  readonly instance: number
  readonly status: string
}

interface Standing extends Ended {
  readonly step: string
  readonly done: number
  readonly total: number
  readonly requests: number
}

/** How often the register is looked into, and how often is said where the audit stands, in milliseconds. */
const LOOK_EVERY = 250
const SAY_EVERY = 20_000

/** Looks into the register beside the Worker, so that looking costs it nothing. */
export async function endOf(
  { worker }: Whole,
  at: string,
  underWay: (standing: string) => void,
): Promise<Ended> {
  const database = await worker.database()
  for (let looks = 1; ; looks += 1) {
    const row = await database
      .prepare(
        'SELECT id, lane AS instance, status, step, done, total, rest + graphql AS requests FROM audits WHERE as_of = ?1',
      )
      .bind(instant(at))
      .first<Standing>()
    if (row === null)
      throw new Error(`The cron of ${at} began no audit.\n${worker.logs.slice(-3).join('\n')}`)
    if (row.status !== 'queued' && row.status !== 'running') return row
    if ((looks * LOOK_EVERY) % SAY_EVERY === 0)
      underWay(`${row.step} ${row.done}/${row.total}, ${row.requests} requests so far`)
    await sleep(LOOK_EVERY)
  }
}

/** Every instance of the audit's lane, waited for: the last one still tells and proposes when the run is finished. */
export async function instancesOf({ worker }: Whole, { id, instance }: Ended): Promise<{ steps: number }[]> {
  const instances: { steps: number }[] = []
  for (let n = 0; n <= instance; ) {
    const answer = await worker.fetch(`/bench/instances/audit-${id}-${n}`)
    if (!answer.ok) throw new Error(`Instance ${n} of audit ${id} is not known: ${await answer.text()}`)
    const instance: { status: string; steps: number } = JSON.parse(await answer.text())
    if (instance.status === 'errored' || instance.status === 'terminated')
      throw new Error(
        `Instance ${n} of audit ${id} is ${instance.status}.\n${worker.logs.slice(-3).join('\n')}`,
      )
    if (instance.status === 'complete') {
      instances.push(instance)
      n += 1
    } else await sleep(100)
  }
  return instances
}

/** Until no audit runs any more, in a world of several organisations. */
export async function allAudits({ worker }: Whole, underWay: (standing: string) => void): Promise<void> {
  const database = await worker.database()
  for (let looks = 1; ; looks += 1) {
    const { results } = await database
      .prepare("SELECT step FROM audits WHERE status IN ('queued', 'running')")
      .all<{ step: string }>()
    if (results.length === 0) return
    if ((looks * LOOK_EVERY) % SAY_EVERY === 0) underWay(`${results.length} audits run: ${results[0]?.step}`)
    await sleep(LOOK_EVERY)
  }
}
