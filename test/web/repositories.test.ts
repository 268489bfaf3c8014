/** The list of repositories and the page of one: who can push, administer and release there, and who may see it. */

import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { monthsBefore } from '../../src/policy/calendar.ts'
import type { Grant, Instant, VerdictName } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { repositoriesStatement } from '../../src/register/access/repositories.ts'
import { reviewsReadStatement } from '../../src/register/activity/deployment-reviewers.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { together } from '../../src/register/open.ts'
import { accounts, audits, repositories, verdicts } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { IDLE, NOW, OWNER, openSite, type Site, STRANGER } from '../fixtures/register/site.ts'

interface Item {
  readonly name: string
  readonly activePeople: number
  readonly canPush: number
  readonly canAdminister: number
  readonly canRelease: number | null
  readonly keyholders: { readonly active: number; readonly two: string }
  readonly complete: boolean
}

let site: Site
const get = async <T>(path: string) =>
  (await (await site.api(`/api/orgs/lichen/repositories${path}`)).json()) as T
const list = (query = '') =>
  get<{ items: Item[]; nextCursor: string | null; counts: Record<string, number> }>(query)
const names = async (query: string) => (await list(query)).items.map(({ name }) => name)
const page = async (path: string) => (await site.visit(`/orgs/lichen/repositories${path}`, OWNER)).text()

/** Lichen with a second repository of ada's alone and an archived one; `atlas` is bela's by a team and an outsider's. */
beforeEach(async () => {
  site = await openSite()
  const repository = (id: number, name: string, archived = false) => ({
    ...{ id, name, nodeId: `R_${id}`, private: true, archived, fork: false, defaultBranch: 'main' },
    ...{ createdAt: null, pushedAt: '2026-11-01T00:00:00.000Z' as const },
  })
  await repositoriesStatement(site.register, 100, [repository(11, 'Moss'), repository(12, 'zinc', true)], NOW)
  await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100, status: 'complete' })
})

const give = async (...grants: Grant[]) => {
  for (const statement of grantsStatements(site.register, 100, grants, NOW)) await statement
}
const judge = (accountId: number, verdict: VerdictName) =>
  site.register
    .insert(verdicts)
    .values({
      ...{ orgId: 100, accountId, verdict, auditId: 'audit-0' },
      facts: { verdict: 'exempt', reason: 'a test' } as never, // only its name is read here
    })
    .onConflictDoUpdate({ target: [verdicts.orgId, verdicts.accountId], set: { verdict } })

describe('the list', () => {
  it('counts who can push and administer by every path, most people first', async () => {
    const { items, counts } = await list()
    expect(items).toMatchObject([
      { name: 'atlas', canPush: 3, canAdminister: 1, canRelease: null, complete: true },
      { name: 'Moss', canPush: 1, canAdminister: 1 },
      { name: 'zinc', canPush: 1, archived: true },
    ])
    // ada is not judged yet, and one person alone cannot be two.
    expect(items[0]?.keyholders).toEqual({ active: 0, unknown: 1, two: 'no' })
    expect(counts).toEqual({ all: 3, fewKeyholders: 2, noPush: 1 })
    const { matching } = await get<{ matching: typeof counts }>('?q=moss&view=no_push')
    expect(matching).toEqual({ all: 1, fewKeyholders: 1, noPush: 0 })
  })

  it('counts members where the base permission writes, and each once', async () => {
    await give({ kind: 'base_permission', role: 'write' })
    expect((await list()).items.map(({ name, canPush }) => [name, canPush])).toEqual([
      ['atlas', 3],
      ['Moss', 2],
      ['zinc', 2],
    ])
  })

  it('says whether two active people can administer, and does not know where one is unknown', async () => {
    const two = async () => (await list('?q=atlas')).items[0]?.keyholders
    await judge(OWNER.id, 'active')
    expect(await two()).toEqual({ active: 1, unknown: 0, two: 'no' })
    await give({ kind: 'repository_role', account: 3, repository: 10, role: 'admin' })
    expect(await two()).toEqual({ active: 1, unknown: 1, two: 'unknown' })
    await judge(3, 'active')
    expect(await two()).toEqual({ active: 2, unknown: 0, two: 'yes' })
    expect((await list()).counts).toMatchObject({ fewKeyholders: 1 })
    expect(await names('?view=few_keyholders')).toEqual(['Moss'])
  })

  it('counts the people who were at work in each within the window, bots left out, and the busiest first when asked', async () => {
    const act = (account: number, repository: number, at: Instant) =>
      ({ account, repository, kind: 'issue_comment', at, url: null, source: 'issue_comments' }) as const
    const before = monthsBefore(NOW, 7)
    const acts = [
      act(OWNER.id, 11, NOW),
      act(IDLE.id, 11, NOW),
      act(OWNER.id, 10, NOW),
      act(IDLE.id, 10, before),
    ]
    await together(site.register, activityStatements(site.register, 100, acts, NOW))
    const counted = async () =>
      (await list('?sort=active')).items.map(({ name, activePeople }) => [name, activePeople])
    expect(await counted()).toEqual([
      ['Moss', 2],
      ['atlas', 1],
      ['zinc', 0],
    ])
    expect(await get('/moss')).toMatchObject({ activePeople: 2 })
    await site.register.update(audits).set({ asOf: monthsBefore(NOW, 2) })
    expect(await get('/atlas')).toMatchObject({ activePeople: 1 }) // however old the newest audit
    const overview = await (await site.visit('/orgs/lichen', OWNER)).text()
    expect(overview.replace(/<[^>]+>/g, '')).toContain(
      'Busiest repository: Moss, where 2 people were at work in the last 6 months.',
    )
    await site.register.update(accounts).set({ type: 'Bot' }).where(eq(accounts.id, IDLE.id))
    expect(await counted()).toEqual([
      ['atlas', 1],
      ['Moss', 1],
      ['zinc', 0],
    ])
  })

  it('filters by name, by what somebody can do, and by view', async () => {
    expect(await names('?q=MO')).toEqual(['Moss'])
    expect(await names('?account=BELA')).toEqual(['atlas'])
    expect(await names('?account=bela&power=administer')).toEqual([])
    expect(await names('?account=ada&power=administer')).toEqual(['atlas', 'Moss', 'zinc'])
    expect(await names('?account=nobody')).toEqual([])
    expect(await names('?power=push')).toEqual(['atlas'])
    expect(await names('?power=administer')).toEqual([])
    expect(await names('?view=no_push')).toEqual(['atlas'])
  })

  it('is sorted as asked, and the cursor leads through all of it once', async () => {
    expect(await names('?sort=name&order=desc')).toEqual(['zinc', 'Moss', 'atlas'])
    expect(await names('?sort=pushed')).toEqual(['Moss', 'zinc', 'atlas'])
    for (const query of ['', '&sort=name', '&sort=release&order=asc']) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { items, nextCursor } = await list(
          `?limit=1${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        seen.push(...items.map(({ name }) => name))
        cursor = nextCursor
      }
      expect([query, seen]).toEqual([query, await names(`?limit=500${query}`)])
    }
    for (const wrong of ['limit=501', 'cursor=x', 'power=own', 'sort=size', 'typo=1'])
      expect([wrong, (await site.api(`/api/orgs/lichen/repositories?${wrong}`)).status]).toEqual([wrong, 422])
  })

  it('says that there may be more where who holds it was not read in full', async () => {
    const scope = { kind: 'repository', id: 10 } as const
    const state = { kind: 'unread', reason: 'GitHub did not answer.' } as const
    await readingsStatement(site.register, 'audit-0', [{ source: 'direct_roles', scope, state }])
    expect((await list()).items.map(({ name, complete }) => [name, complete])).toEqual([
      ['atlas', false],
      ['Moss', true],
      ['zinc', true],
    ])
    expect(await page('')).toContain('at least ')
    expect(await page('/atlas')).toContain('there may be more people')
    await readingsStatement(site.register, 'audit-0', [
      { source: 'teams', scope: { kind: 'organization' }, state },
    ])
    expect((await list()).items.map(({ complete }) => complete)).toEqual([false, false, false])
  })

  it('shows on its page, and hands out as CSV and JSON, what the filter finds', async () => {
    const shown = await page('?account=bela&sort=name')
    expect(shown).toContain('1 of 3 repositories matches')
    expect(shown).toContain('href="/orgs/Lichen/repositories/atlas"')
    expect(shown).not.toContain('/repositories/Moss')
    expect(shown).toMatch(/aria-sort="ascending"><a href="[^"]*account=bela[^"]*order=desc/)
    const csv = (await page('?account=bela&format=csv')).trim().split('\r\n')
    expect(csv).toHaveLength(2)
    expect(csv[1]).toContain('"atlas"')
    const { items } = await list('?sort=name')
    expect(JSON.parse(await page('?sort=name&format=json'))).toEqual({ items })
    expect(await page('?q=nothing')).toContain('No repository matches')
  })
})

describe('one repository', () => {
  it('names who can push, by which path, and what they last did there', async () => {
    expect(await get('/ATLAS')).toMatchObject({
      ...{ name: 'atlas', canPush: 3, canAdminister: 1, canRelease: null, readersOnly: 0 },
      people: [
        {
          login: 'ada',
          role: 'admin',
          paths: [{ kind: 'owner', words: 'owner of the organisation' }, { kind: 'base' }],
        },
        { login: '=cmd()', role: 'maintain', paths: [{ words: 'directly, as an outside collaborator' }] },
        {
          login: 'bela',
          role: 'write',
          verdict: 'inactive',
          paths: [
            { kind: 'team', team: 'cartographers', through: 'cartographers', words: 'team cartographers' },
            { kind: 'base', role: 'read' },
          ],
          lastUse: { at: '2026-02-03T10:00:00.000Z', kind: 'push' },
          use: 'unused',
        },
      ],
      release: { reviewers: null, released: [] },
      keys: [{ kind: 'deploy_key', name: 'docs', place: 'this', use: 'never' }],
      posture: { branchProtection: 'unknown', securityPolicy: 'unknown' },
    })
    const html = await page('/atlas')
    expect(html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')).toContain(
      '3 can push, 1 can administer, who can release is not known. 1 key or App can write, too. 3 of the 3 have not used it for 6 months',
    )
    expect(await get('/moss')).toMatchObject({ canPush: 1, readersOnly: 1, people: [{ login: 'ada' }] })
  })

  it('never calls it unused where what happened there was not read', async () => {
    await site.register.update(repositories).set({ pushedAt: NOW }).where(eq(repositories.id, 10))
    expect(await get('/atlas')).toMatchObject({
      unusedHere: 0,
      unknownHere: 3,
      people: [{ use: 'unknown' }, {}, {}],
    })
    await site.register.update(repositories).set({ pushedAt: null }).where(eq(repositories.id, 11))
    expect(await get('/moss')).toMatchObject({ unusedHere: 1, unknownHere: 0 })
    const scope = { kind: 'account', id: OWNER.id } as const
    const state = { kind: 'unread', reason: 'GitHub did not answer.' } as const
    await readingsStatement(site.register, 'audit-0', [{ source: 'contributions', scope, state }])
    expect(await get('/moss')).toMatchObject({ unusedHere: 0, unknownHere: 1 })
  })

  it('nor in a repository of which nothing is read, nor before an audit has ended', async () => {
    await site.register.update(repositories).set({ pushedAt: null })
    const scope = { kind: 'repository', id: 10 } as const
    const state = { kind: 'not_shown', reason: 'The owners leave it out.' } as const
    await readingsStatement(site.register, 'audit-0', [{ source: 'left_out_repositories', scope, state }])
    expect(await get('/atlas')).toMatchObject({ unusedHere: 0, unknownHere: 3, complete: true })
    expect(await get('/moss')).toMatchObject({ unusedHere: 1, unknownHere: 0, complete: true })
    await site.register.update(audits).set({ status: 'running' })
    expect(await get('/moss')).toMatchObject({ unusedHere: 0, unknownHere: 1, complete: false })
    expect((await list()).items.map(({ complete }) => complete)).toEqual([false, false, false])
  })

  it('knows who can release by the approvals that its environments ask for', async () => {
    const reviewers = { users: [OWNER.id, STRANGER.id], teams: [20] }
    const read = { repository: 10, reviewers, since: NOW, readTo: NOW, limit: null }
    await reviewsReadStatement(site.register, 100, read)
    expect(await get('/atlas')).toMatchObject({
      canRelease: 2,
      release: { readAt: NOW, reviewers: [{ login: 'ada' }, { login: 'bela', verdict: 'inactive' }] },
    })
    expect((await list()).items[0]).toMatchObject({ name: 'atlas', canRelease: 2 })
    expect(await names('?account=bela&power=release')).toEqual(['atlas'])
    expect(await page('/atlas')).toContain('1 inactive')
    const at = '2026-10-01T00:00:00.000Z'
    const tag = { account: OWNER.id, repository: 10, kind: 'tag', at, url: null, source: 'tags' } as const
    await together(site.register, activityStatements(site.register, 100, [tag], NOW))
    expect(await get('/atlas')).toMatchObject({ release: { released: [{ login: 'ada', kind: 'tag', at }] } })
  })

  it('is handed out as CSV without a formula, and both are told to the history', async () => {
    const csv = await page('/atlas?format=csv')
    expect(csv).toContain('"\'=cmd()"')
    await page('/atlas')
    const { items } = (await (await site.api('/api/orgs/lichen/history')).json()) as {
      items: { sentence: string }[]
    }
    const sentences = items.map(({ sentence }) => sentence)
    expect(sentences).toContain('ada exported lists of accounts, credentials, repositories or proposals.')
    expect(sentences).toContain('ada looked at who can change repositories.')
  })

  it('is not found where the organisation has none of that name', async () => {
    expect((await site.api('/api/orgs/lichen/repositories/moor')).status).toBe(404)
    await site.register.update(repositories).set({ closedAt: NOW }).where(eq(repositories.id, 10))
    expect((await site.visit('/orgs/lichen/repositories/atlas', OWNER)).status).toBe(404)
  })
})

it.each(['', '/atlas', '?format=csv', '/atlas?format=json'])(
  'repositories%s are for the owners of the organisation alone',
  async (path) => {
    for (const prefix of path.includes('format') ? [''] : ['', '/api'])
      for (const person of [IDLE, STRANGER])
        expect((await site.visit(`${prefix}/orgs/lichen/repositories${path}`, person)).status).toBe(404)
    expect((await site.visit(`/orgs/moss/repositories${path}`, OWNER)).status).toBe(404)
  },
)

it('the dossier links to the pages of repositories, and for the person themselves to none', async () => {
  const dossier = await (await site.visit('/orgs/lichen/accounts/bela', OWNER)).text()
  expect(dossier).toContain('href="/orgs/Lichen/repositories/atlas"')
  expect(await (await site.visit('/me', IDLE)).text()).not.toContain('/repositories/')
})
