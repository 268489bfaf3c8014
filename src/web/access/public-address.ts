/** Refuses to serve the network while PUBLIC_URL says that this is a trial on one machine. */

import { Refusal } from '../../policy/refusal.ts'
import { isLoopback } from '../../policy/words/addresses.ts'
import type { Visit } from './visit.ts'

/**
 * Refuses visitors from other machines while PUBLIC_URL is a loopback address: then cookies go over http, CLOCK is obeyed, and
 * links and the way back from sign-in would lead to the visitor's own machine.
 */
export function refuseNetwork(c: Visit): void {
  if (!isLoopback(c.var.platform.deployment.publicUrl) || isFromThisMachine(c)) return
  throw new Refusal(
    'unavailable',
    'This site is not set up: PUBLIC_URL is not set, or is an address of one machine only. Nothing was changed. Whoever runs it sets PUBLIC_URL to the address by which this site is reached, beginning with https://.',
  )
}

/** Whether the visitor is on this machine, judged by the name under which their browser asks for this site. */
export function isFromThisMachine(c: Visit): boolean {
  return isLoopback(`http://${c.req.header('host') ?? new URL(c.req.url).host}`)
}
