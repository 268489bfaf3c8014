/** Reads and writes the two cookies of this site. */

import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Visit } from './visit.ts'

/** `session` keeps somebody signed in; `browser` binds a sign-in to the browser that started it. */
export type CookieName = 'session' | 'browser'

/** The cookie's value; undefined where the browser sent none. */
export function readCookie(c: Visit, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name))
}

/** Sets a cookie that no script, no other host and no other site's form can use. `maxAge` in seconds. */
export function writeCookie(c: Visit, name: CookieName, value: string, maxAge: number): void {
  setCookie(c, fullName(c, name), value, { ...attributes(c), maxAge })
}

export function dropCookie(c: Visit, name: CookieName): void {
  deleteCookie(c, fullName(c, name), attributes(c))
}

/** The prefix `__Host-` needs https; on loopback http the plain name is used. */
function fullName(c: Visit, name: CookieName): string {
  return isHttps(c) ? `__Host-chatelaine-${name}` : `chatelaine-${name}`
}

function attributes(c: Visit) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(c) } as const
}

/** Whether PUBLIC_URL is an https address. */
export function isHttps(c: Visit): boolean {
  return c.var.platform.deployment.publicUrl.startsWith('https:')
}
