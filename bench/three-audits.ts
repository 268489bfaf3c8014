/** One world, one latency: a first audit, one of the next day on which nothing changed, one after a 2 % change. */
import type { D1Database } from '@cloudflare/workers-types'
import { type AuditName, type Measured, measuredAudit } from './measured-audit.ts'
import { watchCpu } from './meter/cpu.ts'
import { watchHeap } from './meter/heap.ts'
import { type Requests, startMetered } from './meter/start.ts'
import { twoPercentChange } from './world/changes.ts'
import { dayAfter, type Size, syntheticWorld } from './world/synthetic-world.ts'

const AUDITS: readonly AuditName[] = ['first', 'unchanged', '2 % changed']

export interface Budget extends Requests {
  /** Whether the processor time of each step is measured; only the Free plan bounds it tightly. */
  readonly profiled: boolean
}

/** Who hears how it goes: of each audit as it ends, and on the way where it stands. */
export interface Listener {
  /** `register` as that audit left it. */
  ended(measured: Measured, register: D1Database): Promise<void> | void
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
  const { whole, inspected, close } = await startMetered(world, budget, latencyMs)
  const heap = watchHeap(inspected, () => whole.worker.fetch('/bench/meter'))
  const cpu = budget.profiled ? await watchCpu(inspected) : null
  const all: Measured[] = []
  try {
    for (let at = world.now, i = 0; i < AUDITS.length; at = dayAfter(at), i += 1) {
      const audit = AUDITS[i] ?? 'first'
      whole.github.setNow(at)
      const changes = audit === '2 % changed' ? twoPercentChange(synthetic, at) : null
      const measured = await measuredAudit(
        whole,
        { heap, cpu },
        organization,
        at,
        audit,
        changes,
        listener.underWay,
      )
      all.push(measured)
      await listener.ended(measured, await whole.worker.database())
    }
  } finally {
    await heap.close()
    await close()
  }
  return all
}
