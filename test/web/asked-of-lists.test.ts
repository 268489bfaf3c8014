/** What is asked of a list: a cursor goes on with one question alone. */

import { beforeAll, describe, expect, it } from 'vitest'
import { fillLists } from '../fixtures/register/listed.ts'
import { OWNER, openSite, type Site } from '../fixtures/register/site.ts'

let site: Site

beforeAll(async () => {
  site = await openSite()
  await fillLists(site)
})

describe('a cursor', () => {
  const next = async (query: string) => {
    const { nextCursor } = (await (await site.api(`/api/orgs/lichen/${query}`)).json()) as {
      nextCursor: string | null
    }
    return nextCursor ?? ''
  }

  it.each([
    ['accounts?limit=1&sort=login', 'accounts?sort=access'],
    ['accounts?limit=1', 'accounts?verdict=inactive'],
    ['accounts?limit=1&q=a', 'accounts?q=b'],
    ['credentials?limit=1&sort=name', 'credentials?sort=kind'],
    ['credentials?limit=1&finding=true', 'credentials?finding=false'],
    ['repositories?limit=1&sort=push', 'repositories?sort=active'],
    ['repositories?limit=1', 'repositories?order=asc'],
    ['repositories?limit=1', 'repositories?power=push'],
  ])('of %s is refused by %s, which says to begin again', async (of, by) => {
    const cursor = await next(of)
    expect((await site.api(`/api/orgs/lichen/${of}&cursor=${cursor}`)).status).toBe(200)
    for (const path of [`/api/orgs/lichen/${by}`, `/orgs/lichen/${by}`]) {
      const answer = await site.visit(`${path}&cursor=${cursor}`, OWNER)
      expect([path, answer.status]).toEqual([path, 422])
      expect(await answer.text()).toContain('Begin again without a cursor.')
    }
  })

  it('goes on with another number of rows a page, and however the question is ordered', async () => {
    const cursor = await next('accounts?limit=1&q=p&role=member')
    const query = `role=member&limit=3&cursor=${cursor}&q=p`
    expect((await site.api(`/api/orgs/lichen/accounts?${query}`)).status).toBe(200)
  })

  it('of a page leads to the next one of the same question', async () => {
    await fillLists(site, 120)
    for (const query of ['', '?sort=-lastActive&q=p']) {
      const text = await (await site.visit(`/orgs/lichen/accounts${query}`, OWNER)).text()
      const [, path = ''] = /rel="next" href="([^"]+)"/.exec(text) ?? []
      expect((await site.visit(path.replaceAll('&amp;', '&'), OWNER)).status).toBe(200)
    }
  })

  it('as an earlier version wrote it is not taken', async () => {
    const [keys = ''] = (await next('accounts?limit=1')).split('.')
    const answer = await site.api(`/api/orgs/lichen/accounts?limit=1&cursor=${keys}`)
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('begin again without a cursor'),
    ])
  })
})
