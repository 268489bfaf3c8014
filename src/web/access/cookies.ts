/** The two cookies of this site and how they are set. It never puts anything but a random secret into one. */

import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Visit } from './visit.ts'

/** `session` keeps somebody signed in; `browser` binds a sign-in under way to the browser that began it. */
export type CookieName = 'session' | 'browser'

/** The cookie's value, if the browser sent one. */
export function readCookie(c: Visit, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name))
}

/** Sets a cookie that no script, no other host and no other site's form can use. */
export function writeCookie(c: Visit, name: CookieName, value: string, maxAge: number): void {
  setCookie(c, fullName(c, name), value, { ...attributes(c), maxAge })
}

export function dropCookie(c: Visit, name: CookieName): void {
  deleteCookie(c, fullName(c, name), attributes(c))
}

/** `__Host-` needs https; on loopback http the plain name serves. */
function fullName(c: Visit, name: CookieName): string {
  return isHttps(c) ? `__Host-chatelaine-${name}` : `chatelaine-${name}`
}

function attributes(c: Visit) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(c) } as const
}

/** Whether the site is reached by https, by its PUBLIC_URL. */
export function isHttps(c: Visit): boolean {
  return c.var.platform.deployment.publicUrl.startsWith('https:')
}
