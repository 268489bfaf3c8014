/** Refuses writes that another site's page sent with somebody's cookie. It never stands in the way of a bearer token. */

import { csrf } from 'hono/csrf'
import { createMiddleware } from 'hono/factory'
import { Refusal } from '../../policy/refusal.ts'
import type { Visit, Web } from './visit.ts'

/** hono/csrf for forms, and the same question of Origin for cookie-borne JSON, which hono lets pass. */
export const sameSite = createMiddleware<Web>(async (c, next) => {
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
  // No browser adds this header by itself, so no other site can send it along with a cookie.
  if (!isWrite || c.req.header('authorization') !== undefined) return await next()
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const isForeign = site === undefined ? origin !== undefined && !isOwn(c, origin) : site !== 'same-origin'
  if (isForeign) {
    throw new Refusal('forbidden', 'This came from a page of another site. Nothing was changed.')
  }
  // A program's empty POST has no type, which hono takes for a form's. Every browser sends one of the headers above.
  if (c.req.path.startsWith('/api/') && c.req.header('content-type') === undefined) return await next()
  return await csrf({ origin: (sent) => isOwn(c, sent) })(c, next)
})

/** The address in PUBLIC_URL, or the one that was asked: a cookie is bound to its host anyway. */
function isOwn(c: Visit, origin: string): boolean {
  return (
    origin === new URL(c.var.platform.deployment.publicUrl).origin || origin === new URL(c.req.url).origin
  )
}
