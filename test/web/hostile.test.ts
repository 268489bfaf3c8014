/** What a hostile visitor tries, and what a strict program expects. */
import Papa from 'papaparse'
import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../src/policy/refusal.ts'
import { messages } from '../../src/register/schema.ts'
import type { Visit } from '../../src/web/access/visit.ts'
import { webOver } from '../../src/web/app.tsx'
import { exportFile } from '../../src/web/export.ts'
import { HOME, IDLE, NOW, OWNER, openCastle, STRANGER } from '../fixtures/web.ts'

const detailOf = async (answer: Response) => ((await answer.json()) as { detail: string }).detail

describe('a hostile visitor', () => {
  it('who is not signed in learns nothing from the complaints about what they sent', async () => {
    const castle = await openCastle()
    const headers = { 'content-type': 'application/json' }
    for (const path of ['/api/proposals/x/decisions', '/api/tokens', '/api/orgs/lichen/audits']) {
      const answer = await castle.visit(path, undefined, { method: 'POST', headers, body: '{"nonsense":1}' })
      expect(answer.status, path).toBe(401)
    }
    expect((await castle.visit('/api/orgs/lichen/accounts?limit=0')).status).toBe(401)
    expect((await castle.visit('/api/health')).status).toBe(200)
    expect((await castle.visit('/api/openapi.json')).status).toBe(200)
  })

  it('who was an owner, or is a member, is told that they are none; a stranger is told nothing', async () => {
    const castle = await openCastle()
    castle.owners.clear()
    const audit = (person: typeof OWNER) => castle.send('/orgs/lichen/audits', person, {})
    expect((await audit(OWNER)).status).toBe(403)
    expect((await audit(IDLE)).status).toBe(403)
    expect((await audit(STRANGER)).status).toBe(404)
    expect((await castle.visit('/orgs/lichen', OWNER)).status).toBe(404)
    expect(castle.audits).toEqual([])
  })

  it('cannot fill the database: a body, rules and a reason have an end', async () => {
    const castle = await openCastle()
    const put = (reason: string) =>
      castle.putRules({ exemptions: [{ login: 'bela', until: '2027-01-01', reason }] })
    expect((await put('x'.repeat(1_100_000))).status).toBe(413)
    const long = await put('x'.repeat(300_000))
    expect([long.status, await detailOf(long)]).toMatchObject([422, expect.stringContaining('200 kB')])
    expect((await put('x'.repeat(1000))).status).toBe(200)
  })

  it('makes no spreadsheet calculate, not by a line break either', async () => {
    for (const name of ['=1+1', '=cmd()\nsecond line', '\n=1', '＝1+1', '@SUM(1)', '+1', '-1']) {
      // The cast: `exportFile` uses no more of the visit than this.
      const visit = {
        header: () => undefined,
        body: (text: string) => new Response(text),
      } as unknown as Visit
      const text = await exportFile(visit, 'csv', 'x', [{ name }], (row) => row).text()
      expect(text.split('\r\n').slice(1).join('\r\n'), JSON.stringify(name)).toMatch(/^"?'/)
    }
  })

  it('makes no spreadsheet calculate that separates cells by something else than a comma', () => {
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
          // The cast: `exportFile` uses no more of the visit than this.
        } as unknown as Visit
        const text = await exportFile(visit, 'csv', 'x', [row], (one) => one).text()
        for (const delimiter of [',', ';', '\t']) {
          const cells = Papa.parse<string[]>(text, { delimiter }).data.flat()
          expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
        }
      }),
    )
  })
})

describe('a strict program', () => {
  it('may send an empty POST with its session, as a browser with another site’s page may not', async () => {
    const castle = await openCastle()
    const post = (headers: Record<string, string>) =>
      castle.visit('/api/orgs/lichen/audits', OWNER, { method: 'POST', headers })
    expect((await post({})).status).toBe(202)
    expect((await post({ origin: HOME })).status).toBe(202)
    for (const foreign of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect((await post(foreign)).status).toBe(403)
    }
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(403)
    expect(castle.audits).toHaveLength(2)
  })

  it('changes one part of the budget or the channels, and the other stays', async () => {
    const castle = await openCastle()
    const put = async (rules: object) =>
      (await castle.putRules(rules).then((answer) => answer.json())) as object
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
  const askedWhile = async (error: Error) => {
    const castle = await openCastle({ organizationRoleOf: () => Promise.reject(error) })
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const cookie = `__Host-chatelaine-session=${await castle.session(OWNER)}`
    const headers = { cookie, origin: HOME }
    const answer = await castle.visit('/api/orgs/lichen/audits', undefined, { method: 'POST', headers })
    expect(castle.audits).toEqual([])
    return [answer.status, await detailOf(answer)]
  }

  it('is told in a sentence: a private key that cannot be read, with the formats that can', async () => {
    const problem = new Error('The key cannot be read: PKCS#1 or PKCS#8.')
    problem.name = 'KeyProblem'
    expect(await askedWhile(problem)).toEqual([424, expect.stringContaining('PKCS#8')])
  })

  it('is told in a sentence: a token that GitHub refuses', async () => {
    const trouble = Object.assign(new Error('GitHub refused the token (401).'), {
      name: 'GitHubTrouble',
      trouble: { kind: 'bad_token' },
    })
    expect(await askedWhile(trouble)).toEqual([424, expect.stringContaining('GITHUB_TOKEN')])
  })

  it('takes no protection from the page that speaks of it', async () => {
    const web = webOver(() => {
      throw new Refusal('unavailable', 'PUBLIC_URL is no web address.')
    })
    const answer = await web.request('/')
    expect([answer.status, answer.headers.get('x-frame-options')]).toEqual([503, 'DENY'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.text()).toContain('PUBLIC_URL')
  })

  it('a webhook that is gone is named on the settings page until a letter arrives again', async () => {
    const castle = await openCastle()
    const message = {
      orgId: 100,
      channel: 'slack' as const,
      kind: 'audit_finished',
      message: '{}',
      attempts: 1,
      notBefore: NOW,
    }
    const page = async () => await (await castle.visit('/orgs/lichen/settings', OWNER)).text()
    const trouble = 'Slack answered 404: make a new webhook.'
    await castle.register
      .insert(messages)
      .values({ ...message, id: 'a', status: 'given_up', writtenAt: '2026-11-20T06:00:00Z', trouble })
    expect(await page()).toContain(trouble)
    await castle.register
      .insert(messages)
      .values({ ...message, id: 'b', status: 'delivered', writtenAt: '2026-11-21T06:00:00Z', trouble: null })
    expect(await page()).not.toContain(trouble)
  })

  it('in one organisation does not hide what the others hold on a person', async () => {
    const castle = await openCastle()
    await castle.register.run(`update organizations set rules = '{"windowMonths":"six"}' where id = 100`)
    const answer = await castle.visit('/me', IDLE)
    expect([answer.status, await answer.text()]).toMatchObject([
      200,
      expect.stringMatching(/cannot be read.*Your tokens/s),
    ])
  })
})

describe('a sign-in that GitHub does not confirm', () => {
  it('signs nobody in and says to begin again', async () => {
    const oauth = {
      authorizeUrl: ({ state }: { state: string }) => `https://github.example/?state=${state}`,
      personFor: () =>
        Promise.reject(new Error('GitHub did not confirm the sign-in (bad_verification_code).')),
    }
    const castle = await openCastle({ oauth })
    const start = await castle.visit('/sign-in/start')
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
    const cookie = (start.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const back = await castle.visit(`/sign-in/callback?code=c&state=${state}`, undefined, {
      headers: { cookie },
    })
    expect(back.status).toBe(403)
    expect(back.headers.getSetCookie().some((set) => set.includes('session='))).toBe(false)
    expect(await back.text()).toContain('Start again')
  })
})
