/** What time it is for HTTP, and for cron without an event: the machine's, or CLOCK. Nobody can turn back a deployed one. */

import { instant } from '../policy/calendar.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Instant } from '../policy/words.ts'
import type { Settings } from './deployment.ts'
import { given } from './setting-values.ts'

/** The machine's time, or CLOCK running from its start (loopback only). */
export function clockOf(settings: Settings): Instant {
  const start = startOfClock(settings)
  if (start === null) return instant(Date.now())
  clockBegan ??= Date.now()
  return instant(start + (Date.now() - clockBegan))
}

/** Where CLOCK began to run in this isolate. */
let clockBegan: number | null = null

/** CLOCK is taken only where the product is reached by a loopback address. */
function startOfClock(settings: Settings): number | null {
  const start = given(settings.CLOCK)
  if (start === null || !isLoopback(settings.PUBLIC_URL ?? '')) return null
  const at = Date.parse(start)
  if (!Number.isFinite(at))
    throw new Refusal('unavailable', 'CLOCK is no time: write it like 2026-11-22T06:00:00Z.')
  return at
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
}
