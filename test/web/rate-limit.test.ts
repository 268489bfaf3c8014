/** Who is counted by what where somebody sends too much, and how it is refused. */
import { describe, expect, it } from 'vitest'
import { type LimitedRequest, withinLimitOf } from '../../src/platform/rate-limits.ts'
import { networkOf } from '../../src/web/access/rate-limit.ts'
import { OPERATOR_TOKEN, OWNER, openSite } from '../fixtures/register/site.ts'

/** A site that allows two requests of each key, and what it counted. */
async function strictSite() {
  const counted = new Map<string, number>()
  const site = await openSite({
    withinLimit: async (kind: LimitedRequest, key: string) => {
      const times = (counted.get(`${kind} ${key}`) ?? 0) + 1
      counted.set(`${kind} ${key}`, times)
      return times <= 2
    },
  })
  return { site, counted, keys: () => [...counted.keys()] }
}

const from = (address: string, headers: Record<string, string> = {}) => ({
  headers: { 'cf-connecting-ip': address, ...headers },
})

describe('too many requests', () => {
  it('are refused with 429 and when to come back, as a page and as a problem, and only to whoever sent them', async () => {
    const { site } = await strictSite()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    const asOwner = () => site.visit('/orgs/lichen', undefined, from('192.0.2.1', { cookie }))
    expect([(await asOwner()).status, (await asOwner()).status]).toEqual([200, 200])
    const page = await asOwner()
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '60'])
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('too many requests within a minute')
    for (let time = 0; time < 2; time += 1) await site.api('/api/orgs')
    const problem = await site.api('/api/orgs')
    expect([problem.status, problem.headers.get('retry-after')]).toEqual([429, '60'])
    expect(problem.headers.get('content-type')).toBe('application/problem+json')
    expect(await problem.json()).toMatchObject({ status: 429, code: 'too_many', retryAfter: 60 })
    const another = { cookie: `__Host-chatelaine-session=${await site.session(OWNER)}` }
    expect((await site.visit('/orgs/lichen', undefined, from('192.0.2.1', another))).status).toBe(200)
  })

  it('are counted by session or token where there is one, else by address: made-up ones have no limit of their own', async () => {
    const { site, keys } = await strictSite()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    await site.visit('/me', undefined, from('192.0.2.1', { cookie }))
    expect(keys()).toEqual([expect.stringMatching(/^signed_in session:[0-9a-f]{64}$/)])
    await site.api('/api/orgs', OPERATOR_TOKEN, from('192.0.2.1'))
    expect(keys().at(-1)).toBe('signed_in operator')
    const statuses = []
    for (const made of ['one', 'two', 'three']) {
      statuses.push((await site.api('/api/orgs', made, from('192.0.2.9'))).status)
    }
    expect([statuses, keys().at(-1)]).toEqual([[401, 401, 429], 'anonymous 192.0.2.9'])
    const madeUp = from('192.0.2.9', { cookie: '__Host-chatelaine-session=made-up' })
    for (const path of ['/', '/sign-in/callback?code=c&state=s', '/badge/x', '/no/such/page']) {
      expect((await site.visit(path, undefined, madeUp)).status, path).toBe(429)
    }
    expect((await site.visit('/', undefined, from('192.0.2.10'))).status, 'another address').toBe(200)
  })

  it('of webhooks are counted by address for themselves', async () => {
    const { site, keys } = await strictSite()
    const deliver = () =>
      site.visit('/webhooks/github', undefined, { method: 'POST', body: '{}', ...from('192.0.2.30') })
    for (let time = 0; time < 2; time += 1) expect((await deliver()).status).not.toBe(429)
    expect([(await deliver()).status, keys()]).toEqual([429, ['webhook 192.0.2.30']])
  })

  it('of one IPv6 connection count together, whatever address of its /64 they come from', () => {
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
    expect(networkOf('2001:DB8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2')
    expect(networkOf('2001:0db8:0001:0002::1')).toBe('2001:db8:1:2')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
    expect(networkOf('2001:db8::')).toBe('2001:db8:0:0')
    expect(networkOf('::1')).toBe('0:0:0:0')
  })

  it('are nobody’s where no binding counts them, and on a loopback address', async () => {
    const none = { limit: async () => ({ success: false }) }
    const env = { LIMIT_ANONYMOUS: none, PUBLIC_URL: 'https://keys.example' }
    expect(await withinLimitOf(env)?.('anonymous', 'x')).toBe(false)
    expect(await withinLimitOf(env)?.('signed_in', 'x')).toBe(true)
    expect(withinLimitOf({ ...env, PUBLIC_URL: 'http://127.0.0.1:8787' })).toBeNull()
  })
})
