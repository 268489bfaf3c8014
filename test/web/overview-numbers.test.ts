/** The numbers of the overview are those of the API, of the lists that they lead to, and of a plain count. */

import { beforeAll, describe, expect, it } from 'vitest'
import { accessMap } from '../../src/policy/access/access-map.ts'
import { accessIn, highestRole } from '../../src/policy/access/effective-access.ts'
import { STALE_ACCESS_VERSION } from '../../src/policy/stale-access/pairs.ts'
import { VERDICTS } from '../../src/policy/words.ts'
import { findOpenGrants } from '../../src/register/access/grants.ts'
import { verdictsStatement } from '../../src/register/activity/verdicts.ts'
import { audits, staleAccess } from '../../src/register/schema.ts'
import { fillLists } from '../fixtures/register/listed.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { siteFor } from '../fixtures/register/roles.ts'
import { NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

interface Row {
  readonly access: string
  readonly all: number
  readonly verdicts: Record<string, number>
  readonly twoFactor: Record<string, number>
}

let site: Site
let rows: readonly Row[]
let page: string

const api = async <T>(path: string): Promise<T> => (await (await site.visit(path, OWNER)).json()) as T
const listed = async (query: string) =>
  (await api<{ items: object[] }>(`/api/orgs/lichen/accounts?limit=500&${query}`)).items.length

beforeAll(async () => {
  site = await openSite()
  await fillLists(site)
  await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100 })
  await verdictsStatement(site.register, 100, 'audit-0', [
    ...[1, 31, 34].map((account) => ({
      account,
      verdict: {
        ...{ verdict: 'active' as const },
        by: { account, repository: 10, kind: 'push' as const, at: NOW, url: null, source: 'probe' as const },
      },
    })),
    { account: 32, verdict: { verdict: 'new', because: 'access', since: NOW } },
    {
      account: 33,
      verdict: { verdict: 'exempt', because: 'exemption', reason: 'runs the mirror', until: null },
    },
  ])
  rows = (await api<{ access: Row[] }>('/api/orgs/lichen')).access
  page = await (await site.visit('/orgs/lichen', OWNER)).text()
})

describe('who holds what, and uses it', () => {
  it('is a plain count of every account by all of its grants together', async () => {
    const grants = await findOpenGrants(site.register, 100)
    const map = accessMap(grants, [10, 11, 12])
    const verdicts = new Map(
      (await site.register.query.verdicts.findMany()).map(({ accountId, verdict }) => [accountId, verdict]),
    )
    const holders = new Set(grants.flatMap((grant) => ('account' in grant ? [grant.account] : [])))
    const plain: Record<string, number> = {}
    for (const id of holders) {
      if (id === null) continue
      const isOwner = map.organizationRoles.get(id) === 'admin'
      const level = isOwner ? 'owner' : (highestRole(accessIn(map, id)) ?? 'none')
      const key = `${ROW_OF[level]} ${verdicts.get(id) ?? 'unknown'}`
      plain[key] = (plain[key] ?? 0) + 1
    }
    const counted = rows.flatMap((row) =>
      VERDICTS.flatMap((verdict) =>
        row.verdicts[verdict] === 0 ? [] : [[`${row.access} ${verdict}`, row.verdicts[verdict]]],
      ),
    )
    expect(Object.fromEntries(counted)).toEqual(plain)
    expect(rows.reduce((sum, { all }) => sum + all, 0)).toBe(holders.size)
  })

  it('is in every row, verdict and second factor the list to which it leads', async () => {
    for (const { access, all, verdicts, twoFactor } of rows) {
      expect([access, await listed(`access=${access}`)]).toEqual([access, all])
      for (const [verdict, n] of Object.entries(verdicts))
        expect([access, verdict, await listed(`access=${access}&verdict=${verdict}`)]).toEqual([
          access,
          verdict,
          n,
        ])
      for (const [state, n] of Object.entries(twoFactor))
        expect([access, state, await listed(`access=${access}&twoFactor=${state}`)]).toEqual([
          access,
          state,
          n,
        ])
    }
    expect(await listed('access=can_push')).toBe(
      rows.filter(({ access }) => STRONG.includes(access)).reduce((sum, { all }) => sum + all, 0),
    )
  })

  it('stands on the page with the API’s numbers, each leading to its list', () => {
    const table = page.split('<th scope="col">Access</th>')[1]?.split('</table>')[0] ?? ''
    const shown = [...table.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([, row = '']) =>
      row
        .replaceAll(/<[^>]+>/g, ' ')
        .trim()
        .split(/\s{2,}/)
        .slice(1)
        .map(Number),
    )
    const order = ['active', 'new', 'exempt', 'unknown', 'inactive']
    expect(shown).toEqual(
      rows
        .filter(({ access, all }) => access !== 'none' || all > 0)
        .map(({ all, verdicts }) => [...order.map((verdict) => verdicts[verdict]), all]),
    )
    for (const { access, verdicts } of rows)
      for (const [verdict, n] of Object.entries(verdicts))
        if (n > 0) expect(table).toMatch(new RegExp(`access=${access}&amp;verdict=${verdict}">${n}<`))
  })

  it('tells whoever is no owner what it would be without leave, and no second factor by numbers alone', async () => {
    const leave = {
      ...({
        verdict: 'exempt',
        because: 'leave',
        reason: 'away',
        until: '2027-01-01T00:00:00.000Z',
      } as const),
      otherwise: { verdict: 'inactive', newest: null, since: NOW, heldSinceBefore: NOW } as const,
    }
    const inactive = async (role: Parameters<typeof siteFor>[0]) => {
      const { site: theirs, ask } = await siteFor(role)
      await verdictsStatement(theirs.register, 100, 'audit-0', [{ account: 3, verdict: leave }])
      const { access } = (await (await ask('GET', '/api/orgs/lichen')).json()) as { access: Row[] }
      const row = access.find((each) => each.access === 'write_or_maintain')
      return [row?.verdicts.exempt, row?.twoFactor === undefined]
    }
    expect(await inactive('owner')).toEqual([1, false])
    expect(await inactive('operator, numbers')).toEqual([0, true])
    for (const role of ['member', 'contributor', 'owner of a sister organisation'] as const) {
      const { ask } = await siteFor(role)
      expect([role, (await ask('GET', '/orgs/lichen')).status]).toEqual([role, 404])
    }
  })
})

describe('stale access', () => {
  const moment = (name: string, stale: number, version = STALE_ACCESS_VERSION) => ({
    ...{ orgId: 100, version, name, at: NOW, auditId: 'audit-0', change: null },
    ...{ stale, unknown: 0, total: 40, people: 9, unobservable: 0 },
  })

  it('stands as columns against the goal, with another way of counting as a series of its own', async () => {
    await site.register
      .insert(staleAccess)
      .values([moment('baseline', 20), moment('2026-Q3', 16), moment('now', 12)])
    const one = await (await site.visit('/orgs/lichen', OWNER)).text()
    expect(columnsOf(one)).toEqual([['start 20', 'Q3 16', 'now 12']])
    expect(one).not.toContain('not drawn')
    expect(one).toContain('Stale access is down 40 %')
    expect(one).toContain('goal 6 (−70 %)')
    await site.register.insert(staleAccess).values([moment('baseline', 90, 0), moment('now', 80, 0)])
    const both = await (await site.visit('/orgs/lichen', OWNER)).text()
    expect(columnsOf(both)).toEqual([['start 90'], ['start 20', 'Q3 16', 'now 12']])
    expect(both).toContain('Stale access is down 40 %')
    expect(await api('/api/orgs/lichen/stale-access')).toMatchObject({
      baseline: { stale: 20 },
      now: { stale: 12 },
      goal: { atMost: 6 },
      afterQueue: null,
      earlier: [{ version: 0, moments: [{ name: 'baseline', stale: 90 }] }],
    })
  })

  it('has the year of its start, and a break where quarters are left out between it and the newest', async () => {
    const quarters = ['2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']
    await site.register.delete(staleAccess)
    const start = { ...moment('baseline', 20), at: '2024-11-26T06:00:00.000Z' } as const
    for (const each of [start, ...quarters.map((name) => moment(name, 16)), moment('now', 12)])
      await site.register.insert(staleAccess).values(each)
    const page = await (await site.visit('/orgs/lichen', OWNER)).text()
    expect(page).toMatch(
      /<span>start<small data-short="’24">2024<\/small><\/span><\/div><div class="column break"><b>…/,
    )
    expect(page).toContain('… 2 quarters not drawn')
    expect(page).toContain('<span>Q2<small data-short="’25">2025</small></span>')
  })
})

const STRONG = ['owner', 'admin', 'write_or_maintain']
const ROW_OF: Readonly<Record<string, string>> = {
  ...{ owner: 'owner', admin: 'admin', maintain: 'write_or_maintain', write: 'write_or_maintain' },
  ...{ triage: 'read_or_triage', read: 'read_or_triage', none: 'none' },
}

/** `start 20`, by series. */
function columnsOf(text: string): string[][] {
  return text
    .split('<div class="series">')
    .slice(1)
    .map((series) =>
      [
        ...series.matchAll(
          /<div class="column"><b>(\d+)<\/b>.*?<span>(.*?)(?:<small[^>]*>\d{4}<\/small>)?<\/span>/g,
        ),
      ].map(([, n, label]) => `${label} ${n}`),
    )
}
