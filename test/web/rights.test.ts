/** Who may see and do what on the web. */
import { describe, expect, it, vi } from 'vitest'
import { instant } from '../../src/policy/calendar.ts'
import { findHistoryPage } from '../../src/register/history/history-list.ts'
import { rights } from '../../src/register/schema.ts'
import { claimLookup, findRight, releaseLookup, storeRight } from '../../src/register/sign-in/rights.ts'
import { IDLE, OPERATOR_TOKEN, OWNER, openSite, STRANGER } from '../fixtures/register/site.ts'

const PAGES = ['', '/accounts', '/accounts/bela', '/credentials', '/reviews', '/history', '/settings']

describe('permissions', () => {
  it('an owner sees every page of their organisation, whatever the case of its name', async () => {
    const site = await openSite()
    for (const page of PAGES) {
      expect((await site.visit(`/orgs/lichen${page}`, OWNER)).status, page).toBe(200)
    }
  })

  it('somebody who is no owner gets the same answer for a foreign organisation as for an unknown one', async () => {
    const site = await openSite()
    for (const page of PAGES) {
      const foreign = await site.visit(`/orgs/lichen${page}`, STRANGER)
      const unknown = await site.visit(`/orgs/nobody-knows${page}`, STRANGER)
      expect([foreign.status, unknown.status], page).toEqual([404, 404])
      expect(await foreign.text()).toBe(await unknown.text())
    }
  })

  it("an owner of one organisation sees nothing of another's", async () => {
    const site = await openSite()
    expect((await site.visit('/orgs/moss', OWNER)).status).toBe(404)
    expect((await site.visit('/orgs/lichen/accounts/moira', OWNER)).status).toBe(404)
    expect((await site.visit('/', OWNER)).headers.get('location')).toBe('/orgs/Lichen')
  })

  it('who is not signed in is sent to the sign-in page with the way back; a program gets a problem', async () => {
    const site = await openSite()
    const page = await site.visit('/orgs/lichen/accounts?verdict=inactive')
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      '/sign-in?to=%2Forgs%2Flichen%2Faccounts%3Fverdict%3Dinactive',
    ])
    const problem = await site.visit('/api/orgs')
    expect([problem.status, problem.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await problem.json()).toMatchObject({ type: 'about:blank', title: 'Please sign in', status: 401 })
  })

  it('an owner’s role is cached for reading, and asked of GitHub again before any change', async () => {
    const site = await openSite()
    await site.visit('/orgs/lichen', OWNER)
    await site.visit('/orgs/lichen/accounts', OWNER)
    expect(site.asked.times).toBe(1)
    site.owners.delete(OWNER.id)
    const answer = await site.send('/orgs/lichen/audits', OWNER, {})
    expect([answer.status, site.audits]).toEqual([403, []])
    expect((await site.visit('/orgs/lichen', OWNER)).status).toBe(404)
  })

  it('where GitHub fails for one organisation, owners of the others still see theirs', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const site = await openSite({
      organizationRoleOf: async (org: { id: number }, account: { id: number }) => {
        if (org.id === 200) throw new Error('GitHub answered 502')
        return account.id === OWNER.id ? 'owner' : 'none'
      },
    })
    const page = await site.visit('/', OWNER)
    expect([page.status, page.headers.get('location')]).toEqual([303, '/orgs/Lichen'])
    const theirs = await (await site.visit('/', { id: 7, login: 'moira' })).text()
    expect(theirs).toContain('GitHub could not be asked whether you own moss.')
    const answer = await site.visit('/api/orgs', OWNER)
    expect(await answer.json()).toMatchObject({ items: [{ login: 'Lichen' }], unasked: [] })
    expect(String(logged.mock.calls[0]?.[0])).toContain('GitHub answered 502')
    logged.mockRestore()
  })

  it('repeated requests by a stranger cost the organisation one GitHub request an hour', async () => {
    const site = await openSite()
    const cookie = `__Host-chatelaine-session=${await site.session(STRANGER)}`
    const headers = { cookie, 'content-type': 'application/json', origin: 'https://keys.example' }
    const statuses = new Set<number>()
    for (let time = 0; time < 5; time += 1) {
      const answer = await site.visit('/api/orgs/lichen/audits', undefined, { method: 'POST', headers })
      statuses.add(answer.status)
    }
    expect([[...statuses], site.asked.times]).toEqual([[404], 1])
    site.owners.add(STRANGER.id)
    const anHourAgo = instant(Date.now() - 61 * 60_000)
    await site.register.update(rights).set({ checkedAt: anHourAgo, askedAt: anHourAgo })
    const answer = await site.visit('/api/orgs/lichen/audits', undefined, { method: 'POST', headers })
    expect([answer.status, site.asked.times]).toEqual([202, 2])
  })

  it('everybody sees their own access on /me, and nobody else’s', async () => {
    const site = await openSite()
    const mine = await (await site.visit('/me', IDLE)).text()
    expect(mine).toContain('team cartographers')
    expect(mine).toContain('disabled')
    expect(mine).not.toContain('ada')
    expect(await (await site.visit('/me', STRANGER)).text()).toContain(
      'No organisation that is served here has stored anything about you.',
    )
  })

  it('the operator sees every organisation; an unknown token sees none', async () => {
    const site = await openSite()
    const { items } = (await (await site.api('/api/orgs')).json()) as { items: { login: string }[] }
    expect(items.map(({ login }) => login)).toEqual(['Lichen', 'moss'])
    expect((await site.api('/api/orgs', 'made-up')).status).toBe(401)
  })

  it('a token acts as its maker, within its scope, until it is ended, and cannot make another token', async () => {
    const site = await openSite()
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    const headers = { cookie, 'content-type': 'application/json', origin: 'https://keys.example' }
    const made = await site.visit('/api/tokens', undefined, {
      method: 'POST',
      headers,
      body: '{"name":"nightly"}',
    })
    const { id, token } = (await made.json()) as { id: string; token: string }
    expect((await site.api('/api/orgs/lichen/accounts', token)).status).toBe(200)
    expect((await site.api('/api/orgs/moss/accounts', token)).status).toBe(404)
    expect((await site.api('/api/orgs/lichen/audits', token, { method: 'POST' })).status).toBe(403)
    expect((await site.api('/api/tokens', token, { method: 'POST', body: '{"name":"more"}' })).status).toBe(
      403,
    )
    expect((await site.visit(`/api/tokens/${id}`, undefined, { method: 'DELETE', headers })).status).toBe(204)
    expect((await site.api('/api/orgs/lichen/accounts', token)).status).toBe(401)
    expect(JSON.stringify(await site.register.query.apiTokens.findMany())).not.toContain(token)
  })

  it('the history records once a day who read personal data', async () => {
    const site = await openSite()
    for (let time = 0; time < 3; time += 1) await site.visit('/orgs/lichen/accounts', OWNER)
    await site.visit('/orgs/lichen/accounts?format=csv', OWNER)
    await site.api('/api/orgs/lichen/accounts', OPERATOR_TOKEN)
    const { items } = await findHistoryPage(site.register, 100, null, 10)
    expect(items.map(({ sentence }) => sentence).reverse()).toEqual([
      'ada looked at the list of accounts.',
      'ada exported lists of accounts, credentials, repositories or proposals.',
      'The operator looked at the list of accounts.',
    ])
  })
})

describe('one look-up at a time', () => {
  /** An owner's requests over a GitHub that takes its time. */
  async function ownersSite(github: { role: 'owner' | 'none' } = { role: 'owner' }) {
    const asked = { times: 0, most: 0, now: 0 }
    const site = await openSite({
      organizationRoleOf: async () => {
        asked.times += 1
        asked.now += 1
        asked.most = Math.max(asked.most, asked.now)
        await new Promise((resolve) => setTimeout(resolve, 60))
        asked.now -= 1
        return github.role
      },
    })
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    const init = { headers: { cookie, origin: 'https://keys.example' } }
    const statuses = async (times: number, path: string, method = 'GET') => {
      const ask = async () => (await site.visit(path, undefined, { ...init, method })).status
      return [...new Set(await Promise.all(Array.from({ length: times }, ask)))]
    }
    return { site, asked, statuses }
  }

  it('many pages of one owner at once cost one look-up', async () => {
    const { asked, statuses } = await ownersSite()
    expect([await statuses(40, '/orgs/lichen/settings'), asked.times]).toEqual([[200], 1])
  })

  it('changes of one owner at once share answers that were asked for after each began', async () => {
    const { asked, statuses } = await ownersSite()
    await statuses(1, '/orgs/lichen')
    expect(await statuses(40, '/api/orgs/lichen/audits', 'POST')).toEqual([202])
    expect([asked.most, asked.times <= 5]).toEqual([1, true])
    const before = asked.times
    await statuses(1, '/api/orgs/lichen/audits', 'POST')
    expect(asked.times, 'a later change is looked up again').toBe(before + 1)
  })

  it('who was an owner a moment ago changes nothing while the new look-up is under way, however often they ask', async () => {
    const github: { role: 'owner' | 'none' } = { role: 'owner' }
    const { site, statuses } = await ownersSite(github)
    await statuses(1, '/orgs/lichen')
    github.role = 'none'
    expect(await statuses(20, '/api/orgs/lichen/audits', 'POST')).toEqual([403])
    expect(site.audits).toEqual([])
  })

  it('whoever waited for a look-up that failed does not ask GitHub once more each', async () => {
    const { site, asked, statuses } = await ownersSite()
    const claim = await claimLookup(site.register, `100:${OWNER.id}`, null, instant(Date.now()))
    if (claim === null) throw new Error('It could not be claimed.')
    const waiting = statuses(8, '/orgs/lichen/settings')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await releaseLookup(site.register, claim)
    expect([await waiting, asked.times]).toEqual([[503], 0])
    expect(await statuses(1, '/orgs/lichen/settings'), 'the next one asks').toEqual([200])
  })

  it('a look-up under way is waited for a few seconds; one that broke off is made again', async () => {
    const { site, asked, statuses } = await ownersSite()
    const key = `100:${OWNER.id}`
    await claimLookup(site.register, key, null, instant(Date.now()))
    const page = await site.visit('/orgs/lichen', OWNER)
    expect([page.status, page.headers.get('retry-after'), asked.times]).toEqual([503, '5', 0])
    await site.register.update(rights).set({ askedAt: instant(Date.now() - 16_000) })
    expect([await statuses(1, '/orgs/lichen'), asked.times]).toEqual([[200], 1])
  })

  it('a claim without an answer is no answer, also for the previous version; a late answer is not stored', async () => {
    const { register } = await openSite()
    const now = instant(Date.now())
    const first = await claimLookup(register, '100:9', null, now)
    expect(await claimLookup(register, '100:9', null, now), 'it is taken').toBeNull()
    const seen = await findRight(register, '100:9')
    expect(seen).toEqual({ role: 'none', checkedAt: '1970-01-01T00:00:00.000Z', askedAt: now })
    const second = await claimLookup(register, '100:9', seen, instant(Date.now() + 20_000))
    if (first === null || second === null) throw new Error('It could not be claimed.')
    await storeRight(register, first, 'owner', now)
    expect((await findRight(register, '100:9'))?.role).toBe('none')
    await storeRight(register, second, 'owner', now)
    expect(await findRight(register, '100:9')).toMatchObject({ role: 'owner', checkedAt: second.askedAt })
  })
})
