/** Sets the security headers of every response; they allow no script. */

import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import type { Platform } from '../../platform.ts'
import { isHttps } from './cookies.ts'
import type { Web } from './visit.ts'

/**
 * Strict CSP, no framing, no sniffing, no referrer to other sites, HSTS on https, no caching unless a response asks for it.
 * The outermost middleware, so that the page about a wrong setting has them too.
 */
export const headers = createMiddleware<Web>(async (c, next) => {
  await next()
  // The cast: a wrong setting throws before the platform is set.
  const platform = c.get('platform') as Platform | undefined
  const github = platform === undefined ? [] : [new URL(platform.deployment.webUrl).origin]
  await secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      // The sign-in form redirects to GitHub, and browsers apply this directive to the redirect too.
      formAction: ["'self'", ...github],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity:
      platform !== undefined && isHttps(c) ? 'max-age=31536000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  })(c, async () => undefined)
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})
