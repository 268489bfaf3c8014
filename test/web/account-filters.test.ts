/** The lists of accounts and credentials: what narrows and orders them, and that pills, files, pages and API say the same. */

import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { accessMap } from '../../src/policy/access/access-map.ts'
import { accessIn, highestRole } from '../../src/policy/access/effective-access.ts'
import type { Grant, Id, RepositoryRole } from '../../src/policy/words.ts'
import { credentials } from '../../src/register/schema.ts'
import { fillLists, GRANTS, REPOSITORIES } from '../fixtures/register/listed.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

interface Row {
  readonly id: Id
  readonly login: string
  readonly access: string
  readonly verdict: string
  readonly teams: readonly string[]
  readonly repositories: number
  readonly lastActivity: { readonly at: string } | null
}

let site: Site
/** What the fixture's own organisation holds beside. */
const HELD: readonly Grant[] = [
  { kind: 'organization_role', account: 1, role: 'admin' },
  { kind: 'organization_role', account: 2, role: 'member' },
  { kind: 'team_membership', account: 2, team: 20, role: 'member' },
  { kind: 'team_repository', team: 20, repository: 10, role: 'write' },
  { kind: 'repository_role', account: 3, repository: 10, role: 'maintain' },
  { kind: 'base_permission', role: 'read' },
  ...GRANTS,
]

beforeAll(async () => {
  site = await openSite()
  await fillLists(site)
})

describe('the access of each account', () => {
  const map = accessMap(
    HELD,
    REPOSITORIES.map(([id]) => id),
  )
  const expected = (id: Id, role: RepositoryRole | null) =>
    map.organizationRoles.get(id) === 'admin' ? 'owner' : (role ?? 'none')

  it('is what the policy computes of all grants together, by teams above and the base permission too', async () => {
    const rows = await all('')
    expect(rows).toHaveLength(9)
    expect(rows.map(({ id, access, repositories }) => [id, access, repositories])).toEqual(
      rows.map(({ id }) => {
        const access = accessIn(map, id)
        return [id, expected(id, highestRole(access)), access.repositories.size]
      }),
    )
  })

  it.each(REPOSITORIES)(
    'with repository %i asked for, it is the role there, of whoever reaches it',
    async (id, name) => {
      const rows = await all(`repository=${name}`)
      const reaching = [1, 2, 3, 30, 31, 32, 33, 34, 35].flatMap((account) => {
        const there = accessIn(map, account).repositories.get(id)
        return there === undefined ? [] : [[account, expected(account, there.role)]]
      })
      expect(rows.map((row) => [row.id, row.access]).sort()).toEqual(reaching.sort())
      expect(rows.length).toBeLessThan(9)
    },
  )
})

describe('a filter', () => {
  it.each([
    ['access=owner', ['ada']],
    ['access=maintain', ['=cmd()', 'p33']],
    ['access=admin&repository=docs', ['p32']],
    ['team=cartographers', ['bela']],
    ['team=nobody-knows', []],
    ['twoFactor=disabled', ['bela', 'p30']],
    ['finding=true', ['bela', 'p30']],
    ['finding=false&access=read', ['p34']],
    ['neverSeen=false', ['bela']],
    ['verdict=inactive&neverSeen=true', []],
  ])('%s shows %j, by the API and on the page', async (query, logins) => {
    expect((await all(query)).map(({ login }) => login)).toEqual(logins)
    expect((await shown(`/orgs/lichen/accounts?${query}&sort=login`)).logins).toEqual(logins)
  })

  it('by the second factor finds nothing of it for whoever is no owner', async () => {
    for (const query of ['twoFactor=disabled', 'finding=true']) {
      const answer = await site.api(`/api/orgs/lichen/accounts?${query}`)
      expect([query, await answer.json()]).toEqual([query, { items: [], nextCursor: null }])
    }
  })

  it('that is misspelt is refused by the API', async () => {
    for (const query of ['teem=core', 'access=boss', 'sort=shoe-size', 'finding=maybe'])
      expect([query, (await site.api(`/api/orgs/lichen/accounts?${query}`)).status]).toEqual([query, 422])
    for (const query of ['ownr=bela', 'sort=shoe-size'])
      expect([query, (await site.api(`/api/orgs/lichen/credentials?${query}`)).status]).toEqual([query, 422])
  })
})

describe('an order', () => {
  it.each(['login', '-login', 'access', '-access', 'lastActive', '-lastActive', 'verdict', '-verdict'])(
    '%s leads through pages of two to every account once, and a turned one is the other way round',
    async (sort) => {
      const rows = await all(`limit=2&sort=${sort}`)
      const whole = await all(`sort=${sort}`)
      expect(rows).toEqual(whole)
      expect(new Set(rows.map(({ id }) => id)).size).toBe(9)
      const other = sort.startsWith('-') ? sort.slice(1) : `-${sort}`
      expect((await all(`sort=${other}`)).map(({ id }) => id)).toEqual(whole.map(({ id }) => id).reverse())
    },
  )

  it('of the page is the strongest access first', async () => {
    const { logins } = await shown('/orgs/lichen/accounts')
    expect(logins.slice(0, 2)).toEqual(['ada', 'p32'])
  })
})

describe('the page of accounts', () => {
  it.each([
    '',
    '?access=read',
    '?repository=spores',
    '?q=p3',
    '?team=cartographers',
    '?role=outside_collaborator',
  ])('counts in its pills%s what the API lists of each verdict', async (query) => {
    const page = await shown(`/orgs/lichen/accounts${query}`)
    const rows = await all(query.slice(1))
    const of = (verdict: string) => rows.filter((row) => row.verdict === verdict).length
    expect(page.pills).toEqual({
      ...{ All: rows.length, Inactive: of('inactive'), Active: of('active'), New: of('new') },
      ...{ Unknown: of('unknown'), Exempt: of('exempt') },
    })
    for (const verdict of ['inactive', 'unknown'])
      expect((await shown(`/orgs/lichen/accounts?${query.slice(1)}&verdict=${verdict}`)).logins).toHaveLength(
        of(verdict),
      )
  })

  it('says once when somebody was last active, with the day behind it', async () => {
    const { text } = await shown('/orgs/lichen/accounts?q=bela')
    expect(text).toMatch(
      /<time datetime="2026-02-03T10:00:00.000Z" title="3 February 2026">9 mo ago<\/time>[^·]* <a href="[^"]*">push in atlas</,
    )
    expect(text.match(/2026-02-03T/g)).toHaveLength(1)
  })

  it('exports exactly what is shown, in its order', async () => {
    const { text, logins } = await shown('/orgs/lichen/accounts?access=read&sort=-login')
    const file = /href="([^"]*format=json[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const { items } = (await (await site.visit(file, OWNER)).json()) as { items: Row[] }
    expect(items.map(({ login }) => login)).toEqual(logins)
    expect(logins.length).toBeGreaterThan(1)
    const csv = await (await site.visit(file.replace('json', 'csv'), OWNER)).text()
    expect(csv.split('\r\n')).toHaveLength(logins.length + 1)
  })
})

describe('the page of credentials', () => {
  it('counts in its pills what the API lists, filters by owner and folds the permissions', async () => {
    const count = async (query: string) => {
      const answer = await site.api(`/api/orgs/lichen/credentials?${query}`)
      return ((await answer.json()) as { items: unknown[] }).items.length
    }
    for (const query of ['', 'kind=deploy_key', 'owner=BELA']) {
      const { pills } = await shown(`/orgs/lichen/credentials?${query}`)
      expect(pills).toEqual({
        All: await count(query),
        'With findings': await count(`${query}&finding=true`),
        Inactive: await count(`${query}&stale=true`),
      })
    }
    expect([await count(''), await count('owner=bela'), await count('finding=false')]).toEqual([3, 1, 1])
    const { text } = await shown('/orgs/lichen/credentials?kind=app_installation')
    expect(text).toMatch(
      /write code and issues in all repositories <details class="inline"><summary[^>]*>3 permissions</,
    )
  })

  it('marks nothing as able to write that opens nothing, and says the same of it once it opens again', async () => {
    const { register } = site
    const ofRenewal = eq(credentials.githubId, '701')
    const line = async () => {
      const { text } = await shown('/orgs/lichen/credentials')
      return /<tr><th scope="row">renewal[\s\S]*?<\/tr>/.exec(text)?.[0] ?? ''
    }
    expect(await line()).toMatch(/write code and issues[\s\S]*>too wide<[\s\S]*>can write</)
    const set = async (details: Record<string, string>) =>
      await register.update(credentials).set({ details }).where(ofRenewal)
    await set({ suspendedAt: NOW })
    expect(await line()).toMatch(/opens nothing: suspended[\s\S]*>suspended</)
    expect(await line()).not.toMatch(/can write|too wide|Can change every/i)
    await set({})
    expect(await line()).toContain('>can write<')
  })

  it.each(['firstSeen', 'kind', '-kind', 'name', 'owner', '-lastUsed', 'expires'])(
    'in the order %s leads through pages of one to each once',
    async (sort) => {
      const ids: string[] = []
      for (let cursor = ''; ; ) {
        const path = `/api/orgs/lichen/credentials?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`
        const page = (await (await site.api(path)).json()) as {
          items: { id: string }[]
          nextCursor: string | null
        }
        ids.push(...page.items.map(({ id }) => id))
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      expect(ids.toSorted()).toEqual(['700', '701', '702'])
    },
  )
})

it('both pages ask the register as often for nine accounts as for four hundred', async () => {
  const times = async (n: number) => {
    const each = await openSite()
    await fillLists(each, n)
    const { register, calls } = listenedTo(each.register)
    Object.assign(each.platform, { register })
    const asked: number[] = []
    await each.visit('/orgs/lichen/settings', OWNER)
    for (const path of ['accounts', 'accounts?repository=atlas&sort=-lastActive', 'credentials']) {
      calls.length = 0
      expect((await each.visit(`/orgs/lichen/${path}`, OWNER)).status).toBe(200)
      asked.push(calls.flat().length)
    }
    return asked
  }
  const few = await times(0)
  // Sign-in, rights, the line in the history and what waits are eight of them, the history's on the first visit of a day.
  expect(few).toEqual([15, 11, 12])
  expect(await times(400)).toEqual(few)
}, 60_000)

/** All pages of the API's list. */
async function all(query: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let cursor = ''; ; ) {
    const path = `/api/orgs/lichen/accounts?${query}${cursor && `&cursor=${cursor}`}`
    const answer = await site.visit(path, OWNER)
    const page = (await answer.json()) as { items: Row[]; nextCursor: string | null }
    rows.push(...page.items)
    if (page.nextCursor === null) return rows
    cursor = page.nextCursor
  }
}

/** The logins, and the pills by label, of a page. */
async function shown(path: string) {
  const text = await (await site.visit(path, OWNER)).text()
  const logins = [...text.matchAll(/<th scope="row"[^>]*><a class="plain" href="[^"]*\/accounts\/([^"]+)"/g)]
  const pills = [...text.matchAll(/<li><a href="[^"]*"[^>]*>([\w ]+) <span class="n">(\d+)</g)]
  return {
    text,
    logins: logins.map(([, login = '']) => decodeURIComponent(login)),
    pills: Object.fromEntries(pills.map(([, label = '', n]) => [label, Number(n)])),
  }
}
