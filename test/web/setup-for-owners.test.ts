/** Who may see the set-up: everybody until people can sign in and an audit was complete, then owners who are signed in. */
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { organizations } from '../../src/register/schema.ts'
import { ROLES, siteFor } from '../fixtures/register/roles.ts'
import {
  HOME,
  IDLE,
  NOW,
  OPERATOR_TOKEN,
  OWNER,
  openSite,
  type Site,
  STRANGER,
} from '../fixtures/register/site.ts'

const OAUTH = { authorizeUrl: () => 'https://github.example/login', personFor: async () => OWNER }
const INSTALLATION = 4711

let site: Site

beforeEach(async () => {
  site = await openSite({ oauth: OAUTH })
})

/** The first complete audit of the organisation with this id. */
const audited = (id: number) =>
  site.register.update(organizations).set({ firstCompleteAt: NOW }).where(eq(organizations.id, id))

const answered = async (answer: Response) => ({
  status: answer.status,
  headers: Object.fromEntries([...answer.headers].filter(([name]) => name !== 'etag')),
  text: await answer.text(),
})

describe('the set-up', () => {
  it('is there for everybody before the first complete audit, names no organisation, and asks GitHub nothing', async () => {
    for (const person of [undefined, STRANGER, OWNER]) {
      const { status, text } = await answered(await site.visit('/setup', person))
      expect(status).toBe(200)
      expect(text).not.toMatch(/lichen|moss/i)
    }
    expect(site.asked.times).toBe(0)
  })

  it('is there for everybody while nobody can sign in, whatever was audited, and names no organisation', async () => {
    await audited(100)
    for (const change of [
      { oauth: null },
      { deployment: { ...site.platform.deployment, sessionSecret: null } },
    ]) {
      const before = { oauth: site.platform.oauth, deployment: site.platform.deployment }
      Object.assign(site.platform, change)
      const { status, text } = await answered(await site.visit('/setup'))
      expect([status, text.includes('Nobody can sign in yet')]).toEqual([200, true])
      expect(text).not.toMatch(/lichen|moss/i)
      Object.assign(site.platform, before)
    }
    expect((await site.visit('/setup')).status).toBe(404)
  })

  it('answers whoever is no owner as an unknown address does, from the first complete audit on', async () => {
    await audited(100)
    const token = await site.token(OWNER)
    const visitors: Record<string, (path: string, init?: RequestInit) => Promise<Response>> = {
      nobody: (path, init) => site.visit(path, undefined, init),
      'a member': (path, init) => site.visit(path, IDLE, init),
      'a stranger': (path, init) => site.visit(path, STRANGER, init),
      'the operator': (path, init) => site.api(path, OPERATOR_TOKEN, init),
      'a token of an owner': (path, init) => site.api(path, token, init),
    }
    for (const [who, visit] of Object.entries(visitors)) {
      for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
        const init = { method, headers: { origin: HOME } }
        const [setup, unknown] = [await visit('/setup', init), await visit('/no-such-page', init)]
        expect(setup.status, who).toBe(404)
        expect(await answered(setup), who).toEqual(await answered(unknown))
      }
    }
  })

  it('stays closed when that organisation has left, and when the database lacks a column of a newer version', async () => {
    await audited(100)
    await site.register.update(organizations).set({ closedAt: NOW }).where(eq(organizations.id, 100))
    expect((await site.visit('/setup')).status).toBe(404)
    await site.register.run('alter table outcomes rename column status to state')
    expect((await site.visit('/setup')).status).toBe(404)
  })

  it('is not spoken of where the database lacks a table once it is closed; what mends that is', async () => {
    await audited(100)
    const silent = vi.spyOn(console, 'error').mockReturnValue()
    await site.register.run('alter table reviews rename to old_reviews')
    const { status, text } = await answered(await site.visit('/orgs/lichen/reviews', OWNER))
    expect([status, text.includes('migrations apply')]).toEqual([503, true])
    expect(text).not.toContain('/setup')
    silent.mockRestore()
  })

  it('has nothing to do with an error of ours on a database that lacks nothing', async () => {
    const silent = vi.spyOn(console, 'error').mockReturnValue()
    const wrong = { select: () => expect.unreachable('no such table: of_ours') }
    Object.assign(site.platform, { register: wrong })
    const { status, text } = await answered(await site.visit('/'))
    expect([status, text.includes('reference'), text.includes('/setup')]).toEqual([500, true, false])
    silent.mockRestore()
  })

  it('shows an owner the organisations that they own, and no other', async () => {
    await audited(200)
    const page = await answered(await site.visit('/setup', OWNER))
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(page.text).toContain('Permissions at Lichen')
    expect(page.text).not.toMatch(/moss/i)
    expect((await site.visit('/setup', OWNER, { method: 'POST', headers: { origin: HOME } })).status).toBe(
      405,
    )
  })

  it('is no longer spoken of on the start page, which caches keep then', async () => {
    const start = async () => await answered(await site.visit('/'))
    expect((await start()).text).toContain('href="/setup"')
    await audited(100)
    expect((await start()).text).not.toContain('/setup')
    expect((await start()).headers['cache-control']).toContain('public')
    expect(await (await site.visit('/orgs/lichen/settings', OWNER)).text()).toContain('href="/setup"')
  })

  it.each(ROLES.filter((role) => !role.startsWith('owner')))('is not for: %s', async (role) => {
    const { ask } = await siteFor(role)
    expect((await ask('GET', '/setup')).status).toBe(404)
  })
})

describe('the permissions of the App', () => {
  /** What the audit of lichen read of the App's own installation. */
  const granted = async (...scopes: readonly string[]) => {
    await audited(100)
    await site.register
      .update(organizations)
      .set({ installationId: INSTALLATION })
      .where(eq(organizations.id, 100))
    const app = {
      ...({
        kind: 'app_installation',
        id: String(INSTALLATION),
        name: 'keys',
        owner: null,
        repository: null,
      } as const),
      ...({ scopes, createdAt: NOW, lastUsed: 'unobservable', expiresAt: null, details: {} } as const),
    }
    await credentialsStatement(site.register, 100, [app], NOW)
    const text = await (await site.visit('/setup', OWNER)).text()
    return (label: string) =>
      (text.split(/<\/?tr>/).find((row) => row.includes(`>${label}<`)) ?? '')
        .replace(/<[^>]+>/g, ' ')
        .replaceAll(label, '')
        .replace(/\s+/g, ' ')
        .trim()
  }

  it('are compared with those that are wanted: as wanted, missing, and more than needed', async () => {
    const row = await granted('all repositories', 'members:read', 'issues:write', 'workflows:write')
    expect(row('Organisation: Members')).toBe('read read')
    expect(row('Repository: Contents')).toBe('read none what only it shows is not read')
    expect(row('Repository: Issues')).toBe('read write more than needed')
    expect(row('workflows')).toBe('no write more than needed')
  })

  it('may write where this App removes, and are more than needed where another one does', async () => {
    const [members, contents] = ['Organisation: Members', 'Repository: Contents']
    const alone = await granted('members:write', 'contents:write')
    expect([alone(members), alone(contents)]).toEqual([
      'read write so this App can remove, too',
      'read write more than needed',
    ])
    const { readSetup } = site.platform
    Object.assign(site.platform, { readSetup: async () => ({ ...(await readSetup()), hasWriterApp: true }) })
    expect((await granted('members:write'))(members)).toBe('read write more than needed')
  })

  it('are those of the last audit: what none has read is said, and what a token may nobody tells', async () => {
    await audited(100)
    const page = async () => await (await site.visit('/setup', OWNER)).text()
    expect(await page()).toContain('Read by a token, of which GitHub does not tell what it may.')
    const lacking = { installationId: INSTALLATION, missingPermissions: ['issues'] }
    await site.register.update(organizations).set(lacking).where(eq(organizations.id, 100))
    expect(await page()).toContain('No audit has read the levels yet. 1 permission missing.')
    expect(await page()).toContain(
      `https://github.example/organizations/Lichen/settings/installations/${INSTALLATION}`,
    )
  })
})
