/** Signs somebody in by the way that a browser goes, through the fake GitHub's page. */
import type { RunningWorker } from './worker.ts'

/** The cookie of a fresh session. */
export async function sessionOf({ url }: Pick<RunningWorker, 'url'>, login: string): Promise<string> {
  const redirect = 'manual' as const
  const begun = await fetch(new URL('/sign-in/start', url), { redirect })
  const [browser = ''] = (begun.headers.get('set-cookie') ?? '').split(';')
  const authorize = new URL(begun.headers.get('location') ?? '')
  const body = new URLSearchParams([...authorize.searchParams, ['login', login]])
  const picked = await fetch(new URL(authorize.pathname, authorize), { method: 'POST', body, redirect })
  const back = new URL(picked.headers.get('location') ?? '')
  const ended = await fetch(back, { headers: { cookie: browser }, redirect })
  const cookies = ended.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return cookies.find((cookie) => /session=./.test(cookie)) ?? ''
}
