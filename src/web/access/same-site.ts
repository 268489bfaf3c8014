/** Refuses writes that another site's page sends with somebody's cookie (CSRF). */

import { csrf } from 'hono/csrf'
import { createMiddleware } from 'hono/factory'
import { Refusal } from '../../policy/refusal.ts'
import type { Visit, Web } from './visit.ts'

/** hono/csrf for forms, and the same check of Origin for JSON sent with a cookie, which hono does not check. */
export const sameSite = createMiddleware<Web>(async (c, next) => {
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
  // Browsers do not add this header by themselves, so another site's page cannot send it with a cookie.
  if (!isWrite || c.req.header('authorization') !== undefined) return await next()
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const isForeign = site === undefined ? origin !== undefined && !isOwn(c, origin) : site !== 'same-origin'
  if (isForeign) {
    throw new Refusal('forbidden', 'This came from a page of another site. Nothing was changed.')
  }
  // A program's empty POST has no content type, which hono takes for a form's. Browsers always send one of the headers above.
  if (c.req.path.startsWith('/api/') && c.req.header('content-type') === undefined) return await next()
  return await csrf({ origin: (sent) => isOwn(c, sent) })(c, next)
})

/** Whether it is the origin in PUBLIC_URL or of the request itself: a cookie is bound to its host anyway. */
function isOwn(c: Visit, origin: string): boolean {
  return (
    origin === new URL(c.var.platform.deployment.publicUrl).origin || origin === new URL(c.req.url).origin
  )
}
