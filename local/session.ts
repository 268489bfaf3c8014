/** Signs somebody in at the fake GitHub, by the way that a browser goes. */
import type { Whole } from './whole.ts'

/** The cookie of a fresh session; empty where the login may not sign in. */
export async function sessionOf({ worker }: Pick<Whole, 'worker'>, login: string): Promise<string> {
  const redirect = 'manual' as const
  const begun = await fetch(new URL('/sign-in/start', worker.url), { redirect })
  const [browser = ''] = (begun.headers.get('set-cookie') ?? '').split(';')
  const authorize = new URL(begun.headers.get('location') ?? '')
  const body = new URLSearchParams([...authorize.searchParams, ['login', login]])
  const picked = await fetch(new URL(authorize.pathname, authorize), { method: 'POST', body, redirect })
  const back = new URL(picked.headers.get('location') ?? '')
  const ended = await fetch(back, { headers: { cookie: browser }, redirect })
  const cookies = ended.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return cookies.find((cookie) => /session=./.test(cookie)) ?? ''
}
