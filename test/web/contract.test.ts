/** What a client of the API may rely on, whatever the route: names, refusals, lists. */
import { describe, expect, it } from 'vitest'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { HOME, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

interface Operation {
  readonly operationId?: string
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, unknown>>
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
}

async function operationsOf(site: Site) {
  const document = (await (await site.api('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
}

describe('every operation', () => {
  it('has a name of its own, a verb and a noun of the product', async () => {
    const names = (await operationsOf(await openSite())).map(({ path, method, operationId }) => ({
      route: `${method} ${path}`,
      name: operationId ?? '',
    }))
    expect(names.filter(({ name }) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name))).toEqual([])
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
  })

  it('ad: that has a list takes a limit and a cursor, and refuses what it does not know', async () => {
    const site = await openSite()
    const lists = (await operationsOf(site)).filter(
      ({ method, operationId = '' }) =>
        method === 'get' && (operationId.startsWith('list') || operationId === 'readQueue'),
    )
    expect(lists.length).toBeGreaterThanOrEqual(11)
    for (const { path, parameters = [] } of lists) {
      const named = parameters.flatMap(({ in: where, name }) => (where === 'query' ? [name] : []))
      expect(named, path).toEqual(expect.arrayContaining(['limit', 'cursor']))
      const address = path.replace('{org}', 'lichen').replace('{id}', 'x')
      for (const wrong of ['typo=1', 'limit=0', 'limit=501', 'limit=many']) {
        const answer = await site.api(`${address}?${wrong}`)
        expect([path, wrong, answer.status]).toEqual([path, wrong, 422])
        expect(await answer.text()).toContain(wrong.replace(/=.*/, ''))
      }
    }
  })

  it('that is for everybody says what becomes of a token that is not known', async () => {
    const site = await openSite()
    for (const path of ['/api/public', '/api/public/orgs/lichen', '/badge/lichen.json'])
      expect((await site.api(path, 'made-up')).status).toBe(401)
    const unnamed = await site.visit('/api/orgs/lichen/accounts')
    expect([unnamed.status, unnamed.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    const open = (await operationsOf(site)).filter(({ security }) => security === undefined)
    expect(open.map(({ responses }) => Object.keys(responses).includes('401'))).toEqual(open.map(() => true))
    expect(open.length).toBeGreaterThanOrEqual(4)
  })
})

describe('a refusal', () => {
  it('has nothing that the description of problems does not have', async () => {
    const site = await openSite()
    const { components } = (await (await site.api('/api/openapi.json')).json()) as {
      components: { schemas: { Problem: { properties: Record<string, unknown> } } }
    }
    const described = Object.keys(components.schemas.Problem.properties)
    await site.register.insert(audits).values({ ...anAudit('audit-1', NOW), orgId: 100 })
    const json = { origin: HOME, 'content-type': 'application/json' }
    const open = () => site.visit('/api/orgs/lichen/reviews', OWNER, { method: 'POST', headers: json })
    await open()
    const refusals = [
      ['allow', await site.api('/api/orgs/lichen/settings', undefined, { method: 'DELETE' })],
      ['review', await open()],
      ['complaints', await site.api('/api/orgs/lichen/accounts?limit=0')],
    ] as const
    for (const [fact, refusal] of refusals) {
      const keys = Object.keys((await refusal.json()) as object)
      expect([fact, keys]).toEqual([fact, expect.arrayContaining([fact])])
      expect([fact, keys.filter((key) => !described.includes(key))]).toEqual([fact, []])
    }
  })

  it('that is a fault of ours is described with its reference wherever somebody signs in', async () => {
    const closed = (await operationsOf(await openSite())).filter(({ security }) => security !== undefined)
    expect(closed.filter(({ responses }) => !('500' in responses)).map(({ path }) => path)).toEqual([])
  })
})

describe('an address that is there', () => {
  it('ab: says which methods it takes, where it is asked by another', async () => {
    const site = await openSite()
    const answer = await site.api('/api/orgs/lichen/settings', undefined, { method: 'DELETE' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, PUT'])
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed', status: 405 })
    expect((await site.api('/api/orgs/lichen/nothing')).status).toBe(404)
  })

  it('is found with a slash too many, and no such address leads to another site', async () => {
    const site = await openSite()
    const leads = async (path: string) => (await site.visit(path, OWNER)).headers.get('location')
    expect(await leads('/orgs/lichen/accounts/?q=a%2Fb')).toBe('/orgs/lichen/accounts?q=a%2Fb')
    expect(await leads('/lichen//')).toBe('/lichen')
    for (const path of ['//example.org/', '/\\example.org/', '///example.org//'])
      expect([path, await leads(HOME + path)]).toEqual([path, '/example.org'])
    for (const path of ['//example.org?x', '/\\example.org?x', '//example.org/?x', '/%2Fexample.org?x'])
      expect([path, await leads(HOME + path)]).not.toEqual([path, expect.stringMatching(/^\/\/|:/)])
    expect((await site.api('/api/orgs/')).status).toBe(404)
    expect((await site.visit('/lichen/', OWNER, { method: 'POST', headers: { origin: HOME } })).status).toBe(
      404,
    )
  })

  it('says so where it is a badge, and names no method that the address takes not', async () => {
    const site = await openSite()
    const answer = await site.api('/badge/lichen.json', undefined, { method: 'POST' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
    for (const path of ['/badge/', '/badge/a/b', '/api/public/orgs/'])
      expect([path, (await site.api(path)).status]).toEqual([path, 404])
  })
})

describe('a list that is read whole', () => {
  it('goes on page by page, and takes no cursor that is made up', async () => {
    const site = await openSite({ organizationRoleOf: async () => 'owner' as const })
    const page = async (query: string) =>
      (await (await site.visit(`/api/orgs?limit=1${query}`, OWNER)).json()) as {
        items: { login: string }[]
        nextCursor: string | null
      }
    const first = await page('')
    const second = await page(`&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ login }) => login)).toEqual(['Lichen', 'moss'])
    expect(second.nextCursor).toBeNull()
    for (const cursor of ['made-up', '', btoa('[]'), btoa('[-1]'), btoa('["x"]')])
      expect((await site.visit(`/api/orgs?cursor=${cursor}`, OWNER)).status).toBe(422)
  })
})

describe('audits and proposals', () => {
  it('are listed newest first, page after page, and found by their id', async () => {
    const site = await openSite()
    const started = ['2026-11-20T06:00:00.000Z', '2026-11-21T06:00:00.000Z', NOW] as const
    for (const [n, at] of started.entries())
      await site.register.insert(audits).values({ ...anAudit(`audit-${n}`, at), orgId: 100, startedAt: at })
    const page = async (cursor = '') =>
      (await (await site.api(`/api/orgs/lichen/audits?limit=2${cursor}`)).json()) as {
        items: { id: string }[]
        nextCursor: string | null
      }
    const first = await page()
    const ids = (of: { items: { id: string }[] }) => of.items.map(({ id }) => id)
    expect(ids(first)).toEqual(['audit-2', 'audit-1'])
    expect(ids(await page(`&cursor=${first.nextCursor}`))).toContain('audit-0')
    expect((await site.api('/api/proposals/none')).status).toBe(404)
  })
})
