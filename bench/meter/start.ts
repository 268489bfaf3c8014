/** Starts everything with the meters in it and the inspector open, on a GitHub without hourly limits. */

import type { World } from '../../fake-github/world/world.ts'
import { startWhole, type Whole } from '../../local/whole.ts'
import { type Inspected, inspect } from './inspector.ts'
import { withMeters } from './meters.ts'

/** Cloudflare's plan as the Worker is told it: requests of an instance and of a step. */
export interface Requests {
  readonly perInstance: number
  readonly perStep: number
}

export const FREE_PLAN: Requests = { perInstance: 40, perStep: 2 }
export const PAID_PLAN: Requests = { perInstance: 300, perStep: 30 }

export async function startMetered(
  world: World,
  { perInstance, perStep }: Requests,
  latencyMs = 0,
): Promise<{ readonly whole: Whole; readonly inspected: Inspected; close(): Promise<void> }> {
  const whole = await startWhole({
    world,
    vars: { REQUESTS_PER_INSTANCE: String(perInstance), REQUESTS_PER_STEP: String(perStep) },
    // GitHub's hourly limits are compared in the table; waiting an hour for them here would measure nothing.
    github: { latencyMs, limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    adjust: withMeters,
  })
  const inspected = await inspect(await whole.worker.inspector(), 'chatelaine')
  const close = async () => {
    inspected.close()
    await whole.close()
  }
  return { whole, inspected, close }
}
