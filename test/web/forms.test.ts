/** Forms, headers and errors: what protects people who are signed in. */
import { describe, expect, it, vi } from 'vitest'
import { HOME, IDLE, OWNER, openSite } from '../fixtures/register/site.ts'

describe('forms', () => {
  it('an owner starts an audit with the button', async () => {
    const site = await openSite()
    const answer = await site.send('/orgs/lichen/audits', OWNER, {})
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/orgs/Lichen/audits/audit-1'])
    expect(site.audits).toEqual([{ orgId: 100, by: { kind: 'person', ...OWNER } }])
  })

  it("another site's page can do nothing with an owner's cookie", async () => {
    const site = await openSite()
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: HOME, 'sec-fetch-site': 'same-site' },
    ]) {
      for (const path of ['/orgs/lichen/audits', '/api/orgs/lichen/audits']) {
        for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
          const init = { method: 'POST', body: '{}', headers: { ...headers, 'content-type': type } }
          expect((await site.visit(path, OWNER, init)).status, `${path} ${type}`).toBe(403)
        }
      }
    }
    expect(site.audits).toEqual([])
  })

  it("a form without the session's own token, or with another's, is refused", async () => {
    const site = await openSite()
    for (const token of ['', 'made-up']) {
      expect((await site.send('/orgs/lichen/audits', OWNER, { token })).status).toBe(403)
    }
    expect(site.audits).toEqual([])
  })

  it('no page contains a script, and the content security policy allows none', async () => {
    const site = await openSite()
    for (const path of [
      '/',
      '/sign-in',
      '/me',
      '/orgs/lichen',
      '/orgs/lichen/accounts',
      '/orgs/lichen/settings',
    ]) {
      const answer = await site.visit(path, OWNER)
      expect(await answer.text()).not.toMatch(/<script|\son\w+=|javascript:/i)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('script-src')
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('what somebody has typed is shown as text, never as HTML', async () => {
    const site = await openSite()
    const page = await site.visit(
      `/orgs/lichen/accounts?q=${encodeURIComponent('"><script>alert(1)</script>')}`,
      OWNER,
    )
    expect(await page.text()).not.toContain('<script>')
  })

  it('an unexpected error shows a reference into the log, and nothing else', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const site = await openSite({
      organizationRoleOf: () =>
        Promise.reject(new Error('the inner secret', { cause: new Error('the cause') })),
    })
    const answer = await site.visit('/orgs/lichen', IDLE)
    const text = await answer.text()
    const [, reference] = /reference (\w{8})/.exec(text) ?? []
    expect([answer.status, text.includes('inner secret')]).toEqual([500, false])
    expect(String(logged.mock.calls[0]?.[0])).toContain(reference)
    expect(String(logged.mock.calls[0]?.[0])).toContain('the cause')
    logged.mockRestore()
  })

  it('a page that does not exist and an organisation without a public page both answer 404', async () => {
    const site = await openSite()
    expect((await site.visit('/no/such/page')).status).toBe(404)
    const [served, unknown] = [await site.visit('/lichen'), await site.visit('/nobody')]
    expect([served.status, unknown.status]).toEqual([404, 404])
    expect(await served.text()).toBe(await unknown.text())
    expect((await site.visit('/api/public/orgs/lichen')).status).toBe(404)
    expect((await site.visit('/badge/lichen.json')).status).toBe(404)
  })
})
