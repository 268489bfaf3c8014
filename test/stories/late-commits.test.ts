/** Stories of commits that arrive after the first audit with an older date or a second author: they count for their authors. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

/** After the first audit, and the moment of the second. */
const THAT_EVENING = '2026-11-22T20:00:00.000Z'
const NEXT_DAY = '2026-11-23T06:00:00.000Z'

let chatelaine: Chatelaine

async function verdictOf(login: string): Promise<string | undefined> {
  return (await chatelaine.accounts('guild')).find((account) => account.login === login)?.verdict
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['pair', 'branch-author', 'early-bird', 'tagger', 'silent']) guild.member(login)
  guild.repository('fresh', { created_at: '2026-11-01T12:00:00.000Z' })
  // GitHub counts it by the day, and the audit is earlier than the moment GitHub gives for the start of that day.
  guild.act('passer-by', 'commit', { at: '2026-11-22T05:00:00.000Z', co_authors: ['early-bird'] })
  guild.act('tagger', 'tag', { repo: 'fresh', branch: 'v0.1', at: '2026-08-01T10:00:00.000Z' })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
}, 60_000)

afterAll(() => chatelaine.close())

describe('at the first audit', () => {
  it('a co-author of a commit of the same day is active', async () => {
    expect(await verdictOf('early-bird')).toBe('active')
  })

  it('a tag that is older than its repository clears nobody', async () => {
    expect(await verdictOf('tagger')).toBe('inactive')
  })
})

describe('a day later', () => {
  it('a merge of an older commit clears its author, and a new commit clears its co-author', async () => {
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
    act({ actor: 'branch-author', at: '2026-10-29T10:00:00.000Z' })
    act({ actor: 'guild-warden', kind: 'merge' })
    await chatelaine.auditedAt(NEXT_DAY)
    expect([await verdictOf('pair'), await verdictOf('branch-author')]).toEqual(['active', 'active'])
    expect(await verdictOf('silent')).toBe('inactive')
  }, 30_000)
})

describe('a repository that is gone', () => {
  it('the audit is complete all the same: deploy keys are read only of repositories that are listed', async () => {
    const { world } = chatelaine
    world.repositories.splice(
      world.repositories.findIndex(({ name }) => name === 'fresh'),
      1,
    )
    await chatelaine.auditedAt('2026-11-24T06:00:00.000Z')
    const database = await chatelaine.worker.database()
    const row = await database.prepare('SELECT status FROM audits ORDER BY as_of DESC LIMIT 1').first()
    expect(row).toEqual({ status: 'complete' })
  }, 30_000)
})
