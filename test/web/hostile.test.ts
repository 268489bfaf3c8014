/** What attackers try, and what a strict API client expects. */
import Papa from 'papaparse'
import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../src/policy/refusal.ts'
import { messages } from '../../src/register/schema.ts'
import type { Visit } from '../../src/web/access/visit.ts'
import { webOver } from '../../src/web/app.tsx'
import { exportFile } from '../../src/web/export.ts'
import { HOME, IDLE, NOW, OWNER, openSite, STRANGER } from '../fixtures/register/site.ts'

const detailOf = async (answer: Response) => ((await answer.json()) as { detail: string }).detail

describe('a hostile visitor', () => {
  it('who is not signed in gets a 401, and no validation errors', async () => {
    const site = await openSite()
    const headers = { 'content-type': 'application/json' }
    for (const path of ['/api/proposals/x/decisions', '/api/tokens', '/api/orgs/lichen/audits']) {
      const answer = await site.visit(path, undefined, { method: 'POST', headers, body: '{"nonsense":1}' })
      expect(answer.status, path).toBe(401)
    }
    expect((await site.visit('/api/orgs/lichen/accounts?limit=0')).status).toBe(401)
    expect((await site.visit('/api/health')).status).toBe(200)
    expect((await site.visit('/api/openapi.json')).status).toBe(200)
  })

  it('a former owner or a member gets a 403; a stranger gets a 404', async () => {
    const site = await openSite()
    site.owners.clear()
    const audit = (person: typeof OWNER) => site.send('/orgs/lichen/audits', person, {})
    expect((await audit(OWNER)).status).toBe(403)
    expect((await audit(IDLE)).status).toBe(403)
    expect((await audit(STRANGER)).status).toBe(404)
    expect((await site.visit('/orgs/lichen', OWNER)).status).toBe(404)
    expect(site.audits).toEqual([])
  })

  it('cannot fill the database: bodies, rules and reasons have a maximum length', async () => {
    const site = await openSite()
    const put = (reason: string) =>
      site.putRules({ exemptions: [{ login: 'bela', until: '2027-01-01', reason }] })
    expect((await put('x'.repeat(1_100_000))).status).toBe(413)
    const long = await put('x'.repeat(300_000))
    expect([long.status, await detailOf(long)]).toMatchObject([422, expect.stringContaining('200 kB')])
    expect((await put('x'.repeat(1000))).status).toBe(200)
  })

  it('cannot put a formula into a CSV export, not even after a line break', async () => {
    for (const name of ['=1+1', '=cmd()\nsecond line', '\n=1', '＝1+1', '@SUM(1)', '+1', '-1']) {
      // The cast: `exportFile` uses no more of the context than this.
      const visit = {
        header: () => undefined,
        body: (text: string) => new Response(text),
      } as unknown as Visit
      const text = await exportFile(visit, 'csv', 'x', [{ name }], {
        names: ['name'],
        rowOf: (row) => row,
      }).text()
      expect(text.split('\r\n').slice(1).join('\r\n'), JSON.stringify(name)).toMatch(/^"?'/)
    }
  })

  it('cannot put a formula into a CSV export for spreadsheets that separate by semicolon or tab', () => {
    const hostile = "docs;=cmd|' /C calc'!A0\t=1+1\n@SUM(1)"
    return Promise.all(
      [
        { name: hostile, id: 7 },
        { id: 7, name: hostile },
        { id: 7, names: ['a', hostile] },
      ].map(async (row) => {
        const visit = {
          header: () => undefined,
          body: (text: string) => new Response(text),
          // The cast: `exportFile` uses no more of the context than this.
        } as unknown as Visit
        const text = await exportFile(visit, 'csv', 'x', [row], {
          names: Object.keys(row),
          rowOf: (one) => one,
        }).text()
        for (const delimiter of [',', ';', '\t']) {
          const cells = Papa.parse<string[]>(text, { delimiter }).data.flat()
          expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
        }
      }),
    )
  })
})

describe('a strict API client', () => {
  it('may send an empty POST with its session; a browser on another site’s page may not', async () => {
    const site = await openSite()
    const post = (headers: Record<string, string>) =>
      site.visit('/api/orgs/lichen/audits', OWNER, { method: 'POST', headers })
    expect((await post({})).status).toBe(202)
    expect((await post({ origin: HOME })).status).toBe(202)
    for (const foreign of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect((await post(foreign)).status).toBe(403)
    }
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(403)
    expect(site.audits).toHaveLength(2)
  })

  it('changes one part of the budget or the channels, and the other parts stay', async () => {
    const site = await openSite()
    const put = async (rules: object) =>
      (await site.putRules(rules).then((answer) => answer.json())) as object
    await put({
      removalBudget: { count: 3, share: 0.5 },
      channels: { slack: 'https://hooks.slack.com/services/T0/B0/x', discord: null, names: false },
    })
    expect(await put({ removalBudget: { count: 4 }, channels: { names: true } })).toMatchObject({
      removalBudget: { count: 4, share: 0.5 },
      channels: { slack: 'https://hooks.slack.com/services/hidden', names: true },
    })
    expect(await put({ windowMonths: 9 })).toMatchObject({ windowMonths: 9, channels: { names: true } })
  })
})

describe('a wrong setting', () => {
  const requestWhile = async (error: Error) => {
    const site = await openSite({ organizationRoleOf: () => Promise.reject(error) })
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const cookie = `__Host-chatelaine-session=${await site.session(OWNER)}`
    const headers = { cookie, origin: HOME }
    const answer = await site.visit('/api/orgs/lichen/audits', undefined, { method: 'POST', headers })
    expect(site.audits).toEqual([])
    return [answer.status, await detailOf(answer)]
  }

  it('is explained: a private key that cannot be read, with the formats that can', async () => {
    const problem = new Error('The key cannot be read: PKCS#1 or PKCS#8.')
    problem.name = 'KeyProblem'
    expect(await requestWhile(problem)).toEqual([424, expect.stringContaining('PKCS#8')])
  })

  it('is explained: a token that GitHub refuses', async () => {
    const trouble = Object.assign(new Error('GitHub refused the token (401).'), {
      name: 'GitHubTrouble',
      trouble: { kind: 'bad_token' },
    })
    expect(await requestWhile(trouble)).toEqual([424, expect.stringContaining('GITHUB_TOKEN')])
  })

  it('is shown on a page that has all security headers', async () => {
    const web = webOver(() => {
      throw new Refusal('unavailable', 'PUBLIC_URL is no web address.')
    })
    const answer = await web.request('/')
    expect([answer.status, answer.headers.get('x-frame-options')]).toEqual([503, 'DENY'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.text()).toContain('PUBLIC_URL')
  })

  it('a channel webhook that is gone is named on the settings page until a message arrives again', async () => {
    const site = await openSite()
    const message = {
      orgId: 100,
      channel: 'slack' as const,
      kind: 'audit_finished',
      message: '{}',
      attempts: 1,
      notBefore: NOW,
    }
    const page = async () => await (await site.visit('/orgs/lichen/settings', OWNER)).text()
    const trouble = 'Slack answered 404: make a new webhook.'
    await site.register
      .insert(messages)
      .values({ ...message, id: 'a', status: 'given_up', writtenAt: '2026-11-20T06:00:00.000Z', trouble })
    expect(await page()).toContain(trouble)
    await site.register.insert(messages).values({
      ...message,
      id: 'b',
      status: 'delivered',
      writtenAt: '2026-11-21T06:00:00.000Z',
      trouble: null,
    })
    expect(await page()).not.toContain(trouble)
  })

  it('in one organisation does not hide a person’s access in the others', async () => {
    const site = await openSite()
    await site.register.run(`update organizations set rules = '{"windowMonths":"six"}' where id = 100`)
    const answer = await site.visit('/me', IDLE)
    expect([answer.status, await answer.text()]).toMatchObject([
      200,
      expect.stringMatching(/cannot be read.*Your tokens/s),
    ])
  })
})

describe('a sign-in that GitHub does not confirm', () => {
  it('signs nobody in and says to start again', async () => {
    const oauth = {
      authorizeUrl: ({ state }: { state: string }) => `https://github.example/?state=${state}`,
      personFor: () =>
        Promise.reject(new Error('GitHub did not confirm the sign-in (bad_verification_code).')),
    }
    const site = await openSite({ oauth })
    const start = await site.visit('/sign-in/start')
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
    const cookie = (start.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const back = await site.visit(`/sign-in/callback?code=c&state=${state}`, undefined, {
      headers: { cookie },
    })
    expect(back.status).toBe(403)
    expect(back.headers.getSetCookie().some((set) => set.includes('session='))).toBe(false)
    expect(await back.text()).toContain('Start again')
  })
})
