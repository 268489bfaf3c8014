/** One world, one latency: a first audit, one of the next day on which nothing changed, one after a 2 % change; each measured. It judges nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openScene, type Scene } from '../../demo/scene.ts'
import { type AccountRow, askAll } from '../audit-answers.ts'
import { type Changes, twoPercentChange } from './changes.ts'
import { type HeapWatch, watchHeap } from './heap.ts'
import { between, type Database, withMeters } from './meters.ts'
import { byPlainRule, type Fairness } from './plain-rule.ts'
import { type Requests, requestsIn } from './requests.ts'
import { dayAfter, type Size, syntheticWorld } from './synthetic-world.ts'

export const AUDITS = ['first', 'unchanged', '2 % changed'] as const

export interface Measured {
  readonly audit: (typeof AUDITS)[number]
  readonly status: string
  readonly unread: readonly string[]
  readonly requests: Requests
  readonly database: Database
  readonly instances: number
  readonly steps: number
  /** From the cron to the end of the last Workflow instance. */
  readonly wallMs: number
  /** Bytes. */
  readonly heapPeak: number
  /** Bytes still held after it, garbage collected. */
  readonly heapKept: number
  readonly fairness: Fairness
  readonly changes: Changes | null
}

export interface Budget {
  readonly perInstance: number
  readonly perStep: number
}

/** Who hears how it goes: of each audit as it ends, and on the way where it stands. */
export interface Listener {
  ended(measured: Measured): void
  underWay(standing: string): void
}

/** Makes the world anew and audits it three times. */
export async function threeAudits(
  size: Size,
  seed: number,
  latencyMs: number,
  budget: Budget,
  listener: Listener,
): Promise<Measured[]> {
  const synthetic = syntheticWorld(size, seed)
  const { world, organization } = synthetic
  const scene = await openScene({
    world,
    vars: {
      REQUESTS_PER_INSTANCE: String(budget.perInstance),
      REQUESTS_PER_STEP: String(budget.perStep),
    },
    // GitHub's hourly limits are compared in the table; waiting an hour for them here would measure nothing.
    github: { latencyMs, limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    adjust: withMeters,
  })
  const heap = await watchHeap(await scene.worker.inspector(), 'chatelaine', () =>
    scene.worker.fetch('/bench/database'),
  )
  const all: Measured[] = []
  try {
    for (let at = world.now, i = 0; i < AUDITS.length; at = dayAfter(at), i += 1) {
      const audit = AUDITS[i] ?? 'first'
      scene.github.setNow(at)
      const changes = audit === '2 % changed' ? twoPercentChange(synthetic, at) : null
      const measured = await measuredAudit(scene, heap, organization, at, audit, changes, listener)
      all.push(measured)
      listener.ended(measured)
    }
  } finally {
    await heap.close()
    await scene.close()
  }
  return all
}

async function measuredAudit(
  scene: Scene,
  heap: HeapWatch,
  organization: string,
  at: string,
  audit: Measured['audit'],
  changes: Changes | null,
  listener: Listener,
): Promise<Measured> {
  const { worker, github, world } = scene
  const logged = github.requests.log.length
  const before = await databaseOf(scene)
  await heap.kept()
  const began = performance.now()
  await worker.scheduled(at)
  const ended = await endOf(scene, at, listener)
  const instances = await instancesOf(scene, ended)
  const wallMs = performance.now() - began
  const heapPeak = heap.peak()
  const heapKept = await heap.kept()
  const after = await databaseOf(scene)
  const accounts = await askAll<AccountRow>(worker, scene.apiToken, `/api/orgs/${organization}/accounts`)
  return {
    audit,
    status: ended.status,
    unread: await unreadOf(scene, ended.id),
    requests: requestsIn(github.requests.log.slice(logged)),
    database: between(before, after),
    instances: instances.length,
    steps: instances.reduce((sum, { steps }) => sum + steps, 0),
    wallMs,
    heapPeak,
    heapKept,
    fairness: byPlainRule(world, organization, at, accounts),
    changes,
  }
}

interface Ended {
  readonly id: string
  readonly lane: number
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
async function endOf({ worker }: Scene, at: string, listener: Listener): Promise<Ended> {
  const database = await worker.database()
  for (let looks = 1; ; looks += 1) {
    const row = await database
      .prepare(
        'SELECT id, lane, status, step, done, total, rest + graphql AS requests FROM audits WHERE as_of = ?1',
      )
      .bind(at)
      .first<Standing>()
    if (row === null)
      throw new Error(`The cron of ${at} began no audit.\n${worker.logs.slice(-3).join('\n')}`)
    if (row.status !== 'queued' && row.status !== 'running') return row
    if ((looks * LOOK_EVERY) % SAY_EVERY === 0)
      listener.underWay(`${row.step} ${row.done}/${row.total}, ${row.requests} requests so far`)
    await sleep(LOOK_EVERY)
  }
}

/** Every instance of the audit's lane, waited for: the last one still tells and proposes when the run is finished. */
async function instancesOf({ worker }: Scene, { id, lane }: Ended): Promise<{ steps: number }[]> {
  const instances: { steps: number }[] = []
  for (let n = 0; n <= lane; ) {
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

async function databaseOf({ worker }: Scene): Promise<Database> {
  return JSON.parse(await (await worker.fetch('/bench/database')).text()) as Database // as meters.ts counts
}

async function unreadOf({ worker }: Scene, auditId: string): Promise<string[]> {
  const database = await worker.database()
  const { results } = await database
    .prepare(
      'SELECT source, count(*) AS n, min(unread) AS reason FROM readings WHERE audit_id = ?1 AND unread IS NOT NULL GROUP BY source',
    )
    .bind(auditId)
    .all<{ source: string; n: number; reason: string }>()
  return results.map(({ source, n, reason }) => `${source} ×${n}: ${reason}`)
}
