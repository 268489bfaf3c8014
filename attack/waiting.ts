/** Waits until no audit is under way. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cast } from './cast.ts'

const PATIENCE_MS = 45_000

/** Whether they ended in time. */
export async function endOfAudits(cast: Cast): Promise<boolean> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(100)) {
    const [row] = await cast.rows<{ n: number }>(
      "select count(*) as n from audits where status in ('queued', 'running')",
    )
    if (row?.n === 0) return true
  }
  return false
}
