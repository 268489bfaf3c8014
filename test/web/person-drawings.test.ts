/** What is drawn on one person's page: how access is held and two years by month, nothing unread looking empty, at any size. */

import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { MONTHS_SHOWN } from '../../src/policy/activity/months.ts'
import type { Grant, Id } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { repositoriesStatement } from '../../src/register/access/repositories.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import { together } from '../../src/register/open.ts'
import { organizations } from '../../src/register/schema.ts'
import { Dossier } from '../../src/web/api/shapes.ts'
import { STYLE } from '../../src/web/style/sheet.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { BELAS_PAGE, belasPage, wordsOf } from '../fixtures/register/person-page.ts'
import { belaDid, readAtlas } from '../fixtures/register/read-atlas.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

let site: Site
beforeEach(async () => {
  site = await openSite()
})

const html = (person = OWNER) => belasPage(site, person)
const text = async (person = OWNER) => wordsOf(await html(person))

async function dossier() {
  return Dossier.parse(await (await site.api(`/api${BELAS_PAGE}`)).json())
}

const grant = (...grants: Grant[]) =>
  together(site.register, grantsStatements(site.register, 100, grants, NOW))

describe('how the access is held', () => {
  it('is drawn from the organisation to the repository, each line as it was used, and said in words', async () => {
    await readAtlas(site)
    await site.register.run("update repositories set pushed_at = '2026-06-01T10:00:00.000Z' where id = 10")
    const unused = await html()
    expect(unused).toContain(
      'aria-label="Paths of access: Lichen as member; team cartographers: write on atlas, unused; every member: read on every repository, unused"',
    )
    expect(unused.match(/<path class="idle"/g)).toHaveLength(4)
    await belaDid(site, 'push', '2026-11-20T10:00:00.000Z')
    const used = await html()
    expect(used).toContain('team cartographers: write on atlas, used')
    expect(used.match(/<path class="used"/g)).toHaveLength(4)
  })

  it('is not called unused where what happened there was not read', async () => {
    const page = await html()
    expect(page).toContain('team cartographers: write on atlas, use not known')
    expect(page).not.toContain('<path class="idle"')
    expect(wordsOf(page)).toContain('use not known: not all of it was read')
  })

  it('is not called unused where nothing changed, as the table behind it does not', async () => {
    await readAtlas(site)
    const page = await html()
    expect(page).toContain('team cartographers: write on atlas, use not known')
    expect(page).not.toContain('<path class="idle"')
    expect(page).toContain('>write · unknown</text>')
    expect(page).toMatch(
      /<td class="full roomy"><span class="verdict unknown">[^/]*<\/span> <span[^>]*>Nothing changed/,
    )
    expect(STYLE).toContain('.roomy { min-width')
  })

  it('is one box for all repositories, for an owner and for every member', async () => {
    await grant({ kind: 'organization_role', account: IDLE.id, role: 'admin' })
    await site.register.run(
      "update grants set closed_at = first_seen where account_id = 2 and role = 'member'",
    )
    expect(await html()).toMatch(/Lichen as owner; as owner: admin on every repository, /)
  })
})

describe('the months', () => {
  beforeEach(() => readAtlas(site))

  /** The states of the row of atlas, by month. */
  const states = async () => {
    const { months } = await dossier()
    const [atlas] = months.repositories
    return new Map(atlas?.months.map(({ month, state, days }) => [month, `${state} ${days}`]))
  }

  it('that were not read are hatched and said to be incomplete, and what is known in them is drawn all the same', async () => {
    const page = await html()
    expect(page).toContain(
      'aria-label="atlas: seen on 1 day in 1 month; 17 months not read; December 2024 to November 2026"',
    )
    expect(page.match(/<path class="u" d="([^"]+)"/)?.[1]?.match(/M/g)).toHaveLength(17 * 3)
    expect(wordsOf(page)).toContain(
      'Months before 22 May 2026 are drawn from what is known and may be incomplete. The present month is drawn up to the audit of 22 November 2026.',
    )
    const by = await states()
    expect(['2026-02', '2026-05', '2026-06', '2026-11'].map((month) => by.get(month))).toEqual([
      'seen 1',
      'not_read 0',
      'nothing_seen 0',
      'nothing_seen 0',
    ])
  })

  it('of a repository that nobody read are all not read, however silent it looks', async () => {
    await site.register.run('delete from watermarks')
    await site.register.run('delete from readings')
    expect([...(await states()).values()].filter((state) => state === 'nothing_seen 0')).toEqual([])
    expect(await text()).toContain('No month was read in full: what is drawn is what is known')
  })

  it('from before acts were kept by month are not called empty, though audits of then read them', async () => {
    await site.register.update(organizations).set({ actsKeptSince: '2026-09-15T00:00:00.000Z' })
    const by = await states()
    expect(['2026-08', '2026-09', '2026-10'].map((month) => by.get(month))).toEqual([
      'not_read 0',
      'not_read 0',
      'nothing_seen 0',
    ])
  })

  it('say the same on the page as in the API, in a table behind them', async () => {
    await belaDid(site, 'push', '2026-07-20T10:00:00.000Z')
    await belaDid(site, 'issue_comment', '2026-07-21T10:00:00.000Z')
    const page = await html()
    const rows = [...page.matchAll(/<th scope="row">([A-Z][a-z]+ 20\d\d)<\/th><td [^>]*>([^<]*)</g)]
    const { months } = await dossier()
    const cells = months.repositories[0]?.months ?? []
    expect(rows).toHaveLength(MONTHS_SHOWN)
    expect(rows.map(([, , cell]) => cell).reverse()).toEqual(
      cells.map(({ state, days }) =>
        state === 'seen' ? `${days} day${days === 1 ? '' : 's'}` : state === 'not_read' ? 'not read' : 'none',
      ),
    )
    expect(page).toContain('>2 days<')
  })

  it('without an act say that they tell nothing of what was not read', async () => {
    await site.register.run('delete from acts_by_month')
    expect(await text()).toContain(
      'No act within two years is known. That says nothing about months that were not read.',
    )
  })
})

describe('a page', () => {
  /** Two more than before it drew anything: the months, and what stands beside the person. */
  const STATEMENTS = 35

  const asked = async () => {
    await html()
    const { register, calls } = listenedTo(site.register)
    const real = site.platform.register
    Object.assign(site.platform, { register })
    await html()
    Object.assign(site.platform, { register: real })
    return calls.flat().length
  }

  it('of seven hundred repositories is as short, as quick to ask, and leads to the rest', async () => {
    await readAtlas(site)
    expect(await asked()).toBeLessThanOrEqual(STATEMENTS)
    await withRepositories(site, 700)
    expect(await asked()).toBeLessThanOrEqual(STATEMENTS)
    const page = await html()
    expect(page.match(/<text x="10" y="16">/g)?.length).toBeLessThanOrEqual(1 + 8 + 13)
    expect(page).toMatch(/href="\/orgs\/Lichen\/repositories\?account=bela">and 689 more repositories</)
    expect(page.match(/<svg class="strip" viewBox="0 0 240/g)).toHaveLength(8)
    expect(wordsOf(page)).toContain('and 693 more repositories')
    expect(gzipSync(page).length).toBeLessThan(150_000)
    const { months } = await dossier()
    expect([months.repositories.length, months.more]).toEqual([100, 601])
  })

  it('keeps hostile names in their places', async () => {
    await readAtlas(site)
    const long = `${'x'.repeat(190)}"><b>y</b>`
    await site.register.run(`update repositories set name = '${long}' where id = 10`)
    await site.register.run("update teams set slug = 'צוות\u202Eמפות'")
    await site.register.run(`update accounts set name = 'מפתח ${long}' where id = 2`)
    const page = await html()
    expect(page).not.toContain('<b>y</b>')
    expect(page).toContain('<bdi>מפתח')
    expect(page).not.toContain('\u202E')
    for (const [, drawn = ''] of page.matchAll(/<text [^>]*>([^<]*)<\/text>/g))
      expect([...drawn.replace(/&[a-z]+;/g, '_')].length).toBeLessThanOrEqual(24)
  })
})

/** Gives bela a role and an act on so many repositories, one month or another. */
async function withRepositories({ register }: Site, count: number): Promise<void> {
  const ids: Id[] = Array.from({ length: count }, (_, at) => 1000 + at)
  const flags = { private: false, archived: false, fork: false, defaultBranch: 'main' }
  const seen = ids.map((id) => ({
    ...{ id, name: `r${id}`, nodeId: `R_${id}`, createdAt: null, pushedAt: null },
    ...flags,
  }))
  await repositoriesStatement(register, 100, seen, NOW)
  await together(
    register,
    grantsStatements(
      register,
      100,
      ids.map((repository) => ({ kind: 'repository_role', account: IDLE.id, repository, role: 'write' })),
      NOW,
    ),
  )
  const acts = ids.map((repository) => ({
    ...({
      account: IDLE.id,
      repository,
      kind: 'issue_comment',
      url: null,
      source: 'issue_comments',
    } as const),
    at: '2025-06-03T10:00:00.000Z' as const,
  }))
  await together(register, activityStatements(register, 100, acts, NOW))
}
