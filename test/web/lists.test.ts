/** Lists and their exports, by page and by API. */
import { describe, expect, it } from 'vitest'
import type { Source } from '../../src/policy/words.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { findHistoryHead, recordChange } from '../../src/register/history/history.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { NOW, OWNER, openSite } from '../fixtures/register/site.ts'

describe('a source that was not read in full', () => {
  it('makes accounts unknown only where it decides verdicts', async () => {
    const site = await openSite()
    await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100, status: 'partial' })
    const gap = async (source: Source) => {
      const scope = { kind: 'organization' as const }
      const state = { kind: 'not_shown' as const, reason: 'GitHub does not show it.' }
      await readingsStatement(site.register, 'audit-0', [{ source, scope, state }])
    }
    const page = async () => await (await site.visit('/orgs/lichen', OWNER)).text()
    await gap('fine_grained_tokens')
    expect(await page()).not.toContain('unknown, not inactive')
    expect(await page()).toContain('verdict waits for these')
    expect(await page()).not.toContain('is not proposed before')
    await gap('workflow_runs')
    expect(await page()).toMatch(/workflow.*is not proposed before.*tokens.*verdict waits for these/is)
    await gap('issue_comments')
    expect(await page()).toMatch(/comments.*unknown, not inactive.*tokens.*verdict waits for these/is)
  })
})

describe('the history', () => {
  it('shows the hash of the entry that a message names, however many entries follow', async () => {
    const site = await openSite()
    const write = (sentence: string) =>
      recordChange(site.register, 100, null, {
        at: NOW,
        act: 'told',
        actor: { kind: 'calendar' },
        sentence,
      })
    await write('what the message names')
    const named = await findHistoryHead(site.register, 100)
    await write('and one more')
    const page = async (query: string) => await site.visit(`/orgs/lichen/history${query}`, OWNER)
    expect(await (await page('')).text()).not.toContain('compare it with the one in the last review')
    expect(await (await page(`?entry=${named?.seq}`)).text()).toContain(`>${named?.hash}<`)
    expect(await (await page('?entry=99')).text()).toContain('There is no entry 99')
    expect((await page('?entry=x')).status).toBe(422)
  })
})

describe('lists', () => {
  it('every account has its role, verdict, reason, last activity and two-factor state', async () => {
    const site = await openSite()
    const { items } = (await (await site.visit('/api/orgs/lichen/accounts', OWNER)).json()) as {
      items: unknown[]
    }
    expect(items).toMatchObject([
      { login: '=cmd()', role: 'outside_collaborator', verdict: 'unknown', lastActivity: null },
      { login: 'ada', role: 'admin', verdict: 'unknown', grants: 1 },
      {
        id: 2,
        login: 'bela',
        type: 'User',
        role: 'member',
        verdict: 'inactive',
        lastActivity: {
          at: '2026-02-03T10:00:00.000Z',
          kind: 'push',
          repository: 'Lichen/atlas',
          source: 'repository_activity',
        },
        twoFactor: 'disabled',
        grants: 2,
      },
    ])
  })

  it('an account is found by name however its accents are encoded', async () => {
    const site = await openSite()
    const person = { id: 2, login: 'bela', type: 'User' as const, nodeId: null, createdAt: null }
    await accountsStatement(site.register, [{ ...person, name: 'Éva Örs' }])
    for (const q of ['Éva', 'éva', 'ÉVA', 'éva ö', 'Éva'.normalize('NFD'), 'va', 'bEl']) {
      const answer = await site.api(`/api/orgs/lichen/accounts?q=${encodeURIComponent(q)}`)
      const { items } = (await answer.json()) as { items: { login: string }[] }
      expect([q, items.map(({ login }) => login)]).toEqual([q, ['bela']])
    }
  })

  it('filters narrow the list; an owner is also found as GitHub’s `admin`', async () => {
    const site = await openSite()
    const logins = async (query: string) => {
      const { items } = (await (await site.api(`/api/orgs/lichen/accounts?${query}`)).json()) as {
        items: { login: string }[]
      }
      return items.map(({ login }) => login)
    }
    expect(await logins('verdict=inactive')).toEqual(['bela'])
    expect(await logins('role=owner')).toEqual(['ada'])
    expect(await logins('role=admin')).toEqual(['ada'])
    expect(await logins('q=BEL')).toEqual(['bela'])
    expect(await logins('q=%25')).toEqual([])
  })

  it('the cursor leads through all pages, with each account once', async () => {
    const site = await openSite()
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const path = `/api/orgs/lichen/accounts?limit=1${cursor && `&cursor=${cursor}`}`
      const page = (await (await site.api(path)).json()) as {
        items: { login: string }[]
        nextCursor: string | null
      }
      seen.push(...page.items.map(({ login }) => login))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['=cmd()', 'ada', 'bela'])
    expect((await site.api('/api/orgs/lichen/accounts?cursor=made-up')).status).toBe(422)
    expect((await site.api('/api/orgs/lichen/accounts?limit=501')).status).toBe(422)
  })

  it('a dossier shows every grant with its path and last use', async () => {
    const site = await openSite()
    const dossier = (await (await site.api('/api/orgs/lichen/accounts/BELA')).json()) as {
      grants: unknown[]
    }
    expect(dossier).toMatchObject({ login: 'bela', verdict: 'inactive', activity: [{ kind: 'push' }] })
    expect(dossier.grants).toMatchObject([
      { kind: 'organization_role', path: 'member of the organisation' },
      {
        kind: 'team_membership',
        path: 'team cartographers',
        role: 'write',
        repositories: ['Lichen/atlas'],
        lastUsed: '2026-02-03T10:00:00.000Z',
      },
      { kind: 'base_permission', role: 'read' },
    ])
  })

  it.each(['secret', 'webhook', 'sso_authorization', 'runner'])(
    'credentials of the kind %s are none: the API knows the kind, and no audit reads it',
    async (kind) => {
      const site = await openSite()
      const answer = await site.api(`/api/orgs/lichen/credentials?kind=${kind}`)
      expect([answer.status, await answer.json()]).toMatchObject([200, { items: [], nextCursor: null }])
      expect((await site.api('/api/orgs/lichen/credentials?kind=teapot')).status).toBe(422)
    },
  )

  it('credentials carry their verdict and findings', async () => {
    const site = await openSite()
    const { items } = (await (await site.api('/api/orgs/lichen/credentials?stale=true')).json()) as {
      items: unknown[]
    }
    expect(items).toMatchObject([
      { kind: 'deploy_key', id: '700', owner: 'bela', verdict: 'inactive', lastUsedAt: null },
    ])
  })

  it('a list can be exported as CSV without formulas, and as JSON', async () => {
    const site = await openSite()
    const csv = await site.visit('/orgs/lichen/accounts?format=csv', OWNER)
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="Lichen-accounts.csv"')
    const text = await csv.text()
    expect(text.split('\r\n')).toHaveLength(4)
    expect(text).toContain("'=cmd()")
    const json = (await (await site.visit('/orgs/lichen/credentials?format=json', OWNER)).json()) as {
      items: unknown[]
    }
    expect(json.items).toHaveLength(1)
  })

  it('p: an address that nothing is at is not found', async () => {
    const answer = await (await openSite()).visit('/nope-nothing')
    const text = await answer.text()
    expect([answer.status, /<title>([^<]*)/.exec(text)?.[1], /<h1>([^<]*)/.exec(text)?.[1]]).toEqual([
      404,
      expect.stringContaining('Not found'),
      'Not found',
    ])
  })

  it('ac: a wrong bearer token is refused by health too, and its contract says so', async () => {
    const site = await openSite()
    expect((await site.api('/api/health', 'wrong')).status).toBe(401)
    const { paths } = (await (await site.visit('/api/openapi.json')).json()) as {
      paths: Record<string, { get: { responses: object } }>
    }
    expect(Object.keys(paths['/api/health']?.get.responses ?? {})).toEqual(['200', '401', '503'])
  })

  it('health and the description of the API need no sign-in', async () => {
    const site = await openSite()
    expect(await (await site.visit('/api/health')).json()).toEqual({
      ok: true,
      version: '0.1.0',
      database: 'ok',
      lastAudit: null,
    })
    const { paths } = (await (await site.visit('/api/openapi.json')).json()) as {
      paths: Record<string, unknown>
    }
    expect(Object.keys(paths)).toContain('/api/proposals/{id}/decisions')
  })
})
