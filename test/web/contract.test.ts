/** What a client of the API may rely on, whatever the route: names, refusals, lists. */
import { describe, expect, it } from 'vitest'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { NOW, openSite, type Site } from '../fixtures/register/site.ts'

interface Operation {
  readonly operationId?: string
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

  it('ad: that has a list refuses a parameter that it does not know', async () => {
    const site = await openSite()
    const lists = (await operationsOf(site)).filter(({ parameters = [] }) =>
      parameters.some(({ in: where, name }) => where === 'query' && name === 'limit'),
    )
    expect(lists.length).toBeGreaterThanOrEqual(5)
    for (const { path } of lists) {
      const address = path.replace('{org}', 'lichen').replace('{id}', 'x')
      const answer = await site.api(`${address}?typo=1`)
      expect([path, answer.status]).toEqual([path, 422])
      expect(await answer.text()).toContain('typo')
    }
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
