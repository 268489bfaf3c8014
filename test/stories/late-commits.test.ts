/** Commits that come in after the first audit with an older date, or with a second author: they count for whoever wrote them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW, smallWorld } from '../fixtures/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole.ts'

/** After the first audit, and when the second one looks. */
const THAT_EVENING = '2026-11-22T20:00:00Z'
const NEXT_DAY = '2026-11-23T06:00:00Z'

let chatelaine: Chatelaine

async function verdictOf(login: string): Promise<string | undefined> {
  return (await chatelaine.accounts('guild')).find((account) => account.login === login)?.verdict
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['pair', 'branch-author', 'early-bird', 'tagger', 'silent']) guild.member(login)
  guild.repository('fresh', { created_at: '2026-11-01T12:00:00Z' })
  // Counted by the day, and the audit of that day is earlier than the day's beginning in GitHub's words.
  guild.act('passer-by', 'commit', { at: '2026-11-22T05:00:00Z', co_authors: ['early-bird'] })
  guild.act('tagger', 'tag', { repo: 'fresh', branch: 'v0.1', at: '2026-08-01T10:00:00Z' })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

describe('at the first audit', () => {
  it('who committed with somebody else on the very day is active', async () => {
    expect(await verdictOf('early-bird')).toBe('active')
  })

  it('a tag that is older than its repository clears nobody', async () => {
    expect(await verdictOf('tagger')).toBe('inactive')
  })
})

describe('a day later', () => {
  it('a merge that brings in what was written before, and a second author, clear both who were silent', async () => {
    expect([await verdictOf('pair'), await verdictOf('branch-author')]).toEqual(['inactive', 'inactive'])
    const act = (more: object) =>
      chatelaine.github.act({
        actor: 'passer-by',
        kind: 'commit',
        owner: 'guild',
        repo: 'atlas',
        at: THAT_EVENING,
        ...more,
      })
    act({ co_authors: ['pair'] })
    act({ actor: 'branch-author', at: '2026-10-29T10:00:00Z' })
    act({ actor: 'guild-warden', kind: 'merge' })
    await chatelaine.auditedAt(NEXT_DAY)
    expect([await verdictOf('pair'), await verdictOf('branch-author')]).toEqual(['active', 'active'])
    expect(await verdictOf('silent')).toBe('inactive')
  }, 30_000)
})

describe('a repository that is gone', () => {
  it('leaves the audit of the day complete: nobody asks for the keys of what is not listed', async () => {
    const { world } = chatelaine
    world.repositories.splice(
      world.repositories.findIndex(({ name }) => name === 'fresh'),
      1,
    )
    await chatelaine.auditedAt('2026-11-24T06:00:00Z')
    const database = await chatelaine.worker.database()
    const row = await database.prepare('SELECT status FROM audits ORDER BY as_of DESC LIMIT 1').first()
    expect(row).toEqual({ status: 'complete' })
  }, 30_000)
})
