/** What is asked of a list: a cursor goes on with one question alone, and a page that is asked for what there is not says so. */

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

describe('a page that is asked for what there is not', () => {
  const long = 'x'.repeat(101)

  it.each([
    [
      'accounts?role=member&verdict=bogus',
      'verdict must be one of active, inactive, new, exempt or unknown, and is “bogus”.',
    ],
    ['accounts?role=member&sort=size', 'sort must be one of login,'],
    ['accounts?role=member&neverSeen=maybe', 'neverSeen must be one of 0, 1, true or false, and is “maybe”.'],
    [
      `accounts?role=member&q=${long}`,
      `q must have at most 100 characters, and is “${'x'.repeat(60)}…” (101 characters).`,
    ],
    ['credentials?role=member&kind=<b>', 'kind must be one of'],
    ['credentials?role=member&stale=2', 'stale must be one of 0, 1, true or false, and is “2”.'],
    ['repositories?role=member&power=own', 'power must be one of push, administer or release, and is “own”.'],
    ['repositories?role=member&view=bogus', 'view must be one of few_keyholders or no_push'],
    ['history?role=member&from=garbage', 'from must be a day such as 2026-11-22, and is “garbage”.'],
    ['history?role=member&view=bogus', 'view must be one of decisions, rules, audits, looked or all'],
  ])('%s names it, leads to the list without it, and exports nothing', async (path, sentence) => {
    for (const format of ['', '&format=csv', '&format=json']) {
      const answer = await site.visit(`/orgs/lichen/${path}${format}`, OWNER)
      const text = await answer.text()
      expect([format, answer.status]).toEqual([format, 422])
      expect(text).toContain(sentence)
      const without = `/orgs/lichen/${path.replace(/&.*/, '')}`
      expect(text).toContain(`<a href="${without}">Show the list without it</a>`)
      expect((await site.visit(without, OWNER)).status).toBe(200)
    }
  })

  it('names everything that is wrong at once', async () => {
    const text = await (await site.visit('/orgs/lichen/history?from=x&to=y&q=ada', OWNER)).text()
    expect(text).toContain('and is “x”. to must be a day')
    expect(text).toContain('href="/orgs/lichen/history?q=ada"')
  })

  it('takes what is empty for nothing asked', async () => {
    for (const query of [
      'accounts?verdict=&q=&sort=',
      'credentials?kind=',
      'repositories?power=',
      'history?view=&from=',
    ])
      expect([query, (await site.visit(`/orgs/lichen/${query}`, OWNER)).status]).toEqual([query, 200])
  })
})
