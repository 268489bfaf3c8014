/** Refuses to serve the network while PUBLIC_URL says that this is a trial on one machine. */

import { createMiddleware } from 'hono/factory'
import { Refusal } from '../../policy/refusal.ts'
import { isLoopback } from '../../policy/words/addresses.ts'
import type { Web } from './visit.ts'

/**
 * With a loopback PUBLIC_URL cookies go over http, CLOCK is taken, and links and the way back from sign-in lead to the
 * visitor's own machine. The header is what the visitor's browser calls this site.
 */
export const publicAddress = createMiddleware<Web>(async (c, next) => {
  const seenAs = c.req.header('host') ?? new URL(c.req.url).host
  if (isLoopback(c.var.platform.deployment.publicUrl) && !isLoopback(`http://${seenAs}`)) {
    throw new Refusal(
      'unavailable',
      'This site is not set up: PUBLIC_URL is not set, or is an address of one machine only. Nothing was changed. Whoever runs it sets PUBLIC_URL to the address by which this site is reached, beginning with https://.',
    )
  }
  await next()
})
