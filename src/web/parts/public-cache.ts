/** Lets caches keep an answer that is the same for everybody, so that a flood of requests for it costs nothing. */

import { createMiddleware } from 'hono/factory'
import { onlyReads, type Visit, type Web } from '../access/visit.ts'

/** How long; as long a page stays after owners have switched it off. */
const SECONDS = 300

/**
 * Redirects a public page that is asked for with a query to its path. The query is part of a cache's key, so each made-up one
 * would have to be rendered with all its statements; this comes before the register is asked anything.
 */
export const withoutQuery = createMiddleware<Web>(async (c, next) => {
  if (!onlyReads(c) || !c.req.url.includes('?')) return await next()
  publicCache(c)
  // A path with two slashes in front would be another site's address.
  return c.redirect(c.req.path.replace(/^\/+/, '/'), 301)
})

/** Only for what holds no name, reads no cookie and is the same for every caller. */
export function publicCache(c: Visit): void {
  c.header('cache-control', `public, max-age=${SECONDS}`)
}
