/** One audit from its cron to the end of its last instance, and everything that was measured of it. */

import { type AccountRow, askAll } from '../local/api.ts'
import type { Whole } from '../local/whole.ts'
import type { Cpu, CpuWatch } from './meter/cpu.ts'
import { type DatabaseUse, databaseBetween } from './meter/database.ts'
import type { HeapWatch } from './meter/heap.ts'
import type { Tally } from './meter/meter.ts'
import { meteredOf } from './meter/meters.ts'
import { byPlainRule, type Fairness } from './plain-rule.ts'
import { type Requests, requestsIn } from './requests.ts'
import { endOf, instancesOf } from './waiting.ts'
import type { Changes } from './world/changes.ts'

export type AuditName = 'first' | 'unchanged' | '2 % changed'

export interface Measured {
  readonly audit: AuditName
  readonly status: string
  readonly unread: readonly string[]
  readonly requests: Requests
  readonly database: DatabaseUse
  readonly instances: number
  readonly steps: number
  /** Requests of each Workflow instance in turn, of all its steps: what Cloudflare bounds. */
  readonly perInstance: readonly Subrequests[]
  /** The same of the cron that began it. */
  readonly cron: Subrequests
  /** Null where the budget is not profiled. */
  readonly cpu: Cpu | null
  /** From the cron to the end of the last Workflow instance. */
  readonly wallMs: number
  /** Bytes. */
  readonly heapPeak: number
  /** Bytes still held after it, garbage collected. */
  readonly heapKept: number
  readonly fairness: Fairness
  readonly changes: Changes | null
}

export interface Subrequests {
  /** Out of the house: GitHub, tokens, letters; failed ones and retries too. */
  readonly external: number
  /** To D1; a batch is one. */
  readonly database: number
}

/** Fires the cron of `at`, waits for the audit that it begins, and measures both. */
export async function measuredAudit(
  whole: Whole,
  { heap, cpu }: { readonly heap: HeapWatch; readonly cpu: CpuWatch | null },
  organization: string,
  at: string,
  audit: AuditName,
  changes: Changes | null,
  underWay: (standing: string) => void,
): Promise<Measured> {
  const { worker, github, world } = whole
  const logged = github.requests.log.length
  const before = await meteredOf(whole)
  await heap.kept()
  await cpu?.begin()
  const began = performance.now()
  await worker.scheduled(at)
  const ended = await endOf(whole, at, underWay)
  const instances = await instancesOf(whole, ended)
  const wallMs = performance.now() - began
  const heapPeak = heap.peak()
  const after = await meteredOf(whole)
  const tallies = after.tallies.slice(before.tallies.length)
  const spent = (await cpu?.end(tallies)) ?? null
  const heapKept = await heap.kept()
  const accounts = await askAll<AccountRow>(worker, whole.apiToken, `/api/orgs/${organization}/accounts`)
  return {
    audit,
    status: ended.status,
    unread: await unreadOf(whole, ended.id),
    requests: requestsIn(github.requests.log.slice(logged)),
    database: databaseBetween(before, after),
    instances: instances.length,
    steps: instances.reduce((sum, { steps }) => sum + steps, 0),
    perInstance: instances.map((_, n) =>
      subrequests(tallies, ({ name }) => name.startsWith(`audit-${ended.id}-${n} `)),
    ),
    cron: subrequests(tallies, ({ kind }) => kind === 'cron'),
    cpu: spent,
    wallMs,
    heapPeak,
    heapKept,
    fairness: byPlainRule(world, organization, at, accounts),
    changes,
  }
}

function subrequests(tallies: readonly Tally[], concerns: (tally: Tally) => boolean): Subrequests {
  const sum = { external: 0, database: 0 }
  for (const { external, database } of tallies.filter(concerns)) {
    sum.external += external
    sum.database += database
  }
  return sum
}

async function unreadOf({ worker }: Whole, auditId: string): Promise<string[]> {
  const database = await worker.database()
  const { results } = await database
    .prepare(
      'SELECT source, count(*) AS n, min(unread) AS reason FROM readings WHERE audit_id = ?1 AND unread IS NOT NULL GROUP BY source',
    )
    .bind(auditId)
    .all<{ source: string; n: number; reason: string }>()
  return results.map(({ source, n, reason }) => `${source} ×${n}: ${reason}`)
}
