/** The security headers of every answer. They never allow a script. */

import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { isHttps } from './cookies.ts'
import type { Web } from './visit.ts'

/** Strict CSP, no framing, no sniffing, no referrer beyond this site, HSTS on https, no caching of signed-in answers. */
export const headers = createMiddleware<Web>(async (c, next) => {
  const github = new URL(c.var.outside.deployment.webUrl).origin
  await secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      // The sign-in form is answered by a redirect to GitHub, and browsers ask the policy about that too.
      formAction: ["'self'", github],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: isHttps(c) ? 'max-age=31536000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  })(c, next)
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})
