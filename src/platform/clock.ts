/** The current time for HTTP requests: the system's, or CLOCK where the product runs on a loopback address. */

import { instant } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import { isLoopback } from '../policy/words/addresses.ts'
import type { Instant } from '../policy/words.ts'
import type { Settings } from './deployment.ts'
import { given } from './setting-values.ts'

/** The system's time, or CLOCK running on from its value (loopback only). */
export function clockOf(settings: Settings): Instant {
  const start = startOfClock(settings)
  if (start === null) return instant(Date.now())
  clockBegan ??= Date.now()
  return instant(start + (Date.now() - clockBegan))
}

/** The system's time at which CLOCK began to run in this isolate, in milliseconds. */
let clockBegan: number | null = null

/** CLOCK counts only where PUBLIC_URL is a loopback address, so that a deployed clock cannot be turned back. */
function startOfClock(settings: Settings): number | null {
  const start = given(settings.CLOCK)
  if (start === null || !isLoopback(settings.PUBLIC_URL ?? '')) return null
  const at = Date.parse(start)
  if (!Number.isFinite(at))
    throw new Refusal('unavailable', 'CLOCK is no time: write it like 2026-11-22T06:00:00Z.')
  return at
}
